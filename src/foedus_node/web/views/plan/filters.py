"""Which lines are asked for: a sentence of filters, which stands in the address so that a link shares it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.document import from_json
from foedus.cooperation.office import Office
from foedus.cooperation.plan import Plan
from foedus.reporting.naming import named
from foedus.terms import wording_in
from foedus_node.people.roles import Right
from foedus_node.storage.index import models, shelf
from foedus_node.storage.index.shelf import Wanted
from foedus_node.web.desks import Desk

EVERY_PLAN = "all"
_STALE_AFTER = 90

Choices = list[tuple[str, str]]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Filters(forms.Form):
    """The words of the sentence; each may be left open."""

    plan = forms.ChoiceField(required=False, label=_("Plan"))
    domain = forms.ChoiceField(required=False, label=_("Domain"))
    kind = forms.ChoiceField(required=False, label=_("Kind of activity"))
    host = forms.ChoiceField(required=False, label=_("Host"))
    stage = forms.ChoiceField(required=False, label=_("Next stage"))
    unit = forms.ChoiceField(required=False, label=_("Unit"))
    state = forms.ChoiceField(required=False, label=_("State"))
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

    @property
    def lines(self) -> QuerySet[models.Line]:
        """The lines that are asked for, in no order."""
        return shelf.chosen(self.desk.compact, self.wanted, on=self.desk.on)


def asked(request: HttpRequest, desk: Desk) -> Asked:
    """What the address asks for; what it asks for that is not there is told beside its word."""
    plans = desk.plans
    form = Filters(request.GET, choices=_choices(desk, plans))
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


def surroundings(chosen: Asked) -> dict[str, object]:
    """What all views of the plan show: the sentence, how many lines there are, words of kinds and stages."""
    desk = chosen.desk
    many, more = shelf.count(chosen.lines)
    kinds = desk.kinds
    return {
        "asked": chosen,
        "form": chosen.form,
        "plan": chosen.plan,
        "many": many,
        "more": more,
        "kind_titles": {name: wording_in(kind.title, desk.language) for name, kind in kinds.items()},
        "stage_titles": {
            stage.name: wording_in(stage.title, desk.language)
            for kind in kinds.values()
            for stage in kind.stages
        },
    }


def _plan(said: str, plans: Sequence[Plan], desk: Desk) -> Plan | None:
    """The plan that is asked for; where none is named, the one that runs, else the last."""
    if said == EVERY_PLAN:
        return None
    if said:
        return next((plan for plan in plans if plan.id == said), None)
    running = (plan for plan in plans if plan.period.start.first <= desk.on <= plan.period.end.last)
    return next(running, plans[0] if plans else None)


def _choices(desk: Desk, plans: Iterable[Plan]) -> dict[str, Choices]:
    facets, words = desk.facets, desk.words
    kinds = desk.kinds
    stages = {
        stage.name: wording_in(stage.title, desk.language) for kind in kinds.values() for stage in kind.stages
    }
    kind_titles = {name: wording_in(kind.title, desk.language) for name, kind in kinds.items()}

    def of(name: str, everything: str, titles: Mapping[str, str]) -> Choices:
        values = [(value, titles.get(value, value)) for value in facets.get(name, ())]
        return [("", everything), *sorted(values, key=lambda one: one[1])]

    return {
        "plan": [
            *((plan.id, wording_in(plan.title, desk.language)) for plan in plans),
            (EVERY_PLAN, now("all plans")),
        ],
        "domain": of(
            "domain",
            now("every domain"),
            {one: words.one_of("domain", one) for one in facets.get("domain", ())},
        ),
        "kind": of("kind", now("every kind"), kind_titles),
        "host": of("host", now("any party"), {one: words.party(one) for one in facets.get("host", ())}),  # type: ignore[arg-type]  # a code from the record
        "stage": of("stage", now("any stage"), stages),
        "unit": of("unit", now("any unit"), _offices(desk, facets.get("unit", ()))),
        "state": [
            ("", now("however they stand")),
            ("late", now("late")),
            ("stale", now("untouched for three months")),
        ],
    }


def _offices(desk: Desk, names: Sequence[str]) -> dict[str, str]:
    items = (from_json(row.document) for row in shelf.items(desk.compact, names))
    return {item.id: named(item, desk.words) for item in items if isinstance(item, Office)}
