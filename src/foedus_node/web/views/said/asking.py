"""Which undertakings are asked for: a sentence of filters, and the form of a decision."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.undertaking import State
from foedus.followup import FollowUp, Verdict
from foedus.terms import Date, Party
from foedus_node.desk.following import Wanted
from foedus_node.web.desks import Desk
from foedus_node.web.templatetags import house

ENDING: Final = (Verdict.LAPSED, Verdict.DECLINED)
"""The decisions that end an undertaking, and need a reason."""
_LONGEST: Final = 2000


class Sentence(forms.Form):
    """Which undertakings are asked for; each word may be left open."""

    state = forms.ChoiceField(required=False, label=_("State"))
    domain = forms.ChoiceField(required=False, label=_("Domain"))
    by = forms.ChoiceField(required=False, label=_("Given by"))
    on = forms.ChoiceField(required=False, label=_("To be done by"))
    proposals = forms.ChoiceField(required=False, label=_("Proposals"))
    before = forms.CharField(
        required=False,
        max_length=10,
        label=_("Due before"),
        widget=forms.TextInput(attrs={"placeholder": "2026-10", "size": 10}),
    )
    search = forms.CharField(
        required=False,
        max_length=200,
        label=_("Search"),
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "data-search": "",
                "enterkeyhint": "search",
                "placeholder": _("Search"),
            }
        ),
    )

    def __init__(self, data: Mapping[str, Any], *, choices: Mapping[str, list[tuple[str, Any]]]) -> None:
        super().__init__(data)
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (those that have choices)
            field.choices = options

    def clean_before(self) -> Date | None:
        """The date, as precise as it was typed."""
        written = self.cleaned_data["before"].strip()
        try:
            return Date.parse(written) if written else None
        except ValueError:
            raise ValidationError(
                gettext("Write a year, a month or a day: 2026, 2026-10, 2026-10-21.")
            ) from None


class Decision(forms.Form):
    """What is decided of an undertaking."""

    verdict = forms.ChoiceField(choices=[(one.value, one.value) for one in Verdict])
    item = forms.CharField(required=False, max_length=64)
    reason = forms.CharField(
        required=False,
        max_length=_LONGEST,
        error_messages={"max_length": _("Say it in fewer words: 2000 letters at most.")},
    )

    def clean(self) -> dict[str, Any]:
        """An ending needs its reason."""
        said = super().clean() or {}
        if said.get("verdict") in ENDING and not said.get("reason"):
            self.add_error("reason", gettext("Say why, in a few words; only we see them."))
        return said


def wanted(form: Sentence) -> Wanted:
    """The same as the desk takes it."""
    given = {name: form.cleaned_data.get(name) for name in form.fields}
    return Wanted(
        state=State(given["state"]) if given["state"] else None,
        by=Party(given["by"]) if given["by"] else None,
        on=Party(given["on"]) if given["on"] else None,
        domain=given["domain"] or None,
        due_before=given["before"],
        proposals=given["proposals"] == "some",
        search=given["search"] or "",
    )


def choices(desk: Desk, followed: Iterable[FollowUp]) -> dict[str, list[tuple[str, Any]]]:
    """What each word of the sentence can be."""
    words = desk.words
    undertakings = [one.undertaking for one in followed]
    domains = sorted((house.domain(one), one) for one in {said.domain for said in undertakings})
    sides = sorted({party for said in undertakings for party in (*said.by, *said.on)})
    parties = [(party, words.party(party)) for party in sides]
    return {
        "state": [("", gettext("in any state")), *((one.value, words.one_of("state", one)) for one in State)],
        "domain": [("", gettext("every domain")), *((name, title) for title, name in domains)],
        "by": [("", gettext("any party")), *parties],
        "on": [("", gettext("any party")), *parties],
        "proposals": [
            ("", gettext("with proposals or without")),
            ("some", gettext("with something proposed")),
        ],
    }
