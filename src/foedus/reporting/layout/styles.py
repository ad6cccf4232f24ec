"""The styles of our papers in Word: headings, quotations, small print, the page head.

The fonts are named for every script, because Word takes another one where a script has none.
"""

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from foedus.reporting.layout.drawing import GREY, INK, TEAL
from foedus.reporting.layout.ooxml import COMPLEX_FONT, border, doubled, rgb
from foedus.terms import Language

SMALL, CELL, QUOTE = "Foedus Small", "Foedus Cell", "Quote"
"""The styles for small print, a table's cell, a quotation."""
HAIR = "#cfc7b8"
WIDTH = 160
"""The width of the text, in millimetres."""

_FONT = "Times New Roman"


def styles(written: Document, language: Language) -> None:
    """Give a document the styles of our papers."""
    normal = _style(written, "Normal", size=11, color=INK)
    normal.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), {"en": "en-GB", "fr": "fr-FR", "vi": "vi-VN"}.get(language, language))
    normal.element.get_or_add_rPr().append(spoken)
    _style(written, "Title", size=24, color=INK)
    for level, (size, color, before) in enumerate([(14, TEAL, 18), (11.5, INK, 10)], start=1):
        heading = _style(written, f"Heading {level}", size=size, color=color)
        heading.font.bold = True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(5)
        heading.paragraph_format.keep_with_next = True
    border(written.styles["Title"].element, side="bottom", color=HAIR, width=4)
    border(written.styles["Heading 1"].element, side="top", color=TEAL, width=6)
    quote = _style(written, QUOTE, size=11, color=INK)
    quote.font.italic = True
    quote.paragraph_format.left_indent = Mm(4)
    quote.paragraph_format.space_after = Pt(0)
    quote.paragraph_format.keep_with_next = True
    border(quote.element, side="left", color=TEAL, width=8)
    for name, size, color, after in (
        (SMALL, 9, GREY, 3),
        ("List Bullet", 10.5, INK, 2),
        (CELL, 10, INK, 0),
        ("Header", 9, GREY, 0),
    ):
        _style(written, name, size=size, color=color).paragraph_format.space_after = Pt(after)
    head = cast("ParagraphStyle", written.styles["Header"])
    head.paragraph_format.tab_stops.clear_all()
    for place, side in ((WIDTH / 2, WD_TAB_ALIGNMENT.CENTER), (WIDTH, WD_TAB_ALIGNMENT.RIGHT)):
        head.paragraph_format.tab_stops.add_tab_stop(Mm(place), side)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", QUOTE, SMALL, "List Bullet", CELL, "Header"):
        doubled(written.styles[name].element.get_or_add_rPr())


def _style(written: Document, name: str, *, size: float, color: str) -> ParagraphStyle:
    known = name in [style.name for style in written.styles]
    found = written.styles[name] if known else written.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast("ParagraphStyle", found)
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), rgb(color)
    style.font.bold = style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, font in (("ascii", _FONT), ("hAnsi", _FONT), ("eastAsia", _FONT), ("cs", COMPLEX_FONT)):
        fonts.set(qn(f"w:{script}"), font)
    return style
