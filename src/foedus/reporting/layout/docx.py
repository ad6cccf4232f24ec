"""A paper as DOCX: the same content as the PDF, in real styles that an office can go on working with.

The structure is Word's own: a title, headings that a table of contents finds, a style
for quotations and one for small print, a head on every page with its fields. The text
is set in Times New Roman, which ministries prescribe and every machine has; Lao and Khmer
in the font that Windows has for both. A DOCX is not signed: its bytes differ from one library
version to the next. Its pages are numbered through, ours alone too: only Word counts the pages
of one section. To hand a DOCX over, lay out `paper.shared()`.
"""

import datetime
import io
from collections.abc import Iterable
from typing import assert_never

from attrs import frozen
from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table as Rows
from docx.table import _Cell

from foedus.reporting.layout.blocks import (
    Block,
    Cell,
    Entries,
    Facts,
    Heading,
    Paper,
    Paragraph,
    People,
    Picture,
    Signatures,
    Table,
    Titled,
    Tone,
)
from foedus.reporting.layout.drawing import BRICK, GREY, INK, TEAL
from foedus.reporting.layout.ooxml import (
    border,
    colored,
    complex_scripts,
    field,
    lined,
    picture,
    repeated,
    rgb,
    ring_of,
    ruled,
)
from foedus.reporting.layout.styles import CELL, HAIR, QUOTE, SMALL, WIDTH, styles
from foedus.reporting.paper import Delegation, Judgement, Point, Quote
from foedus.reporting.wording import Words, words

_OCHRE = "#7d6430"
_TONES = {Tone.PLAIN: INK, Tone.STRONG: INK, Tone.DONE: TEAL, Tone.ALARM: BRICK}
_PLACE_MM = 26
_LONGEST = 255  # characters of a property: what Word takes
_BESIDE = 3
_WHOLE_ROWS = 8  # a table of a few rows is not torn apart


def docx(paper: Paper) -> bytes:
    """Lay a paper out as DOCX."""
    written, spoken = Document(), words(paper.language)
    styles(written, paper.language)
    _properties(written, paper)
    _page(written.sections[0], paper, spoken)
    if paper.kind:
        colored(written.add_paragraph(), paper.kind.upper(), TEAL).font.size = Pt(9)
    written.add_paragraph(paper.title, style="Title")
    if paper.remark:
        written.add_paragraph(paper.remark, style=SMALL)
    layout = _Layout(written, spoken)
    layout.lay(paper.blocks)
    if paper.ours_alone:
        _ours_alone(layout, paper)
    complex_scripts(written)
    data = io.BytesIO()
    written.save(data)
    return data.getvalue()


def _properties(written: Written, paper: Paper) -> None:
    properties = written.core_properties
    properties.title, properties.author = paper.title[:_LONGEST], paper.compact[:_LONGEST]
    properties.comments = paper.dated
    properties.language = paper.language
    # The library's own template bears a date of 2013.
    properties.created = properties.modified = datetime.datetime.combine(paper.on, datetime.time())


def _page(section: Section, paper: Paper, spoken: Words, *, part: str = "") -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(30), Mm(22)
    section.header.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    head.text = ""
    head.add_run(paper.compact)
    head.add_run(f"\t{paper.classification}").bold = True
    head.add_run(f"\t{paper.dated}\n")
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
    border(head.paragraph_format.element, side="bottom", color=HAIR, width=4)


def _ours_alone(layout: "_Layout", paper: Paper) -> None:
    written, spoken = layout.written, layout.words
    section = written.add_section(WD_SECTION.NEW_PAGE)
    _page(section, paper, spoken, part=spoken.say("ours-alone"))
    ruled(section, color=_OCHRE)
    colored(written.add_heading(level=1), spoken.say("ours-alone"), _OCHRE)
    colored(written.add_paragraph(), spoken.say("ours-alone-note"), _OCHRE)
    layout.lay(paper.ours_alone)


@frozen
class _Layout:
    """A document to which blocks are added, each by its kind."""

    written: Written
    words: Words

    def lay(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._lay(block)

    def _lay(self, block: Block) -> None:  # noqa: C901, PLR0912 (one case a block)
        match block:
            case Heading():
                self.written.add_heading(block.text, block.level)
            case Paragraph():
                self._paragraph(block)
            case Facts():
                self._facts(block)
            case Entries():
                self._entries(block)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Titled():
                self._titled(block)
            case People():
                for side in block.delegations:
                    self._delegation(side)
            case Point():
                self._point(block)
            case Judgement():
                self._judgement(block)
            case Quote():
                self._quote(block)
            case Signatures():
                self._signatures(block)
            case _:
                assert_never(block)

    def _paragraph(self, block: Paragraph) -> None:
        said = self.written.add_paragraph(style=SMALL if block.small else None)
        said.add_run(block.text).bold = block.strong or None
        if block.right:
            said.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _facts(self, block: Facts) -> None:
        beside = max(min(len(block.facts), _BESIDE + 1), 1)
        table = self.written.add_table(rows=-(-len(block.facts) // beside), cols=beside)
        for at, fact in enumerate(block.facts):
            cell = table.rows[at // beside].cells[at % beside]
            cell.paragraphs[0].style = SMALL
            cell.paragraphs[0].add_run(fact.label)
            cell.add_paragraph(fact.value)

    def _entries(self, block: Entries) -> None:
        for number, entry in enumerate(block.entries, start=1):
            if block.numbered:
                # Word would count on through every numbered list of the paper.
                said = self.written.add_paragraph(f"{number}.\t{entry.text}")
                said.paragraph_format.left_indent, said.paragraph_format.first_line_indent = Mm(7), Mm(-7)
                said.paragraph_format.tab_stops.add_tab_stop(Mm(7))
            else:
                said = self.written.add_paragraph(entry.text, style="List Bullet")
            if entry.small:
                small = said.add_run(f"\n{entry.small}")
                small.font.size, small.font.color.rgb = Pt(9), rgb(GREY)

    def _table(self, block: Table) -> None:
        table = self.written.add_table(rows=1, cols=len(block.heads))
        for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
            _fill(cell, (head, SMALL))
        repeated(table)
        for group in block.groups:
            if group.title:
                row = table.add_row().cells
                titled = row[0].merge(row[-1]) if len(row) > 1 else row[0]
                _fill(titled, (group.title, CELL))
                titled.paragraphs[0].runs[0].bold = True
                titled.paragraphs[0].paragraph_format.space_before = Pt(6)
                titled.paragraphs[0].paragraph_format.keep_with_next = True
            for cells in group.rows:
                for cell, said in zip(table.add_row().cells, cells, strict=True):
                    _say(cell, said)
        if len(table.rows) <= _WHOLE_ROWS:
            _keep_whole(table)
        whole = sum(block.widths)
        lined(table, widths=tuple(WIDTH * width / whole for width in block.widths), color=HAIR)
        if block.numbers:
            for row in table.rows:
                for cell in row.cells[1:]:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.written.add_paragraph(style=SMALL)

    def _picture(self, block: Picture) -> None:
        shown = self.written.add_paragraph()
        shown.paragraph_format.keep_with_next = True
        picture(shown, block.svg, width=WIDTH, words=block.words)
        self.written.add_paragraph(block.words, style=SMALL)

    def _titled(self, block: Titled) -> None:
        title = self.written.add_paragraph()
        ring_of(title, block.sign)
        title.add_run(f" {block.title}").bold = True
        stands = self.written.add_paragraph(block.sign.words, style=SMALL)
        title.paragraph_format.keep_with_next = stands.paragraph_format.keep_with_next = True

    def _delegation(self, side: Delegation) -> None:
        self.written.add_heading(side.party, 2)
        if side.silence:
            self.written.add_paragraph(side.silence, style=SMALL)
        for person in side.people:
            said = self.written.add_paragraph()
            said.paragraph_format.keep_with_next = True
            said.paragraph_format.space_after = Pt(0)
            said.add_run(person.name).bold = True
            said.add_run("".join(f", {part}" for part in (person.rank, person.office) if part))
            self.written.add_paragraph(person.met, style=SMALL)

    def _point(self, point: Point) -> None:
        gist = self.written.add_paragraph()
        gist.paragraph_format.space_before = Pt(8)
        gist.paragraph_format.space_after = Pt(0)
        gist.paragraph_format.keep_with_next = True
        ring_of(gist, point.sign)
        gist.add_run(f" {point.gist}").bold = True
        given = self.written.add_paragraph(style=SMALL)
        colored(given, point.state, BRICK if point.lapsed else TEAL).bold = True
        given.add_run(self.words.row([" ", point.given, point.sign.words]).lstrip(" "))
        given.paragraph_format.keep_with_next = True
        if point.quote:
            self._quote(point.quote)
        if point.again:
            self.written.add_paragraph(point.again, style=SMALL).paragraph_format.keep_with_next = True
        if not point.became:
            self.written.add_paragraph(self.words.say("no-answer"), style=SMALL)
        for one in point.became:
            answer = self.written.add_paragraph(one.title, style="List Bullet")
            if one.stands:
                stands = answer.add_run(f"\n{one.stands}")
                stands.font.size, stands.font.color.rgb = Pt(9), rgb(GREY)

    def _judgement(self, one: Judgement) -> None:
        said = self.written.add_paragraph()
        said.add_run(one.by).bold = True
        said.add_run(f"\u00a0· {self.words.row([one.polarity, one.about])}")
        if one.quote:
            self._quote(one.quote)

    def _quote(self, quote: Quote) -> None:
        opened, closed = self.words.say("open-quote"), self.words.say("close-quote")
        self.written.add_paragraph(f"{opened}{quote.words}{closed}", style=QUOTE)
        source = self.written.add_paragraph(style=QUOTE)
        source.paragraph_format.space_after = Pt(5)
        source.paragraph_format.keep_with_next = False
        said = source.add_run(quote.line)
        said.italic, said.font.size, said.font.color.rgb = False, Pt(9), rgb(GREY)

    def _signatures(self, block: Signatures) -> None:
        beside = min(max(len(block.places), 2), _BESIDE)
        before = len(self.written.paragraphs)
        self.lay(block.above)
        self.written.add_paragraph()
        for paragraph in self.written.paragraphs[before:]:
            paragraph.paragraph_format.keep_with_next = True
        # Names above, lines below, in rows of their own: so the lines stand level.
        table = self.written.add_table(rows=2 * -(-len(block.places) // beside), cols=beside)
        for at, place in enumerate(block.places):
            named, signed = (table.rows[2 * (at // beside) + row].cells[at % beside] for row in (0, 1))
            colored(named.paragraphs[0], place.party, TEAL).bold = True
            for text in filter(None, (place.ministry, place.office)):
                named.add_paragraph(text, style=CELL)
            line = signed.paragraphs[0]
            line.paragraph_format.space_before = Mm(_PLACE_MM)
            line.paragraph_format.right_indent = Mm(6)
            border(line.paragraph_format.element, side="bottom", color=INK, width=6)
            signed.add_paragraph(self.words.say("name-office-date"), style=SMALL)
            for paragraph in (*named.paragraphs, line):
                paragraph.paragraph_format.keep_with_next = True


def _keep_whole(table: Rows) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _say(cell: _Cell, said: Cell) -> None:
    _fill(cell, (said.text, CELL), (said.small, SMALL))
    if said.tone is not Tone.PLAIN and said.text:
        run = cell.paragraphs[0].runs[0]
        run.bold, run.font.color.rgb = True, rgb(_TONES[said.tone])
    if said.code and said.small:
        run = cell.paragraphs[-1].runs[0]
        run.font.name, run.font.size = "Courier New", Pt(7)


def _fill(cell: _Cell, *paragraphs: tuple[str, str]) -> None:
    told = [(text, style) for text, style in paragraphs if text]
    for index, (text, style) in enumerate(told):
        paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text)
