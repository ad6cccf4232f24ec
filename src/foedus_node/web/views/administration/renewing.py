"""Renewing our keys: what is wished for, what the root's officials must sign, and its end.

What each renewal means is told before it is begun. The root's keys need not lie here: then a request
is written that officials sign on machines of their own, and what they signed is handed in here. What
is typed to open or make a key is used once and kept nowhere.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from foedus.errors import FoedusError
from foedus.record.act import Root
from foedus_node.desk import keys as ours
from foedus_node.desk import renewal
from foedus_node.desk.renewal import Asked, Renewed, Secrets, Wish
from foedus_node.errors import TooManyTriesError
from foedus_node.home import Home
from foedus_node.keys import chest, words
from foedus_node.keys.chest import PublicPart
from foedus_node.people.roles import Right
from foedus_node.web.desks import Desk, page
from foedus_node.web.opening import WRONG_SECRET, guarded
from foedus_node.web.refusing import Told, told
from foedus_node.web.views.administration.accounts import refuse_partial

_MOST_PART = 2**16
_MOST_OFFICIALS = 50
_WHAT = (
    ("op", gettext_lazy("the key that signs")),
    ("link", gettext_lazy("the key that vouches for what is sent")),
    ("root", gettext_lazy("the root: the next one takes over")),
)
_ID = "renew-%s"
_BESIDE = (*WRONG_SECRET, TooManyTriesError)


def _secret(label: Any, help_text: Any = "", *, new: bool = False) -> forms.CharField:
    kept = {"autocomplete": "new-password" if new else "off", "spellcheck": "false"}
    widget = forms.PasswordInput(attrs=kept, render_value=False)
    return forms.CharField(
        label=label, help_text=help_text, widget=widget, strip=False, required=False, max_length=1000
    )


class RenewForm(forms.Form):
    """Which keys are renewed, and the words that open and lock them."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("What is renewed"),
        choices=_WHAT,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("How many of the next root's officials must sign"),
        help_text=gettext_lazy("Empty: all of them."),
        min_value=1,
        max_value=_MOST_OFFICIALS,
        required=False,
    )
    anew = forms.BooleanField(
        label=gettext_lazy("Drop the renewal that was begun, with the keys made for it"), required=False
    )
    root_secret = _secret(gettext_lazy("Passphrase of the root's key that lies here"))
    secret = _secret(
        gettext_lazy("Passphrase of the key that signs, or PIN of its token"),
        gettext_lazy("Needed where that key stays."),
    )
    new = _secret(
        gettext_lazy("Passphrase of the new key"),
        gettext_lazy("Twelve characters or more; several words are easy to remember."),
        new=True,
    )
    again = _secret(gettext_lazy("The same once more"), new=True)

    def __init__(
        self, data: Any, files: "MultiValueDict[str, Any] | None", *, here: Home, initial: Any = None
    ) -> None:
        super().__init__(data, files, auto_id=_ID, initial=initial)
        self.here = here
        self.following: Root | None = None

    def clean(self) -> dict[str, Any]:
        """Something is renewed, the next root's parts make a root, every key that is needed has its words."""
        said = dict(super().clean() or {})  # what is refused below is then taken out of the form's own
        self.following = self._following(said.get("threshold"))
        if not said.get("what") and not self.following and "what" not in self.errors:
            self.add_error("what", _("Choose what is renewed, or the officials of another next root."))
        if not self.errors:
            self._ask_for_words(said)
        return said

    def wish(self) -> Wish:
        """What is wished for."""
        what = self.cleaned_data["what"]
        return Wish(
            op="op" in what,
            link="link" in what,
            root="root" in what,
            following=self.following,
            anew=self.cleaned_data["anew"],
        )

    def secrets(self) -> Secrets:
        """The words that were typed."""
        said = self.cleaned_data
        return Secrets(signing=said["secret"], root=said["root_secret"], new=said["new"])

    def _following(self, threshold: int | None) -> Root | None:
        parts = []
        for file in self.files.getlist("following")[: _MOST_OFFICIALS + 1]:
            try:
                parts.append(PublicPart.parse(file.read(_MOST_PART), Path(file.name or "")))
            except FoedusError:
                self.add_error(
                    None, _("%(file)s is no public part of a key.") % {"file": str(file.name)[:80]}
                )
                return None
        if not parts:
            return None
        try:
            return chest.root_of(parts, threshold=threshold or len(parts))
        except ValueError:
            wrong = _("These make no root together: each must be another official's, and enough of them.")
            self.add_error(None, wrong)
            return None

    def _ask_for_words(self, said: Mapping[str, Any]) -> None:
        """Refuse the form where the words of a key that will be opened or made are missing."""
        wish = self.wish()
        try:
            certifies = renewal.certifies_here(self.here, renewal.root_to_sign(self.here, wish))
        except FoedusError as error:
            self.add_error("what", told(error).sentence)
            return
        makes = wish.op or (wish.root and not wish.following)
        if certifies and not said["root_secret"]:
            self.add_error(
                "root_secret", _("The root's key lies here: without its passphrase it certifies nothing.")
            )
        if certifies and not wish.op and not said["secret"]:
            self.add_error("secret", _("The new keys are written into our log, and this key signs that."))
        if makes and len(said["new"]) < words.SHORTEST_PASSPHRASE:
            self.add_error("new", _("Twelve characters are the least."))
        if makes and said["new"] != said["again"]:
            self.add_error("again", _("The two differ. Type both again."))


class TakeForm(forms.Form):
    """What an official signed."""

    signed = forms.FileField(
        label=gettext_lazy("What an official signed"),
        help_text=gettext_lazy("The file that ends in .signed, as their machine wrote it."),
    )


class FinishForm(forms.Form):
    """The words that open the key which signs from now on."""

    secret = _secret(gettext_lazy("Passphrase of the key that signs from now on"))

    def clean_secret(self) -> str:
        """Words, for nothing is signed without them."""
        words_given: str = self.cleaned_data["secret"]
        if not words_given:
            raise forms.ValidationError(_("Without it nothing can be signed."))
        return words_given


@sensitive_post_parameters("root_secret", "secret", "new", "again")
@page(Right.ADMINISTER, methods=("GET", "POST"))
def renew(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What each renewal means, and its beginning; where the root lies here, its end too."""
    refuse_partial(desk)
    here = desk.home
    if request.method != "POST":
        chosen = [what for what, _words in _WHAT if what in request.GET.getlist("what")]
        return _shown(request, desk, RenewForm(None, None, here=here, initial={"what": chosen}))
    form = RenewForm(request.POST, request.FILES, here=here)
    if not form.is_valid():
        return _shown(request, desk, form, status=422)
    wish, secrets = form.wish(), form.secrets()
    try:
        with here.locked():
            done: Renewed = guarded(desk, lambda: renewal.renew(here, wish, secrets))
    except _BESIDE as error:
        is_roots = Path(str(error.facts.get("key", ""))).stem in ("root", "next-root")
        form.add_error("root_secret" if is_roots else "secret", told(error).sentence)
        return _shown(request, desk, form, status=422)
    except FoedusError as error:
        return _shown(request, desk, form, refused=told(error), status=409)
    desk.note("keys-asked" if done.asked and done.logs is None else "keys-renewed", " ".join(_named(wish)))
    if done.asked and done.logs is None:
        messages.success(request, _("The new keys are made and wait: the root's officials must sign."))
        return redirect("keys-asked", desk.short)
    messages.success(request, _renewed())
    return redirect("keys", desk.short)


@page(Right.ADMINISTER, methods=("GET", "POST"))
def asked(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the root's officials are asked to sign; what they signed is handed in here."""
    refuse_partial(desk)
    form = TakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["signed"]
        try:
            with desk.home.locked():
                renewal.take_in(desk.home, file.read(renewal.MOST_BYTES + 1), name=(file.name or "")[:80])
        except FoedusError as error:
            form.add_error("signed", told(error).sentence)
        else:
            desk.note("keys-signed")
            messages.success(request, _("Taken in."))
            return redirect("keys-asked", desk.short)
    return _asked(request, desk, take=form, status=422 if form.errors else 200)


@sensitive_post_parameters("secret")
@page(Right.ADMINISTER, methods=("POST",))
def finish(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write the keys that enough officials certified into every log."""
    refuse_partial(desk)
    here, form = desk.home, FinishForm(request.POST, auto_id=_ID)
    waiting = next((one for one in renewal.asked(here) if renewal.is_rotation(one)), None)
    if waiting is None or waiting.certified is None:
        return redirect("keys-asked", desk.short)
    if not form.is_valid():
        return _asked(request, desk, finish=form, status=422)
    secret = form.cleaned_data["secret"]
    try:
        key = guarded(desk, lambda: here.key(renewal.signs_next(here), secret=secret))
        with here.locked():
            renewal.finish(here, waiting, key=key)
    except _BESIDE as error:
        form.add_error("secret", told(error).sentence)
        return _asked(request, desk, finish=form, status=422)
    except FoedusError as error:
        return _asked(request, desk, refused=told(error), status=409)
    desk.note("keys-renewed")
    messages.success(request, _renewed())
    return redirect("keys", desk.short)


@page(Right.ADMINISTER)
def file(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """A request, as the officials' machines take it."""
    _unused = request
    refuse_partial(desk)
    found = next((one for one in renewal.asked(desk.home) if one.name == name), None)
    if found is None:
        raise Http404
    answer = HttpResponse(found.request.data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.request"'
    return answer


def _shown(
    request: HttpRequest, desk: Desk, form: RenewForm, *, refused: Told | None = None, status: int = 200
) -> HttpResponse:
    here, roots = desk.home, desk.home.chest.roots
    context = {
        "form": form,
        "refusal": refused,
        "pending": next((one for one in renewal.asked(here) if renewal.is_rotation(one)), None),
        "root": ours.root_seen(here, roots.root),
        "following": ours.root_seen(here, roots.following) if roots.following else None,
        "tab": "keys",
    }
    return render(request, "administration/keys_renew.html", context, status=status)


def _asked(
    request: HttpRequest,
    desk: Desk,
    *,
    take: forms.Form | None = None,
    finish: forms.Form | None = None,
    refused: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = renewal.asked(desk.home)
    context = {
        "asked": [(one, _seen(one), renewal.is_rotation(one)) for one in waiting],
        "take": take or TakeForm(),
        "finish": finish or FinishForm(auto_id=_ID),
        "refusal": refused,
        "tab": "keys",
    }
    return render(request, "administration/keys_asked.html", context, status=status)


def _seen(waiting: Asked) -> list[ours.ChangeSeen]:
    return [ours.change_seen(change) for change in waiting.request.changes]


def _named(wish: Wish) -> list[str]:
    chosen = {"op": wish.op, "link": wish.link, "root": wish.root, "next": bool(wish.following)}
    return [name for name, is_so in chosen.items() if is_so]


def _renewed() -> str:
    return _(
        "The new keys stand in every log of ours. Send to every party now: until they have it, "
        "the old keys count there."
    )
