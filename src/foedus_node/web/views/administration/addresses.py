"""Where the other parties' nodes are reached, and their cards."""

from urllib.parse import urlsplit

from attrs import frozen
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.errors import FoedusError
from foedus.record import canonical
from foedus.terms import Party
from foedus_node.home import Card
from foedus_node.people.roles import Right
from foedus_node.storage.common import contacts
from foedus_node.storage.common.contacts import Address
from foedus_node.web.desks import Desk, page

_MOST_CARD = 2**16
_WAYS = (
    ("both", gettext_lazy("send and fetch")),
    ("push", gettext_lazy("send only")),
    ("pull", gettext_lazy("fetch only")),
)


@frozen
class Line:
    """What is known of a party's node."""

    party: str
    at: Address | None
    card: Card | None


class AddressForm(forms.Form):
    """A party's address, its card, or both."""

    party = forms.ChoiceField(label=gettext_lazy("Party"))
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Such as https://foedus.example"),
        max_length=500,
        required=False,
    )
    way = forms.ChoiceField(label=gettext_lazy("What is done there"), choices=_WAYS, initial="both")
    card = forms.FileField(
        label=gettext_lazy("Its card"),
        help_text=gettext_lazy(
            "Compare its fingerprint with the party over the telephone before you rely on it."
        ),
        required=False,
    )

    def __init__(self, *args: object, desk: Desk, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as a form takes them
        party = self.fields["party"]
        assert isinstance(party, forms.ChoiceField)  # noqa: S101 (so it is above)
        party.choices = [(code, desk.words.party(code)) for code in desk.others]  # type: ignore[arg-type]  # a code from the record

    def clean_address(self) -> str:
        """A node's address, without its last slash."""
        address: str = self.cleaned_data["address"].strip()
        try:
            parts = urlsplit(address)
            known = (
                parts.scheme in ("http", "https")
                and parts.hostname
                and not parts.query
                and not parts.fragment
            )
        except ValueError:
            known = None
        if address and not known:
            raise forms.ValidationError(_("This is no address such as https://foedus.example."))
        return address.rstrip("/")

    def clean_card(self) -> Card | None:
        """The card that a file holds."""
        file = self.cleaned_data["card"]
        if file is None:
            return None
        data = file.read(_MOST_CARD + 1).removesuffix(b"\n")
        try:
            card = Card.of(canonical.decode(data, what="card")) if len(data) <= _MOST_CARD else None
        except FoedusError:
            card = None
        if card is None:
            raise forms.ValidationError(_("This file is no party's card. Ask for PARTY.card.json."))
        return card

    def clean(self) -> dict[str, object]:
        """The card is that party's, and something is given."""
        said = super().clean() or {}
        card = said.get("card")
        if isinstance(card, Card) and card.party != said.get("party"):
            self.add_error("card", _("This is the card of another party."))
        if not self.errors and not said.get("address") and card is None:
            self.add_error("address", _("Give an address, a card, or both."))
        return said


@page(Right.ADMINISTER, methods=("GET", "POST"))
def addresses(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every other party: where it is reached, and the fingerprint of its card."""
    form = AddressForm(request.POST or None, request.FILES or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with desk.home.locked():
            if said["card"]:
                contacts.keep_card(said["card"])
            if said["address"]:
                party = Party(said["party"])
                contacts.keep_address(Address(party, desk.compact, said["address"], said["way"], None))
        desk.note("address", said["party"])
        messages.success(request, _("Kept. Try it on the page Exchange."))
        return redirect("addresses", desk.short)
    lines = [
        Line(party, contacts.address_of(party, desk.compact), contacts.card_of(party))
        for party in desk.others
    ]
    context = {"form": form, "lines": lines, "ours": Card.read(desk.home.card), "tab": "addresses"}
    return render(request, "administration/addresses.html", context, status=422 if form.errors else 200)


@page(Right.ADMINISTER, methods=("POST",))
def forget(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Forget where a party's node is reached; the record stays."""
    party = request.POST.get("party", "")
    at = contacts.address_of(party, desk.compact) if party in desk.others else None
    if at is None:
        raise Http404
    with desk.home.locked():
        contacts.forget_address(party, at.compact)
    desk.note("address-forgotten", party)
    messages.success(request, _("That address is forgotten. What was exchanged stays."))
    return redirect("addresses", desk.short)
