"""What stands on the paper of an act, in the words of its language, before anything is laid out.

The paper is what ministers sign by hand or by certificate. It says everything that the act
says, and nothing that does not follow from the act, from the acts it builds on and from
the ministries' names: so two parties who hold the record make the same paper, and whoever
holds it later can make it again and compare.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from babel import Locale

from foedus.cooperation.template import Template, defence
from foedus.errors import NoPaperError
from foedus.record import canonical
from foedus.record.act import Act, Root
from foedus.record.changes import Change, Sort, change, document
from foedus.record.holding import Holding
from foedus.reporting.acts.articles import Group, Row, Speech, lines, others
from foedus.reporting.dates import day_words
from foedus.reporting.paper import Fact
from foedus.reporting.wording import Words, words
from foedus.terms import Date, Language, Party


@frozen(kw_only=True)
class Signatory:
    """A party that must sign, and its ministry as the paper's maker names it."""

    party: Party
    name: str
    ministry: str


@frozen(kw_only=True)
class ActPaper:
    """The paper of one act.

    Attributes:
        compact: the cooperation, as the page head names it; `compact_hash` its name in the record.
        lines: activities by domain, by date; `others` everything else the act sets.
        amends: whether it changes or strikes out anything, so that this must be shown of every row.
        voids: the acts that become void by it.
        texts: which other texts it names and which languages are authentic, a sentence each.
    """

    language: Language
    compact: str
    compact_hash: str
    act: str
    kind: str
    title: str
    also: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    facts: tuple[Fact, ...]
    lines: tuple[Group, ...]
    others: tuple[Group, ...]
    amends: bool
    voids: tuple[str, ...]
    texts: tuple[str, ...]


def act_paper(
    act: Act,
    held: Holding,
    *,
    language: Language,
    ministries: Mapping[Party, str] | None = None,
    template: Template | None = None,
) -> ActPaper:
    """Write the paper of an act.

    Args:
        act: the act; held, with its leaves.
        held: its compact's record, for the words that the act changes.
        language: `en` or `fr`.
        ministries: what each party's ministry is called, where it is known.
        template: the domains and their titles; the built-in ones of defence where nothing is given.

    Raises:
        NoPaperError: words of the act, or words that it changes, are withheld.
        NoWordingError: papers are not written in that language yet.
    """
    speech = Speech(words(language, read=True), template or defence())
    rows = tuple(_change(act, held, row.id) for row in act.items)
    return ActPaper(
        language=language,
        compact=speech.title(held.charter.title),
        compact_hash=act.compact,
        act=act.hash,
        kind=speech.words.one_of("act", act.kind),
        title=speech.title(act.title),
        also=speech.also(act.title),
        signatories=tuple(
            Signatory(
                party=Party(code),
                name=speech.words.party(Party(code)),
                ministry=(ministries or {}).get(Party(code), ""),
            )
            for code in held.acts[act.charter].parties
        ),
        facts=tuple(_facts(act, held, rows, speech=speech)),
        lines=tuple(lines(rows, speech)),
        others=(*_roots(act, speech), *others(rows, speech)),
        amends=any(row.sort is not Sort.NEW for row in rows),
        voids=tuple(_voided(name, held, speech) for name in act.voids),
        texts=tuple(_texts(act, speech.words)),
    )


def _change(act: Act, held: Holding, item: str) -> Change:
    """What the act makes of an item, against the act it builds on: the same whenever it is asked."""
    leaf, base = held.leaf_of(act.hash, item), act.bases[item]
    if leaf is None or (base and held.leaf_of(base, item) is None):
        raise NoPaperError(act=act.hash[:12], item=item)
    return change(item, before=document(held, base, item), after=leaf.item)


def _facts(act: Act, held: Holding, rows: Iterable[Change], *, speech: Speech) -> Iterator[Fact]:
    names = [speech.words.party(Party(code)) for code in held.acts[act.charter].parties]
    yield Fact(label=speech.words.say("parties"), value=", ".join(names))
    effective = act.effective and day_words(Date.parse(act.effective).first, speech.words)
    yield Fact(label=speech.words.say("effective"), value=effective or speech.words.say("on-last-signature"))
    said = {row.item: row.after for row in rows if row.after}
    for plan in (item for item in said.values() if item.get("type") == "plan" and "period" in item):
        yield Fact(label=speech.label("period"), value=speech.value("period", plan["period"]))
    if act.serves:
        served = (speech.called(said[name])[0] if name in said else name for name in act.serves)
        yield Fact(label=speech.label("serves"), value="; ".join(served))


def _roots(act: Act, speech: Speech) -> Iterator[Group]:
    """Whose signature stands for each party: what a charter says beside its items."""
    if act.parties:
        rows = (
            Row(
                item=code,
                title=speech.words.party(Party(code)),
                also=(),
                when="",
                where="",
                host="",
                facts=(Fact(label=_must_sign(root, speech), value=", ".join(root.keys)),),
                sort=Sort.NEW,
                sort_words=speech.words.one_of("sort", Sort.NEW),
                amended=(),
            )
            for code, root in act.parties.items()
        )
        yield Group(heading=speech.words.say("roots"), rows=tuple(rows))


def _must_sign(root: Root, speech: Speech) -> str:
    return speech.words.say("must-sign", count=root.threshold, all=len(root.keys))


def _voided(name: str, held: Holding, speech: Speech) -> str:
    act = held.acts.get(name)
    return f"{speech.title(act.title)} ({name})" if act else name


def _texts(act: Act, spoken: Words) -> Iterator[str]:
    stated = canonical.decode(act.data, what="act")
    for row in stated["texts"]:
        yield spoken.say("text-named", language=_language(row["lang"], spoken), document=row["sha256"])
    if stated["authentic"]:
        tongues = [_language(tag, spoken) for tag in stated["authentic"]]
        yield spoken.say("authentic", languages=", ".join(tongues))
    if not stated["texts"]:
        yield spoken.say("no-texts")


def _language(tag: str, spoken: Words) -> str:
    return str(Locale.parse(spoken.language).languages.get(tag, tag))
