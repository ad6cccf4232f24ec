"""Our side's own word on an undertaking: how far it has come, by what, signed into our log.

It is a report like any other: our signature alone suffices, the others receive it, and it cannot be
taken back. What is typed to open the key is used once and kept nowhere (`foedus_node.web.opening`).
"""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.cooperation.item import Item
from foedus.cooperation.undertaking import State, Undertaking
from foedus.errors import FoedusError
from foedus.followup import FollowUp
from foedus.reporting.dates import period_words
from foedus.reporting.naming import named
from foedus.terms import Date
from foedus_node.desk import following, reporting
from foedus_node.people.roles import Right
from foedus_node.storage.common import ledger
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import WRONG_SECRET, token_asked, voice
from foedus_node.web.refusing import told
from foedus_node.web.views.whole import opened, register_of, sees

_LONGEST: Final = 2000
_OFFERED: Final = 30
"""How many of the things that answer it are offered as its proof."""


class Word(forms.Form):
    """What our side says of an undertaking."""

    stage = forms.ChoiceField(
        label=_("How far it has come"), error_messages={"required": _("Say how far it has come.")}
    )
    on = forms.CharField(
        max_length=10, label=_("As of"), error_messages={"required": _("Say as of which day.")}
    )
    note = forms.CharField(
        required=False,
        max_length=_LONGEST,
        label=_("A few words"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    items = forms.MultipleChoiceField(
        required=False, label=_("What shows it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, desk: Desk, proofs: Iterable[Item], **more: Any) -> None:
        super().__init__(*args, **more)
        words = desk.words
        stage, items = self.fields["stage"], self.fields["items"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101 (as declared above)
        assert isinstance(items, forms.MultipleChoiceField)  # noqa: S101 (the same)
        stage.choices = [("", "—"), *((one.value, words.one_of("state", one)) for one in State)]
        items.choices = [(item.id, _called(item, desk)) for item in proofs]

    def clean_on(self) -> str:
        """The day, as precise as it was typed."""
        try:
            return str(Date.parse(self.cleaned_data["on"].strip()))
        except ValueError:
            advice = gettext("Write a year, a month or a day: 2026, 2026-10, 2026-10-21.")
            raise ValidationError(advice) from None


def _called(item: Item, desk: Desk) -> str:
    when = getattr(item, "when", None)
    parts = (named(item, desk.words), period_words(when, desk.words) if when else "")
    return ", ".join(part for part in parts if part)


@page(Right.REPORT, methods=("GET", "POST"))
def word(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """The form of our word, and its signing."""
    one = _followed(desk, name)
    now = register_of(desk)
    answers = [answer.item for answer in one.answers if answer.linked and sees(desk, answer.item)]
    # What is named here leaves the node, and the names of things that are ours alone do not.
    proofs = [item for item in answers if not now.is_ours_alone(item.id)]
    sent = request.POST if request.method == "POST" else None
    begun = {"on": str(Date.on(desk.on))}
    form = Word(sent, initial=begun, desk=desk, proofs=proofs[:_OFFERED])
    if sent is None:
        return _form(request, desk, one.undertaking, form=form)
    secret = sent.get("secret", "")
    wrong = [] if secret else [gettext("Without it nothing can be signed.")]
    refused: FoedusError | None = None
    if form.is_valid() and not wrong:
        try:
            _signed(desk, one.undertaking, said=form.cleaned_data, secret=secret)
        except WRONG_SECRET as error:
            wrong = [told(error).sentence]
        except FoedusError as error:
            refused = error
        else:
            desk.note("reported", name)
            signed = gettext("Your word is signed and stands in our log. The others see it once it is sent.")
            messages.success(request, signed)
            place = reverse("undertaking", args=[desk.short, name])
            return HttpResponseRedirect(f"{place}?taken=word-{name}", status=303)
    return _form(request, desk, one.undertaking, form=form, wrong=wrong, refused=refused)


def _followed(desk: Desk, name: str) -> FollowUp:
    """The undertaking, if it is in force: of what is ours alone nobody is told anything."""
    found = following.followed(register_of(desk), compact=desk.compact, ours=desk.sees_ours)
    one = next((one for one in found if one.undertaking.id == name and not one.ours_alone), None)
    if one is None or (desk.units is not None and not any(sees(desk, each.item) for each in one.answers)):
        raise Http404
    return one


def _signed(desk: Desk, undertaking: Undertaking, *, said: dict[str, Any], secret: str) -> None:
    """Hold the word against the record, open the key and sign."""
    note = {str(desk.language): said["note"]} if said["note"] else {}
    document = {
        "item": undertaking.id,
        "stage": said["stage"],
        "on": said["on"],
        "note": note,
        "items": said["items"],
    }
    held = ledger.settled(desk.compact)
    reporting.checked(held, desk.home.party, [document])
    ours = voice(desk, secret=secret)
    with desk.home.locked():
        reporting.report(ledger.settled(desk.compact), ours, [document])


def _form(
    request: HttpRequest,
    desk: Desk,
    undertaking: Undertaking,
    *,
    form: Word,
    wrong: Iterable[str] = (),
    refused: FoedusError | None = None,
) -> HttpResponse:
    context = {
        "undertaking": undertaking,
        "opened": opened(desk, [undertaking]),
        "form": form,
        "token": token_asked(desk),
        "wrong_secret": list(wrong),
        "refusal": told(refused) if refused else None,
        "others": desk.others,
        "is_refused": form.is_bound,
    }
    return render(request, "said/word.html", context, status=422 if form.is_bound else 200)
