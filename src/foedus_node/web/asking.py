"""Forms that ask for a secret before our log says something: to sign, decline, offer, approve, give notice.

A secret is never put back into a form that is shown again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foedus.errors import FoedusError, PassphraseError
from foedus_node.keys.errors import PinRefusedError
from foedus_node.web.refusing import told

_LONGEST_SECRET = 1000
_LONGEST_REASON = 2000
_LARGEST_KEY = 2**16


class SecretForm(forms.Form):
    """Asks for the passphrase of the key that signs, or the PIN of its token.

    Args:
        data: what was sent; None for a fresh form.
        token: the label of the token in which the key lies; empty where a passphrase opens it.
    """

    passphrase = forms.CharField(
        max_length=_LONGEST_SECRET,
        strip=False,
        label=_("Passphrase of the key"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}, render_value=False),
        error_messages={"required": _("Type the passphrase: nothing is signed without it.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *args: Any, token: str = "", **more: Any
    ) -> None:
        super().__init__(data, *args, **{"auto_id": f"{type(self).__name__.lower()}-%s", **more})
        if token:
            secret = self.fields["passphrase"]
            secret.label = gettext("PIN of the token %(token)s") % {"token": token}
            secret.error_messages["required"] = gettext("Type the PIN: nothing is signed without it.")

    @property
    def secret(self) -> str:
        """What was typed."""
        return str(self.cleaned_data["passphrase"])

    def refuse_secret(self, refusal: FoedusError) -> None:
        """Say beside the field that the secret is another than the key's."""
        match refusal:
            case PassphraseError():
                wrong = gettext("This passphrase does not open the key. Nothing was signed; type it again.")
            case PinRefusedError():
                wrong = gettext(
                    "This PIN does not open the token. Nothing was signed; try again with care, "
                    "for a token locks itself after a few wrong ones."
                )
            case _:
                wrong = f"{told(refusal).sentence} {told(refusal).advice}".strip()
        self.add_error("passphrase", wrong)


class SignForm(SecretForm):
    """To sign, or to offer a draft as it was looked at."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())
    """The act that a draft was when it was looked at."""


class DeclineForm(SecretForm):
    """To decline an act."""

    reason = forms.CharField(
        max_length=_LONGEST_REASON,
        label=_("Reason"),
        help_text=_("The other parties read it, in these words. It stays in the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason: the other side will ask for it.")},
    )
    field_order = ("reason", "passphrase")


class DenounceForm(SecretForm):
    """To give notice."""

    effective = forms.DateField(
        label=_("We withdraw on"),
        help_text=_("The day on which the withdrawal takes effect, such as 2027-06-30."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Name the day on which the withdrawal takes effect."),
            "invalid": _("This is no day such as 2027-06-30."),
        },
    )
    sure = forms.BooleanField(
        label=_("I have read what follows from it."),
        error_messages={"required": _("Tick this once you have read what follows from a notice.")},
    )
    field_order = ("effective", "sure", "passphrase")


class ApproveForm(SecretForm):
    """To approve with one's own key.

    Args:
        data: what was sent; None for a fresh form.
        people: those who may still approve.
    """

    person = forms.ChoiceField(
        label=_("Who approves"),
        error_messages={
            "required": _("Choose who approves."),
            "invalid_choice": _("Nobody of that name may approve, or they have approved already."),
        },
    )
    key = forms.FileField(
        label=_("Their key file"),
        help_text=_("NAME.key, from where they keep it. It is used once and not kept."),
        error_messages={
            "required": _("Choose the key file of whoever approves."),
            "empty": _("This file is empty, and a key file is needed."),
        },
    )
    field_order = ("person", "key", "passphrase")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *args: Any, people: Iterable[str] = (), **more: Any
    ) -> None:
        super().__init__(data, *args, **more)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 (as declared above)
        person.choices = [("", gettext("Choose")), *((name, name) for name in people)]
        secret = self.fields["passphrase"]
        secret.label = gettext("Passphrase of that key")
        secret.error_messages["required"] = gettext("Type the passphrase of that key.")

    def clean_key(self) -> bytes:
        """The key file's bytes."""
        file = self.cleaned_data["key"]
        if not isinstance(file, UploadedFile) or (file.size or 0) > _LARGEST_KEY:
            raise forms.ValidationError(gettext("This file is far too large for a key file."))
        return bytes(file.read())

    def refuse_secret(self, refusal: FoedusError) -> None:
        """Say beside the field that the secret is another than that key's."""
        if isinstance(refusal, PassphraseError):
            wrong = gettext("This passphrase does not open that key. Nothing was approved; type it again.")
            self.add_error("passphrase", wrong)
        else:
            super().refuse_secret(refusal)
