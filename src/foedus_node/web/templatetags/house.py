"""The words and signs of the house in templates: dates at their precision, parties, stages, the ring."""

import datetime
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from foedus.cooperation.template import defence
from foedus.later import later
from foedus.record.standing import Standing
from foedus.reporting.dates import date_words, day_words, freshness_words, period_words
from foedus.reporting.layout.ring import Arc
from foedus.reporting.layout.ring import ring as drawn
from foedus.reporting.wording import Words, words
from foedus.terms import Date, Domain, Language, Party, Period, wording_in
from foedus_node.people.roles import Held
from foedus_node.web.naming import DEEDS, RIGHTS, ROLES, WHYS

if TYPE_CHECKING:
    from foedus.reporting import naming
else:
    naming = later("foedus.reporting.naming")

register = template.Library()


def tongue() -> Words:
    """The words of the page's language."""
    return _tongue(get_language() or "en")


@cache
def _tongue(tag: str) -> Words:
    return words(Language(tag))


@register.filter
def when(value: Any) -> str:
    """A period, a date or a day in the page's language, at its true precision; text is read as a period."""
    return _when(value, tongue()) if value else ""


@lru_cache(maxsize=4096)
def _when(value: Any, said: Words) -> str:
    # Pages say the same few dates over and over, and to word one takes longer than the rest of its row.
    match value:
        case Period():
            return period_words(value, said)
        case Date():
            return date_words(value, said)
        case datetime.datetime():
            return f"{day_words(value.date(), said)}, {value:%H:%M} UTC"
        case datetime.date():
            return day_words(value, said)
        case _:
            return period_words(Period.parse(str(value)), said)


@register.filter
def until(first: datetime.date, last: datetime.date) -> str:
    """From one day to another, with what both share said once; a single day as one."""
    return period_words(Period(Date.on(first), Date.on(last)), tongue())


@register.filter
def moment(value: str) -> str:
    """A moment as an entry writes it, `2025-12-02T09:00:00Z`, in the page's language."""
    return when(datetime.datetime.fromisoformat(value)) if value else ""


@register.filter
def fresh(reported: Any, on: datetime.date) -> str:
    """How fresh a last report is, in words: *reported 3 days ago*, *nothing since March 2026*."""
    return _fresh(reported or None, on, tongue())


@lru_cache(maxsize=4096)
def _fresh(reported: Any, on: datetime.date, said: Words) -> str:
    date = Date.parse(reported) if isinstance(reported, str) else reported
    return freshness_words(date, on=on, words=said)


@register.filter
def worded(wording: Mapping[Any, str] | None) -> str:
    """Words in the page's language, else in English, else in the first language there is."""
    return wording_in(wording, tongue().language) if wording else ""


@register.filter
def roles_words(held: Iterable[Held]) -> str:
    """The roles held, each once, as pages call them."""
    return ", ".join(str(ROLES[role]) for role in dict.fromkeys(one.role for one in held))


@register.filter
def why_alike(why: str) -> str:
    """By what two names are alike."""
    return str(WHYS[why])


@register.filter
def named(item: Any) -> str:
    """What a thing of the register is called."""
    return naming.named(item, tongue()) if item else ""


@register.simple_tag
def mark(sign: str) -> str:
    """A mark after a word, as the page's language sets it."""
    return tongue().mark(sign)


@register.filter
def party(code: str) -> str:
    """A party's name."""
    return _party(code, tongue()) if code else ""


@lru_cache(maxsize=1024)
def _party(code: str, said: Words) -> str:
    return said.party(Party(code))


@register.filter
def parties(codes: Any) -> str:
    """Parties' names, joined as the language joins a list."""
    return tongue().parties(codes)


@register.filter
def language_words(tag: str) -> str:
    """A language's name."""
    return tongue().language_name(Language(tag)) if tag else ""


@register.filter
def domain(name: str) -> str:
    """A domain's title, as the template of the field has it."""
    return wording_in(defence().title_of(Domain(name)), tongue().language) if name else ""


@register.filter
def one_of(name: str, topic: str) -> str:
    """The word for a name within a topic: `{{ state|one_of:"state" }}`."""
    return tongue().one_of(topic, str(name)) if name else ""


@register.simple_tag
def ring(parties: Any, standing: Standing | None, *, void: bool = False) -> SafeString:
    """The ring of an act: an arc for each party, in the charter's order; a dot where there is no standing."""
    arcs = [_arc(standing, code) for code in parties] if standing else []
    return format_html('<span class="ring">{}</span>', mark_safe(drawn(arcs, void=void)))  # noqa: S308 (drawn by us)


@register.simple_tag
def closed_ring(parties: Any) -> SafeString:
    """The ring of what is in force: every arc is full."""
    return _closed(len(parties))


@register.simple_tag
def dot() -> SafeString:
    """What stands in a ring's place before what only we see."""
    return _closed(0)


@cache
def _closed(many: int) -> SafeString:
    full = drawn([Arc.SIGNED] * many)
    return format_html('<span class="ring">{}</span>', mark_safe(full))  # noqa: S308 (drawn by us)


@register.simple_tag(takes_context=True)
def in_short(context: Mapping[str, Any], line: Any) -> SafeString:
    """A line in few words: its ring, its title that leads to its page, and whether it is late.

    Made here and not in a template of its own, since a sheet of days shows two hundred.
    """
    desk, said = context["desk"], tongue()
    return format_html(
        '{} <a href="{}{}">{}</a>{}',
        _sign(0 if line.ours_alone else len(desk.parties), said),
        context["activities"],
        line.name,
        worded(line.title),
        _late(said) if line.is_open and line.ends < desk.on else "",
    )


@cache
def _sign(many: int, said: Words) -> SafeString:
    _ = said  # in whose language the words are
    words = gettext("in force") if many else gettext("only we see it")
    return format_html('{}<span class="unseen">{}</span>', _closed(many), words)


@cache
def _late(said: Words) -> SafeString:
    _ = said  # the same
    return format_html(' <strong class="late">{}</strong>', gettext("late"))


@register.simple_tag(takes_context=True)
def view_with(context: Mapping[str, Any], **changes: Any) -> str:
    """The present address with a part of it changed: `{% view_with domain="border" %}`."""
    asked: QueryDict = context["request"].GET.copy()
    asked.pop("after", None)
    for name, value in changes.items():
        asked.pop(name, None)
        if value not in ("", None, False):
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else ""


@register.simple_tag(takes_context=True)
def here(context: Mapping[str, Any], address: str) -> SafeString:
    """Marks the link to the room of pages in which one is."""
    path = context["request"].path
    is_here = path == address or path.startswith(f"{address.rstrip('/')}/")
    return mark_safe('aria-current="true"' if is_here else "")  # noqa: S308 (fixed words)


@register.simple_tag(takes_context=True)
def here_exactly(context: Mapping[str, Any], address: str) -> SafeString:
    """Marks the link to the very page on which one is."""
    return mark_safe('aria-current="page"' if context["request"].path == address else "")  # noqa: S308 (fixed words)


@register.filter
def at(table: Mapping[str, Any], name: str) -> Any:
    """What stands under a name; the name itself where nothing does."""
    return table.get(name, name)


@register.filter
def unprompted(field: Any) -> Any:
    """A form's field whose words stand above it alone, not in its place too."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def role_words(role: str) -> str:
    """A role's name in the page's language."""
    return str(ROLES.get(role, role))


@register.filter
def right_words(right: str) -> str:
    """A right in words of the page's language."""
    return str(RIGHTS.get(right, right))


@register.filter
def deed_words(what: str) -> str:
    """What somebody did, in words of the page's language."""
    return str(DEEDS.get(what, what.replace("-", " ")))


def _arc(standing: Standing, code: str) -> Arc:
    if code in standing.signed:
        return Arc.SIGNED
    return Arc.DECLINED if code in standing.declined else Arc.AWAITED
