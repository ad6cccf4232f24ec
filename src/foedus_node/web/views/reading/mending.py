"""What an officer may mend of a proposal before accepting it: a form for each sort of fact.

Values are checked here so that what is wrong is told beside its field; whether they make a thing of
the register, `foedus_node.desk.accepting` says.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.assessment import Polarity
from foedus.cooperation.engagement import Status as EngagementStatus
from foedus.cooperation.instrument import Status as InstrumentStatus
from foedus.cooperation.ranks import ranks
from foedus.cooperation.template import defence
from foedus.terms import Date, Force, wording_in
from foedus_node.storage.private.papers import Proposal
from foedus_node.web.desks import Desk

Choices = list[tuple[str, str]]

_STATES = {
    "held": _("held"),
    "under-way": _("under way"),
    "planned": _("planned"),
    "invited": _("invited"),
    "cancelled": _("cancelled"),
    "mentioned": _("mentioned"),
    "to-be-signed": _("to be signed"),
    "agreed": _("agreed"),
    "signed": _("signed"),
    "in-execution": _("being carried out"),
}


class DateField(forms.CharField):
    """A date as precise as the source states it."""

    def clean(self, value: Any) -> str:
        """The date as written.

        Raises:
            ValidationError: it is none.
        """
        written: str = super().clean(value)
        if written:
            try:
                Date.parse(written)
            except ValueError:
                sentence = _("%(date)s is no date: write 2026, 2026-10 or 2026-10-21.")
                raise ValidationError(sentence, params={"date": written}) from None
        return written


def _words(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=2000, widget=widget
    )


def _date(label: Any) -> DateField:
    return DateField(
        label=label, required=False, max_length=10, help_text=_("As 2026, 2026-10 or 2026-10-21.")
    )


def _choice(label: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required)


def _sides(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class Mending(forms.Form):
    """The fields of a fact, filled with what the reader found."""

    listed: ClassVar[frozenset[str]] = frozenset()
    """Fields of which each line is a value."""
    use_required_attribute = False

    def __init__(self, data: Any = None, *, proposal: Proposal, desk: Desk) -> None:
        fact = {name: value for name, value in proposal.fact.items() if name in self.base_fields}
        initial = {name: "\n".join(fact[name] or ()) if name in self.listed else fact[name] for name in fact}
        super().__init__(data, initial=initial, prefix="fact", auto_id="%s")
        self.label_suffix = ""
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                said = initial.get(name)
                field.choices = _choices(name, desk, kind=proposal.kind, said=said, required=field.required)

    @property
    def mended(self) -> dict[str, Any]:
        """The fields as the register takes them: nothing for what is empty, lists for lists."""
        said = dict(self.cleaned_data)
        for name in self.listed:
            said[name] = [line.strip() for line in said[name].splitlines() if line.strip()]
        return {name: None if value == "" else value for name, value in said.items()}


class PersonForm(Mending):
    """Somebody named with an office or a rank."""

    name = _words(_("Name"), required=True)
    party = _choice(_("Of"))
    office = _words(_("Office"), help_text=_("In English; several parted by a semicolon."))
    rank = _choice(_("Rank"), required=False)


class EngagementForm(Mending):
    """An occasion."""

    listed = frozenset({"principals"})
    kind = _choice(_("What it is"))
    status = _choice(_("State"))
    start = _date(_("First day"))
    end = _date(_("Last day"))
    place = _words(_("Place"))
    parties = _sides(_("Between"))
    principals = _words(_("Who was there"), rows=3, help_text=_("A name a line."))
    series = _words(_("Session of"), help_text=_("The mechanism, by its English name."))
    ordinal = forms.IntegerField(
        label=_("Number of the session"), required=False, min_value=1, max_value=9999
    )

    def clean(self) -> dict[str, Any]:
        """The last day must not lie before the first."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = said.get("start"), said.get("end")
        if start and end and Date.parse(end).last < Date.parse(start).first:
            self.add_error("end", gettext("The last day lies before the first."))
        return said


class InstrumentForm(Mending):
    """An agreement, a plan, a protocol."""

    kind = _choice(_("What it is"))
    status = _choice(_("State"))
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    parties = _sides(_("Between"))


class CommitmentForm(Mending):
    """Something to be done."""

    gist = _words(_("What is to be done"), required=True, rows=4)
    force = _choice(_("How it was said"))
    by = _sides(_("Said by"))
    on = _sides(_("To be done by"))
    domain = _choice(_("Domain"))
    due = _date(_("Due"))


class AssessmentForm(Mending):
    """A judgement of the cooperation."""

    about = _words(_("What is judged"), required=True, rows=3)
    polarity = _choice(_("Which way"))
    by = _sides(_("Judged by"))


FORMS: Mapping[str, type[Mending]] = {
    "people": PersonForm,
    "engagements": EngagementForm,
    "instruments": InstrumentForm,
    "commitments": CommitmentForm,
    "assessments": AssessmentForm,
}


def mending(proposal: Proposal, desk: Desk, data: Any = None) -> Mending:
    """The form of a proposal, bound to what was typed where something was."""
    return FORMS[proposal.kind](data, proposal=proposal, desk=desk)


def state_words(name: str) -> str:
    """How far an occasion or an instrument has come, in the language of the page."""
    return str(_STATES.get(name, name))


def _choices(name: str, desk: Desk, *, kind: str, said: Any, required: bool) -> Choices:
    words = desk.words
    if name in ("party", "by", "on", "parties"):
        mentioned = [said] if isinstance(said, str) else [*(said or ())]
        codes = dict.fromkeys([*desk.parties, *mentioned, *_parties_known(desk)])
        found: Choices = [(code, words.party(code)) for code in codes if code]  # type: ignore[arg-type]  # a code
    elif name == "kind":
        topic = "engagement" if kind == "engagements" else "instrument"
        names = [key.removeprefix(f"{topic}.") for key in words.table if key.startswith(f"{topic}.")]
        found = _among([(one, words.one_of(topic, one)) for one in names if one != "other"], said)
    elif name == "status":
        states: Iterable[str] = EngagementStatus if kind == "engagements" else InstrumentStatus
        found = [(one, state_words(one)) for one in states]
    elif name == "force":
        found = [(one, words.one_of("force", one)) for one in Force]
    elif name == "polarity":
        found = [(one, words.one_of("polarity", one)) for one in Polarity]
    elif name == "domain":
        fields = defence().domains.values()
        found = _among([(one.domain, wording_in(one.title, desk.language)) for one in fields], said)
    else:
        found = _among([(one, wording_in(rank.title, desk.language)) for one, rank in ranks().items()], said)
    optional = not required and name not in ("by", "on", "parties")
    return [("", "—"), *found] if optional or (name == "party" and not said) else found


def _among(choices: Choices, said: Any) -> Choices:
    """Choices, and what the reader found where it is none of them."""
    return choices if not said or said in dict(choices) else [(said, said), *choices]


def _parties_known(desk: Desk) -> list[str]:
    return [*desk.facets.get("host", ())]
