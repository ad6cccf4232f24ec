"""How acts stand, in the words of the page: five states that nobody can misread."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foedus.record.standing import State
from foedus.reporting.dates import day_words
from foedus.terms import language, wording_in
from foedus_node.desk.acts import Stand, stands
from foedus_node.storage.common import ledger
from foedus_node.web.desks import Desk


def acts_of(desk: Desk) -> Mapping[str, Stand]:
    """How every act stands, by its hash, in the order of history; read anew only when somebody spoke."""
    return _acts(desk.compact, desk.home.party, ledger.last_word(desk.compact))


def act_title(desk: Desk, titles: Mapping[str, str]) -> str:
    """What an act is called, in the page's language."""
    return wording_in({language(tag): text for tag, text in titles.items()}, desk.language)


def state_words(desk: Desk, stand: Stand, acts: Mapping[str, Stand]) -> str:
    """How an act stands.

    Args:
        desk: at which it is asked.
        stand: the facts.
        acts: every act, to name the one by which another is void.
    """
    match stand.state:
        case State.IN_FORCE:
            return _in_force(desk, stand)
        case State.VOID:
            by = acts.get(stand.replaced or "")
            named = act_title(desk, by.title) if by else (stand.replaced or "")[:12]
            return _("Void: replaced by %(act)s") % {"act": named}
        case State.DECLINED:
            return " · ".join(_declined(desk, party, reason) for party, reason in stand.declined)
        case State.OFFERED:
            return _offered(desk, stand)
        case State.DRAFT:
            return _unsigned(desk, stand)


def _in_force(desk: Desk, stand: Stand) -> str:
    since = stand.since or desk.on
    said = {"date": day_words(since, desk.words), "count": len(stand.parties)}
    if since > desk.on:
        sentences = (
            _("In force from %(date)s, signed by both"),
            _("In force from %(date)s, signed by all three"),
            _("In force from %(date)s, signed by all %(count)s"),
        )
    else:
        sentences = (
            _("In force since %(date)s, signed by both"),
            _("In force since %(date)s, signed by all three"),
            _("In force since %(date)s, signed by all %(count)s"),
        )
    return sentences[min(max(len(stand.parties) - 2, 0), 2)] % said


def _declined(desk: Desk, party: str, reason: str | None) -> str:
    named = {"party": desk.words.party(party), "reason": reason or ""}  # type: ignore[arg-type]  # a code from the record
    if party == desk.home.party:
        return (_("Declined by us: %(reason)s") if reason else _("Declined by us")) % named
    return (_("Declined by %(party)s: %(reason)s") if reason else _("Declined by %(party)s")) % named


def _offered(desk: Desk, stand: Stand) -> str:
    awaited = [party for party in stand.parties if party in stand.standing.awaited]
    if not awaited:
        return _("Signed by all, but what it builds on has not arrived here: it may already be in force")
    sentence = ngettext(
        "Offered: we have signed, %(parties)s has not yet answered; it may already be in force on their side",
        "Offered: we have signed, %(parties)s have not yet answered; "
        "it may already be in force on their side",
        len(awaited),
    )
    return sentence % {"parties": desk.words.parties(awaited)}  # type: ignore[arg-type]  # codes from the record


def _unsigned(desk: Desk, stand: Stand) -> str:
    signed = [party for party in stand.parties if party in stand.standing.signed]
    if not signed:
        return _("Nobody has signed: it is not in force")
    sentence = ngettext(
        "Waits for us: %(parties)s has signed, we have not; so it is not in force",
        "Waits for us: %(parties)s have signed, we have not; so it is not in force",
        len(signed),
    )
    return sentence % {"parties": desk.words.parties(signed)}  # type: ignore[arg-type]  # codes from the record


@lru_cache(maxsize=8)
def _acts(compact: str, party: str, last_word: int) -> Mapping[str, Stand]:
    _unused = last_word  # what it was read at: another number, another reading
    return {one.act: one for one in stands(ledger.settled(compact), party=party)}
