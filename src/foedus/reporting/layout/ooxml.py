"""The few things of Word's own XML that python-docx has no words for: rules, fields, pictures of SVG.

Element names are those of ECMA-376, part 1; where the order of elements matters it is
kept, because Word refuses a file that breaks it.
"""

import io
import re
from functools import cache
from typing import Any

import typst
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from foedus.reporting.layout.drawing import TEAL
from foedus.reporting.layout.ring import ring
from foedus.reporting.layout.typesetting import OWN, typefaces
from foedus.reporting.paper import Sign

COMPLEX_FONT = "Leelawadee UI"
"""The font of Lao, Khmer and Thai: Windows has it since its eighth version."""

_SCRIPTS = {"lo-LA": re.compile("[\u0e80-\u0eff]"), "km-KH": re.compile("[\u1780-\u17ff]")}
_RING_MM = 3.1
_RESOLUTION = 300.0
_DRAWING = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1mm)
"""


def rgb(color: str) -> RGBColor:
    """A colour written `#0b5351`."""
    return RGBColor.from_string(color.lstrip("#").upper())


def colored(paragraph: Paragraph, text: str, color: str) -> Run:
    """Add words in a colour."""
    run = paragraph.add_run(text)
    run.font.color.rgb = rgb(color)
    return run


def border(element: Any, *, side: str, color: str, width: int) -> None:
    """Rule one side of a paragraph, or of a style's paragraphs; the width in eighths of a point."""
    properties = element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
        )
    for old in borders.findall(qn(f"w:{side}")):
        borders.remove(old)
    borders.append(_rule(side, color=color, width=width, space=6))


def field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word fills in: `PAGE`, `NUMPAGES`."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph.paragraph_format.element.append(element)


def complex_scripts(written: Document) -> None:
    """Name font, language, size and weight for Lao and Khmer in every run that has any.

    Word sets these scripts by properties of their own and does not look at the others.
    """
    parts = [written.element.body, *(section.header._element for section in written.sections)]
    for run in (run for part in parts for run in part.iter(qn("w:r"))):
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        tags = [tag for tag, letters in _SCRIPTS.items() if letters.search(text)]
        if tags:
            _in_complex_script(run.get_or_add_rPr(), tags[0])


def doubled(properties: Any) -> None:
    """Say a run's, or a style's, weight, slant and size once more for scripts such as Lao and Khmer."""
    for simple in ("b", "i", "sz"):
        given, twin = properties.find(qn(f"w:{simple}")), properties.find(qn(f"w:{simple}Cs"))
        if given is None:
            continue
        if twin is None:
            twin = OxmlElement(f"w:{simple}Cs")
            given.addnext(twin)
        value = given.get(qn("w:val"))
        if value is None:
            twin.attrib.pop(qn("w:val"), None)
        else:
            twin.set(qn("w:val"), value)


def _in_complex_script(properties: Any, tag: str) -> None:
    properties.get_or_add_rFonts().set(qn("w:cs"), COMPLEX_FONT)
    doubled(properties)
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), tag)
    properties.append(language)


def repeated(table: Table) -> None:
    """Repeat a table's first row at the head of every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def lined(table: Table, *, widths: tuple[float, ...], color: str) -> None:
    """Set a table's columns in millimetres, rule it between its rows, and break no row across pages."""
    table.autofit = False
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_rule(side, color=color, width=4, space=0))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def ruled(section: Section, *, color: str) -> None:
    """Rule the left margin of a section's pages from top to bottom."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "text")
    borders.append(_rule("left", color=color, width=18, space=14))
    properties = section._sectPr
    properties.find(qn("w:pgMar")).addnext(borders)


def ring_of(paragraph: Paragraph, sign: Sign) -> None:
    """Set the ring before a joint thing's name."""
    picture(paragraph, ring(sign.arcs, color=TEAL), width=_RING_MM, words=sign.words)


def picture(paragraph: Paragraph, svg: str, *, width: float, words: str) -> None:
    """Set a drawing in a paragraph, `width` in millimetres, with the words that stand for it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(_png(svg, width)), width=Mm(width))
    shape._inline.docPr.set("descr", words)
    for side in ("distT", "distB", "distL", "distR"):  # LibreOffice takes a missing distance for 3 mm
        shape._inline.set(side, "0")


@cache
def _png(svg: str, width: float) -> bytes:
    return typst.compile(
        _DRAWING,
        format="png",
        ppi=_RESOLUTION,
        sys_inputs={"svg": svg, "width": str(width)},
        font_paths=typefaces(OWN),
    )


def _rule(side: str, *, color: str, width: int, space: int) -> Any:
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", width), ("space", space), ("color", color.lstrip("#"))):
        rule.set(qn(f"w:{name}"), str(value))
    return rule
