"""Papers: the brief for the next meeting, as PDF and as DOCX, in English and French."""
