"""The words in a file, whatever form it comes in: text, a web page, a letter, Word, PDF.

The form is told by the bytes (`telling`), never by a name. What comes out (`opening`) is text and nothing
else: no link is followed, no picture looked at, no script or formula run. A hostile file can still cost
time and memory in its parser; who takes files from strangers opens them where both are bounded.
"""
