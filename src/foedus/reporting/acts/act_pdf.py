"""The paper of an act as PDF: pages for people, the act's own bytes attached, a field for each signature.

Its first revision is what typst sets, archival (PDF/A-3b); its second adds an empty signature
field at each party's place. The same act, language, ministries and moment give the same
bytes, so that two parties can each make the paper and find it equal.
"""

import datetime
import io
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from attrs import asdict, evolve, field, frozen
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from foedus.record import canonical
from foedus.record.act import Act
from foedus.record.holding import Holding
from foedus.reporting.acts.act_paper import ActPaper, act_paper
from foedus.reporting.layout.typesetting import MACHINE, OWN, marked, typeset, typeset_somehow
from foedus.reporting.wording import words
from foedus.terms import Language, Party

ACT, CHARTER, LEAVES, PAPER = "act.json", "charter.json", "leaves.ndjson", "paper.json"
"""The attachments: the act, its charter, its items with their salts, how the pages were set."""

_LAYOUT = "acts/act_paper.typ"
_VERSION = 1
_HEIGHT_OF_A4 = 841.8898


@cache
def programs() -> str:
    """The programs that set a paper here, with their versions."""
    named = ("foedus", "typst", "babel", "justmytype-intl-sea", "pyhanko")
    return ", ".join(f"{name} {version(name)}" for name in named)


@frozen(kw_only=True)
class Setting:
    """How an act's pages are set: with the act and the record, all that they follow from.

    Attributes:
        at: the moment written into the file, in UTC to the second.
        ministries: what each party's ministry is called, where its maker named it.
        fonts: `own`, or `machine` where the machine's were needed.
        set_by: the programs that set it; with others the same act may look another way.
    """

    language: Language
    at: datetime.datetime
    ministries: Mapping[Party, str] = field(factory=dict)
    fonts: str = OWN
    set_by: str = field(factory=programs)

    def to_bytes(self) -> bytes:
        """As it is attached."""
        return canonical.encode(
            {
                "v": _VERSION,
                "language": self.language,
                "at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
                "ministries": dict(self.ministries),
                "fonts": self.fonts,
                "set_by": self.set_by,
            },
            what="paper",
        )


@frozen
class Place:
    """Where a party signs: the page, from 0, and the rectangle in points from its lower left corner."""

    party: str
    page: int
    box: tuple[int, int, int, int]


def keywords(act: Act) -> str:
    """How the metadata of a paper name its act."""
    return f"act:{act.hash}, compact:{act.compact}"


def act_pdf(act: Act, held: Holding, setting: Setting) -> bytes:
    """Set the paper of an act, ready to be signed.

    Args:
        act: the act.
        held: its compact's record.
        setting: how; which fonts it takes is found out.

    Raises:
        NoPaperError, NoWordingError: as `act_paper` says.
    """
    paper = act_paper(act, held, language=setting.language, ministries=setting.ministries)
    attached = {
        ACT: act.data,
        CHARTER: held.acts[act.charter].data,
        LEAVES: b"".join(held.leaves[row.hash].data + b"\n" for row in act.items),
    }
    for fonts in (OWN, MACHINE):
        inputs = _inputs(paper, {**attached, PAPER: evolve(setting, fonts=fonts).to_bytes()})
        if pages := typeset(_LAYOUT, inputs, at=setting.at, fonts=fonts):
            return _with_fields(pages, _places(inputs, fonts))
    return _with_fields(typeset_somehow(_LAYOUT, inputs, at=setting.at), _places(inputs, MACHINE))


class Revision(IncrementalPdfFileWriter):
    """A revision that follows on a PDF; the same changes give the same bytes.

    pyHanko would put chance into the file's identity and the present moment into its
    metadata: here the identity follows from the revision before, and the metadata stay.
    """

    def __init__(self, before: io.BytesIO) -> None:
        super().__init__(before)
        identity = bytes.fromhex(canonical.digest(before.getvalue()))[:16]
        self._document_id[1] = generic.ByteStringObject(identity)

    def _update_meta(self) -> None:
        """Leave the metadata as they are."""

    def written(self) -> bytes:
        """The PDF with this revision."""
        out = io.BytesIO()
        self.write(out)  # type: ignore[no-untyped-call]  # pyHanko gives it no types
        return out.getvalue()


def _places(inputs: Mapping[str, str], fonts: str) -> tuple[Place, ...]:
    """Where the layout has put each party's place."""
    return tuple(_place(row) for row in marked(_LAYOUT, inputs, "place", fonts=fonts))


def _place(row: Mapping[str, Any]) -> Place:
    left, top = row["x"], _HEIGHT_OF_A4 - row["y"]  # typst counts from the top, PDF from the bottom
    box = (round(left), round(top - row["height"]), round(left + row["width"]), round(top))
    return Place(row["party"], row["page"] - 1, box)


def _with_fields(pages: bytes, places: tuple[Place, ...]) -> bytes:
    out = Revision(io.BytesIO(pages))
    for place in places:
        spec = SigFieldSpec(place.party, on_page=place.page, box=place.box, readable_field_name=place.party)
        append_signature_field(out, spec)
    return out.written()


def _inputs(paper: ActPaper, attached: Mapping[str, bytes]) -> dict[str, str]:
    spoken = words(paper.language)
    return {
        "paper": _json(asdict(paper)),
        "words": _json({key: text for key, text in spoken.table.items() if "." not in key}),
        "files": _json(
            [{"name": name, "data": data.decode(), "mime": _mime(name)} for name, data in attached.items()]
        ),
    }


def _mime(name: str) -> str:
    return "application/x-ndjson" if name == LEAVES else "application/json"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
