"""Why the reader proposes something, in words of the page's language: as `foedus read --explain` tells it.

The rule, the words that it knew, how sure that is by our own texts, the signs that speak for and
against it, and what was decided here of others that bear them. Nothing is weighed here.
"""

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen
from django.utils.translation import get_language_info, gettext

from foedus.reading import sureness
from foedus.reading.facts import MODEL
from foedus.reading.sureness import BASE, Worth
from foedus.terms import Party
from foedus_node.desk import learning
from foedus_node.storage.private.lessons import Reason
from foedus_node.storage.private.papers import Proposal
from foedus_node.web.desks import Desk
from foedus_node.web.templatetags import house
from foedus_node.web.views.reading.mending import state_words
from foedus_node.web.views.reading.saying import office_words, rank_words
from foedus_node.web.views.reading.signs import RULES, SIGNS, SORTS

_TELLING = 0.3
"""The least weight of a sign that is told; one below hardly moves how sure the reader is."""

_TONGUES: Mapping[str, str] = {
    "in French": "fr",
    "in English": "en",
    "in Vietnamese": "vi",
    "in lo": "lo",
    "in km": "km",
}


@frozen(kw_only=True)
class Why:
    """The reasons for one proposal, in words.

    Attributes:
        rule: what the rule goes by; of a model, its name.
        by_model: whether a language model proposed it.
        known: the words that the reader knew, each with what they are taken for.
        by_texts: of a hundred such proposals, how many were right in our own texts.
        speaks_for: the signs that make it surer, with how often proposals that bear them were right.
        speaks_against: those that make it less sure.
        here: what was decided here of others that bear its signs.
    """

    rule: str
    by_model: bool
    known: tuple[tuple[str, str], ...] = ()
    by_texts: int = 0
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    here: tuple[str, ...] = ()


def why(proposal: Proposal, reason: Reason | None, *, text: str, desk: Desk) -> Why:
    """Why a proposal was made.

    Args:
        proposal: the proposal.
        reason: what was kept of it; None where an earlier edition proposed it.
        text: the document's.
        desk: where it is looked at.
    """
    rule = rule_words(proposal.rule, desk)
    if proposal.rule.startswith(MODEL):
        return Why(rule=rule, by_model=True, by_texts=proposal.confidence)
    if reason is None:
        return Why(rule=rule, by_model=False)
    kind = proposal.kind
    worths = sureness.learnt().worths[kind]
    borne = {sign: worths[sign] for sign in reason.signs if sign in worths}
    return Why(
        rule=rule,
        by_model=False,
        known=tuple(dict.fromkeys(_known(reason, text=text, desk=desk))),
        by_texts=learning.by_texts(kind, reason.signs),
        speaks_for=tuple(_right(sign, one, desk) for sign, one in borne.items() if one.weight >= _TELLING),
        speaks_against=tuple(
            _right(sign, one, desk) for sign, one in borne.items() if one.weight <= -_TELLING
        ),
        here=tuple(_here(reason, desk)),
    )


def rule_words(rule: str, desk: Desk) -> str:
    """What a rule goes by; a rule of another edition by its own name."""
    if rule.startswith(MODEL):
        return rule.removeprefix(MODEL)
    opening, _colon, force = rule.partition("speech: ")
    if force and not opening:
        said = gettext("a verb of speech, %(force)s")
        return said % {"force": _small(desk.words.one_of("force", force))}
    return str(RULES.get(rule, rule))


def sign_words(sign: str, desk: Desk) -> str:
    """What a sign is called; one of another edition by its own name."""
    topic, colon, name = sign.partition(": ")
    if colon:
        return _TOPICS[topic](name, desk) if topic in _TOPICS else sign
    if sign in _TONGUES:
        return str(get_language_info(_TONGUES[sign])["name_translated"])
    return str(SIGNS.get(sign, sign))


def _rule(name: str, desk: Desk) -> str:
    return gettext("the rule “%(rule)s”") % {"rule": rule_words(name, desk)}


_TOPICS: Mapping[str, Callable[[str, Desk], str]] = {
    "rule": _rule,
    "kind": lambda name, desk: _small(desk.words.one_of("engagement", name)),
    "paper": lambda name, desk: _small(desk.words.one_of("instrument", name)),
    "status": lambda name, _desk: state_words(name),
    "judges": lambda name, desk: _small(desk.words.one_of("polarity", name)),
    "frames what is told": lambda name, _desk: (
        gettext("frames what is told (%(state)s)") % {"state": state_words(name)}
    ),
}
_VALUES: Mapping[str, Callable[[str, Desk], str]] = {
    "party": lambda value, desk: desk.words.party(Party(value)),
    "rank": rank_words,
    "office": office_words,
    "occasion": lambda value, desk: desk.words.one_of("engagement", value),
    "verb of meeting": lambda value, desk: desk.words.one_of("engagement", value),
    "verb of speech": lambda value, desk: desk.words.one_of("force", value),
    "paper": lambda value, desk: desk.words.one_of("instrument", value),
    "what became of the paper": lambda value, _desk: state_words(value),
    "how far it is": lambda value, _desk: state_words(value),
    "field of cooperation": lambda value, _desk: house.domain(value),
    "field of cooperation, faintly": lambda value, _desk: house.domain(value),
}
"""What words are taken for, by their sort; what has no words of its own in a language is left out."""


def _known(reason: Reason, *, text: str, desk: Desk) -> Iterator[tuple[str, str]]:
    for start, end, sort, value in reason.known:
        words = " ".join(text[start:end].split())
        taken_for = _VALUES[sort](value, desk) if value and sort in _VALUES else ""
        taken_for = taken_for if sort == "party" else _small(taken_for)
        name = str(SORTS.get(sort, sort))
        yield words, f"{name}, {taken_for}" if taken_for else name


def _small(words: str) -> str:
    """Words that are a heading elsewhere, within a sentence."""
    return words[:1].lower() + words[1:]


def _right(sign: str, worth: Worth, desk: Desk) -> str:
    told = {"sign": sign_words(sign, desk), "right": worth.right, "found": worth.found}
    return gettext("%(sign)s (%(right)d of %(found)d right)") % told


def _here(reason: Reason, desk: Desk) -> Iterator[str]:
    for sign, (taken, decided) in reason.here.items():
        if sign == BASE:
            yield gettext("%(taken)d of %(decided)d of its kind were taken") % {
                "taken": taken,
                "decided": decided,
            }
        else:
            told = {"sign": sign_words(sign, desk), "taken": taken, "decided": decided}
            yield gettext("%(sign)s (%(taken)d of %(decided)d taken)") % told
