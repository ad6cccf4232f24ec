"""What begins a compact: the cards of the others, and the words that open the keys which sign first."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foedus.errors import FoedusError
from foedus.record import canonical, shape
from foedus.terms import Wording, language
from foedus_node.home import Card, Home

MOST_PARTIES = 50
_MOST_CARD = 2**16
_LONGEST_TITLE = 200


def card_in(file: "UploadedFile[bytes]") -> Card | None:
    """The card that a file holds; None where it is none."""
    data = file.read(_MOST_CARD + 1).removesuffix(b"\n")
    if len(data) > _MOST_CARD:
        return None
    try:
        return Card.of(canonical.decode(data, what="card"))
    except FoedusError:
        return None


class CharterForm(forms.Form):
    """What a charter says: who its parties are, what the compact is called, which older one it succeeds."""

    succeeds = forms.ChoiceField(
        label=gettext_lazy("Compact that it takes the place of"),
        help_text=gettext_lazy("Only where an older one can go on no more; the charter then cites it."),
        required=False,
    )

    def __init__(self, *args: Any, here: Home, known: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.here = here
        self.cards: tuple[Card, ...] = ()
        succeeds = self.fields["succeeds"]
        assert isinstance(succeeds, forms.ChoiceField)  # noqa: S101 (as declared above)
        succeeds.choices = [("", _("none: it is a new one")), *known]
        for tag, name in settings.LANGUAGES:
            title = forms.CharField(label=name, max_length=_LONGEST_TITLE, required=False)
            title.widget.attrs["lang"] = tag
            self.fields[f"title_{tag}"] = title

    @property
    def titles(self) -> Iterator[forms.BoundField]:
        """The fields of its name, one for each language."""
        return (self[f"title_{tag}"] for tag, _name in settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """Each file is another party's card, and the compact has a name."""
        said = dict(super().clean() or {})
        self.cards = tuple(self._cards())
        codes = [card.party for card in self.cards]
        if self.here.party in codes:
            self.add_error(None, _("One of these is our own card: choose those of the other parties."))
        if len(set(codes)) != len(codes):
            self.add_error(None, _("Two of these cards are of the same party."))
        if not codes and not self.errors:
            self.add_error(None, _("Choose the card of each other party."))
        if not self.title:
            self.add_error("title_en", _("It needs a name, in one language at least."))
        return said

    @property
    def title(self) -> Wording:
        """What the compact is called."""
        said = {tag: self.cleaned_data.get(f"title_{tag}", "").strip() for tag, _name in settings.LANGUAGES}
        return {language(tag): words for tag, words in said.items() if shape.is_text(words, _LONGEST_TITLE)}

    def _cards(self) -> Iterator[Card]:
        for file in self.files.getlist("cards")[:MOST_PARTIES]:
            card = card_in(file)
            if card is None:
                wrong = _("%(file)s is no party's card. Ask for PARTY.card.json.")
                self.add_error(None, wrong % {"file": str(file.name)[:80]})
            else:
                yield card


class CardForm(forms.Form):
    """The card of a party that will found a compact with us."""

    card = forms.FileField(label=gettext_lazy("Its card"))

    def clean_card(self) -> Card:
        """The card that the file holds."""
        found = card_in(self.cleaned_data["card"])
        if found is None:
            raise forms.ValidationError(_("This file is no party's card. Ask for PARTY.card.json."))
        return found


class BundleForm(forms.Form):
    """What the founder sent."""

    file = forms.FileField(label=gettext_lazy("The bundle that the founder sent"), allow_empty_file=False)


def _secret(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False)
    return forms.CharField(label=label, widget=widget, strip=False, required=False, max_length=1000)


class FirstForm(forms.Form):
    """Our first signature in a compact: what was compared, and the words that open the keys.

    Args:
        data: what was sent; None for a fresh form.
        root_is_here: whether our root's keys lie on this node and certify with a passphrase.
    """

    compared = forms.BooleanField(
        label=gettext_lazy("I have read these fingerprints with each party over the telephone."),
        error_messages={
            "required": gettext_lazy("Compare the fingerprints first: whoever has another root is another.")
        },
    )
    secret = _secret(gettext_lazy("Passphrase of the key that signs, or PIN of its token"))
    root_secret = _secret(gettext_lazy("Passphrase of the root's key that lies here"))

    def __init__(self, data: Any = None, *, root_is_here: bool) -> None:
        super().__init__(data)
        if not root_is_here:
            del self.fields["root_secret"]

    def clean(self) -> dict[str, Any]:
        """Nothing is signed without the words."""
        said = dict(super().clean() or {})
        for name in ("secret", "root_secret"):
            if name in self.fields and not said.get(name):
                self.add_error(name, _("Without it nothing can be signed."))
        return said
