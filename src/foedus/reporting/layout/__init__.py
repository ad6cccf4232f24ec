"""How a paper is laid out, whatever it says: blocks, figures, PDF and DOCX."""
