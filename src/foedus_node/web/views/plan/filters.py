"""Which lines are asked for: a sentence of filters, which stands in the address so that a link shares it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen
from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.document import from_json
from foedus.cooperation.office import Office
from foedus.cooperation.plan import Plan
from foedus.reporting.naming import named
from foedus.terms import wording_in
from foedus_node.people.roles import Right
from foedus_node.storage.index import models, shelf
from foedus_node.storage.index.searching import Sought, sought
from foedus_node.storage.index.shelf import Wanted
from foedus_node.web.desks import Desk, made_once
from foedus_node.web.templatetags import house

EVERY_PLAN = "all"
_STALE_AFTER = 90
_CHOSEN = mark_safe(" selected")

Choices = list[tuple[str, str]]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Word(forms.Select):
    """A choice in a sentence; written at once, for a page has eight of them with a hundred words each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: PLR0917 (Django's own signature)
        """The choice as it stands on the page."""
        _unused = renderer
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _CHOSEN if str(key) == (value or "") else "", words) for key, words in self.choices),
        )
        about = flatatt({**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", about, options)


def _word(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, widget=Word)


class Filters(forms.Form):
    """The words of the sentence; each may be left open."""

    plan = _word(_("Plan"))
    domain = _word(_("Domain"))
    kind = _word(_("Kind of activity"))
    host = _word(_("Host"))
    stage = _word(_("Next stage"))
    unit = _word(_("Unit"))
    state = _word(_("State"))
    first = forms.DateField(required=False, label=_("From"), widget=_day())
    last = forms.DateField(required=False, label=_("Until"), widget=_day())
    search = forms.CharField(
        required=False,
        max_length=200,
        label=_("Search"),
        widget=forms.TextInput(attrs={"type": "search", "data-search": "", "enterkeyhint": "search"}),
    )

    def __init__(self, data: Mapping[str, Any], *, choices: Mapping[str, Choices]) -> None:
        super().__init__(data)
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (all but dates and the search)
            field.choices = options


@frozen
class Asked:
    """What a page of lines was asked for.

    Attributes:
        form: the sentence, to be shown and changed.
        wanted: the same as the index takes it.
        plan: the plan whose lines they are; None where all are asked for, or there is none.
        plans: the plans there are, the latest first.
    """

    form: Filters
    wanted: Wanted
    plan: Plan | None
    plans: tuple[Plan, ...]
    desk: Desk

    @cached_property
    def lines(self) -> QuerySet[models.Line]:
        """The lines that are asked for, in no order."""
        return shelf.chosen(self.desk.compact, self.wanted, on=self.desk.on, sought=self.sought)

    @cached_property
    def sought(self) -> Sought | None:
        """The words that are searched for, looked up; None where there are none."""
        return sought(self.wanted.search) if self.wanted.search else None

    def count(self) -> tuple[int, bool]:
        """How many lines are asked for, and whether there are more than were counted."""
        return shelf.count_chosen(self.desk.compact, self.wanted, on=self.desk.on, sought=self.sought)


def asked(request: HttpRequest, desk: Desk) -> Asked:
    """What the address asks for; what it asks for that is not there is told beside its word."""
    plans = desk.plans
    form = Filters(request.GET, choices=_choices(desk))
    form.is_valid()
    said: dict[str, Any] = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    plan = _plan(said["plan"], plans, desk)
    wanted = Wanted(
        plan=plan.id if plan else "",
        domain=said["domain"],
        kind=said["kind"],
        host=said["host"],
        stage=said["stage"],
        unit=said["unit"],
        late=said["state"] == "late",
        stale=_STALE_AFTER if said["state"] == "stale" else None,
        search=said["search"],
        first=said["first"] or None,
        last=said["last"] or None,
        within=desk.units,
        ours=desk.may(Right.SEE_OURS),
    )
    return Asked(form, wanted, plan, plans, desk)


def surroundings(chosen: Asked, *, known: int | None = None) -> dict[str, object]:
    """What all views of the plan show: the sentence, the plan, and how many lines there are.

    Args:
        chosen: what is asked for.
        known: how many lines there are, where that is known already.
    """
    many, more = chosen.count() if known is None else (known, False)
    return {
        "asked": chosen,
        "form": chosen.form,
        "plan": chosen.plan,
        "activities": reverse("plan", args=[chosen.desk.short]).removesuffix("plan") + "activity/",
        "many": many,
        "more": more,
    }


@made_once
def kind_titles(desk: Desk) -> Mapping[str, str]:
    """What each kind of activity is called."""
    return {name: wording_in(kind.title, desk.language) for name, kind in desk.kinds.items()}


@made_once
def stage_titles(desk: Desk) -> Mapping[str, str]:
    """What each stage is called, whichever kind has it."""
    stages = (stage for kind in desk.kinds.values() for stage in kind.stages)
    return {stage.name: wording_in(stage.title, desk.language) for stage in stages}


@made_once
def stages_of_kinds(desk: Desk) -> Mapping[tuple[str, str], str]:
    """What each stage is called, by kind and stage: two kinds may have one of the same name."""
    return {
        (name, stage.name): wording_in(stage.title, desk.language)
        for name, kind in desk.kinds.items()
        for stage in kind.stages
    }


def _plan(said: str, plans: Sequence[Plan], desk: Desk) -> Plan | None:
    """The plan that is asked for; where none is named, the one that runs, else the last."""
    if said == EVERY_PLAN:
        return None
    if said:
        return next((plan for plan in plans if plan.id == said), None)
    running = (plan for plan in plans if plan.period.start.first <= desk.on <= plan.period.end.last)
    return next(running, plans[0] if plans else None)


@made_once
def _choices(desk: Desk) -> dict[str, Choices]:
    facets, words = desk.facets, desk.words

    def of(name: str, everything: str, titles: Mapping[str, str]) -> Choices:
        values = [(value, titles.get(value, value)) for value in facets.get(name, ())]
        return [("", everything), *sorted(values, key=lambda one: one[1])]

    return {
        "plan": [
            *((plan.id, wording_in(plan.title, desk.language)) for plan in desk.plans),
            (EVERY_PLAN, gettext("all plans")),
        ],
        "domain": of(
            "domain",
            gettext("every domain"),
            {one: house.domain(one) for one in facets.get("domain", ())},
        ),
        "kind": of("kind", gettext("every kind"), kind_titles(desk)),
        "host": of("host", gettext("any party"), {one: words.party(one) for one in facets.get("host", ())}),  # type: ignore[arg-type]  # a code from the record
        "stage": of("stage", gettext("any stage"), stage_titles(desk)),
        "unit": of("unit", gettext("any unit"), _offices(desk, facets.get("unit", ()))),
        "state": [
            ("", gettext("however they stand")),
            ("late", gettext("late")),
            ("stale", gettext("untouched for three months")),
        ],
    }


def _offices(desk: Desk, names: Sequence[str]) -> dict[str, str]:
    items = (from_json(row.document) for row in shelf.items(desk.compact, names))
    return {item.id: named(item, desk.words) for item in items if isinstance(item, Office)}
