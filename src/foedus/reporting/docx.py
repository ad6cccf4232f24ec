"""A brief as DOCX: the same content as the PDF, in real styles that an office can go on working with.

The structure is Word's own: a title, headings that a table of contents finds, a style
for quotations and one for small print, a head on every page with its fields. The text
is set in Times New Roman, which ministries prescribe and every machine has. A DOCX is not
signed: its bytes differ from one library version to the next. Its pages are numbered
through, ours alone too: only Word counts the pages of one section. To hand a DOCX over,
lay out `brief.shared()`.
"""

import datetime
import io
from collections.abc import Iterable
from typing import cast

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from foedus.oversight.progress import Progress
from foedus.reporting.figure import BRICK, GREY, INK, TEAL, figure
from foedus.reporting.ooxml import (
    border,
    colored,
    field,
    lined,
    picture,
    repeated,
    rgb,
    ring_of,
    ruled,
)
from foedus.reporting.paper import (
    Brief,
    Delegation,
    Judgement,
    Lane,
    OursAlone,
    Overview,
    Point,
    Quote,
)
from foedus.reporting.wording import Words, words

_FONT = "Times New Roman"
_OCHRE, _HAIR = "#7d6430", "#cfc7b8"
_WIDTH = 160
_PROGRESS = {Progress.LATE: BRICK, Progress.MISSED: BRICK, Progress.CARRIED_OUT: TEAL}
_SMALL, _CELL, _QUOTE = "Foedus Small", "Foedus Cell", "Quote"


def docx(brief: Brief) -> bytes:
    """Lay a brief out as DOCX."""
    paper = Document()
    spoken = words(brief.language)
    _styles(paper, brief)
    _properties(paper, brief)
    _page(paper.sections[0], brief, spoken)
    _head(paper, brief, spoken)
    _who(paper, brief.delegations, spoken)
    _agreed(paper, brief, spoken)
    if brief.judgements:
        paper.add_heading(spoken.say("judged"), 1)
        _judgements(paper, brief.judgements, spoken)
    _plan(paper, brief.overview, spoken)
    if brief.ours_alone:
        _ours_alone(paper, brief, spoken)
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


# --- styles and pages ------------------------------------------------------------------------


def _styles(paper: Paper, brief: Brief) -> None:
    normal = _style(paper, "Normal", size=11, color=INK)
    normal.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"en": "en-GB", "fr": "fr-FR"}.get(brief.language, brief.language))
    normal.element.get_or_add_rPr().append(language)
    _style(paper, "Title", size=24, color=INK)
    for level, (size, color, before) in enumerate([(14, TEAL, 18), (11.5, INK, 10)], start=1):
        heading = _style(paper, f"Heading {level}", size=size, color=color)
        heading.font.bold = True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(5)
        heading.paragraph_format.keep_with_next = True
    border(paper.styles["Title"].element, side="bottom", color=_HAIR, width=4)
    border(paper.styles["Heading 1"].element, side="top", color=TEAL, width=6)
    quote = _style(paper, _QUOTE, size=11, color=INK)
    quote.font.italic = True
    quote.paragraph_format.left_indent = Mm(4)
    quote.paragraph_format.space_after = Pt(0)
    quote.paragraph_format.keep_with_next = True
    border(quote.element, side="left", color=TEAL, width=8)
    small = _style(paper, _SMALL, size=9, color=GREY)
    small.paragraph_format.space_after = Pt(3)
    bullet = _style(paper, "List Bullet", size=10.5, color=INK)
    bullet.paragraph_format.space_after = Pt(2)
    cell = _style(paper, _CELL, size=10, color=INK)
    cell.paragraph_format.space_after = Pt(0)
    head = _style(paper, "Header", size=9, color=GREY)
    head.paragraph_format.tab_stops.clear_all()
    for place, side in ((_WIDTH / 2, WD_TAB_ALIGNMENT.CENTER), (_WIDTH, WD_TAB_ALIGNMENT.RIGHT)):
        head.paragraph_format.tab_stops.add_tab_stop(Mm(place), side)


def _style(paper: Paper, name: str, *, size: float, color: str) -> ParagraphStyle:
    known = name in [style.name for style in paper.styles]
    found = paper.styles[name] if known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast("ParagraphStyle", found)
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), rgb(color)
    style.font.bold = style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    return style


def _properties(paper: Paper, brief: Brief) -> None:
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = brief.title, brief.compact, brief.dated
    properties.language = brief.language
    properties.created = properties.modified = datetime.datetime.combine(brief.on, datetime.time())


def _page(section: Section, brief: Brief, spoken: Words, *, part: str = "") -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(30), Mm(22)
    section.header.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    head.text = ""
    head.add_run(brief.compact)
    head.add_run(f"\t{brief.classification}").bold = True
    head.add_run(f"\t{brief.dated}\n")
    if part:
        colored(head, part, _OCHRE)
    head.add_run("\t\t")
    before, _, rest = spoken.say("page", page="{page}", pages="{pages}").partition("{page}")
    between, _, after = rest.partition("{pages}")
    head.add_run(before)
    field(head, "PAGE")
    head.add_run(between)
    field(head, "NUMPAGES")
    head.add_run(after)
    border(head.paragraph_format.element, side="bottom", color=_HAIR, width=4)


# --- parts -------------------------------------------------------------------------------------


def _head(paper: Paper, brief: Brief, spoken: Words) -> None:
    colored(paper.add_paragraph(), spoken.say("brief").upper(), TEAL).font.size = Pt(9)
    paper.add_paragraph(brief.title, style="Title")
    table = paper.add_table(rows=1, cols=len(brief.facts))
    for cell, fact in zip(table.rows[0].cells, brief.facts, strict=True):
        cell.paragraphs[0].style = _SMALL
        cell.paragraphs[0].add_run(fact.label)
        cell.add_paragraph(fact.value)


def _who(paper: Paper, delegations: Iterable[Delegation], spoken: Words) -> None:
    paper.add_heading(spoken.say("who"), 1)
    for side in delegations:
        paper.add_heading(side.party, 2)
        if side.silence:
            paper.add_paragraph(side.silence, style=_SMALL)
        for person in side.people:
            said = paper.add_paragraph()
            said.paragraph_format.keep_with_next = True
            said.paragraph_format.space_after = Pt(0)
            said.add_run(person.name).bold = True
            said.add_run("".join(f", {part}" for part in (person.rank, person.office) if part))
            paper.add_paragraph(person.met, style=_SMALL)


def _agreed(paper: Paper, brief: Brief, spoken: Words) -> None:
    paper.add_heading(spoken.say("agreed"), 1)
    paper.add_paragraph(brief.last_time)
    if brief.agreed_silence:
        paper.add_paragraph(brief.agreed_silence, style=_SMALL)
    _points(paper, brief.agreed, spoken)
    paper.add_heading(spoken.say("open"), 1)
    if brief.open_silence:
        paper.add_paragraph(brief.open_silence, style=_SMALL)
    _points(paper, brief.open, spoken)


def _plan(paper: Paper, overview: Overview, spoken: Words) -> None:
    paper.add_heading(spoken.say("plan"), 1)
    if overview.sign:
        title = paper.add_paragraph()
        ring_of(title, overview.sign)
        title.add_run(f" {overview.title}").bold = True
        stands = paper.add_paragraph(overview.sign.words, style=_SMALL)
        title.paragraph_format.keep_with_next = stands.paragraph_format.keep_with_next = True
    if overview.silence:
        paper.add_paragraph(overview.silence, style=_SMALL)
    if drawn := figure(overview):
        shown = paper.add_paragraph()
        shown.paragraph_format.keep_with_next = True
        picture(shown, drawn, width=_WIDTH, words=overview.summary)
        paper.add_paragraph(overview.summary, style=_SMALL)
        _lines(paper, overview.lanes, spoken)


def _ours_alone(paper: Paper, brief: Brief, spoken: Words) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    _page(section, brief, spoken, part=spoken.say("ours-alone"))
    ruled(section, color=_OCHRE)
    ours: OursAlone = brief.ours_alone
    heading = paper.add_heading(level=1)
    colored(heading, spoken.say("ours-alone"), _OCHRE)
    colored(paper.add_paragraph(), spoken.say("ours-alone-note"), _OCHRE)
    for key, points in (("ours-agreed", ours.agreed), ("ours-open", ours.open), ("ours-found", ours.found)):
        if points:
            paper.add_heading(spoken.say(key), 2)
            _points(paper, points, spoken)
    if ours.drafts:
        paper.add_heading(spoken.say("ours-drafts"), 2)
        _lines(paper, ours.drafts, spoken)
    if ours.judgements:
        paper.add_heading(spoken.say("judged"), 2)
        _judgements(paper, ours.judgements, spoken)


def _points(paper: Paper, points: Iterable[Point], spoken: Words) -> None:
    for point in points:
        gist = paper.add_paragraph()
        gist.paragraph_format.space_before = Pt(8)
        gist.paragraph_format.space_after = Pt(0)
        gist.paragraph_format.keep_with_next = True
        ring_of(gist, point.sign)
        gist.add_run(f" {point.gist}").bold = True
        given = paper.add_paragraph(style=_SMALL)
        colored(given, point.state, BRICK if point.lapsed else TEAL).bold = True
        given.add_run(spoken.row([" ", point.given, point.sign.words]).lstrip(" "))
        given.paragraph_format.keep_with_next = True
        if point.quote:
            _quoted(paper, point.quote, spoken)
        if point.again:
            paper.add_paragraph(point.again, style=_SMALL).paragraph_format.keep_with_next = True
        if not point.became:
            paper.add_paragraph(spoken.say("no-answer"), style=_SMALL)
        for one in point.became:
            answer = paper.add_paragraph(one.title, style="List Bullet")
            if one.stands:
                stands = answer.add_run(f"\n{one.stands}")
                stands.font.size, stands.font.color.rgb = Pt(9), rgb(GREY)


def _quoted(paper: Paper, quote: Quote, spoken: Words) -> None:
    paper.add_paragraph(f"{spoken.say('open-quote')}{quote.words}{spoken.say('close-quote')}", style=_QUOTE)
    source = paper.add_paragraph(style=_QUOTE)
    source.paragraph_format.space_after = Pt(5)
    source.paragraph_format.keep_with_next = False
    said = source.add_run(quote.line)
    said.italic, said.font.size, said.font.color.rgb = False, Pt(9), rgb(GREY)


def _judgements(paper: Paper, judgements: Iterable[Judgement], spoken: Words) -> None:
    for one in judgements:
        said = paper.add_paragraph()
        said.add_run(one.by).bold = True
        said.add_run(f"\u00a0· {spoken.row([one.polarity, one.about])}")
        if one.quote:
            _quoted(paper, one.quote, spoken)


def _lines(paper: Paper, lanes: Iterable[Lane], spoken: Words) -> None:
    table = paper.add_table(rows=1, cols=3)
    for cell, key in zip(table.rows[0].cells, ("line", "when", "where-it-stands"), strict=True):
        _fill(cell, (spoken.say(key), _SMALL))
    repeated(table)
    for lane in lanes:
        row = table.add_row().cells
        domain = row[0].merge(row[2])
        _fill(domain, (lane.domain, _CELL))
        domain.paragraphs[0].runs[0].bold = True
        domain.paragraphs[0].paragraph_format.space_before = Pt(6)
        domain.paragraphs[0].paragraph_format.keep_with_next = True
        for line in lane.lines:
            title, when, stands = table.add_row().cells
            _fill(title, (line.title, _CELL), (line.where, _SMALL))
            _fill(when, (line.when, _CELL))
            _fill(stands, (line.progress_words, _CELL), (line.stands, _SMALL))
            run = stands.paragraphs[0].runs[0]
            run.bold, run.font.color.rgb = True, rgb(_PROGRESS.get(line.progress, INK))
    lined(table, widths=(70, 30, 60), color=_HAIR)


def _fill(cell: _Cell, *paragraphs: tuple[str, str]) -> None:
    for index, (text, style) in enumerate(paragraphs):
        if text:
            paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
            paragraph.style = style
            paragraph.add_run(text)
