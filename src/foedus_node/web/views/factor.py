"""One's own second factor: what there is of it, and what requires it.

The sign-in library's own views make one, show one and take one away.
"""

from typing import Any

from allauth.mfa.base import views as factors
from django.utils.http import url_has_allowed_host_and_scheme

from foedus_node import clock
from foedus_node.people import second_factor
from foedus_node.people.models import User
from foedus_node.people.permissions import held_by


class SecondFactor(factors.IndexView):  # type: ignore[misc]  # allauth ships no types
    """The second factor of whoever asks, with what requires it of them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the library tells, and the roles that require one."""
        rule, user = second_factor.rule(), self.request.user
        requiring = rule.among(held_by(user)) if isinstance(user, User) else ()
        back = self.request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={self.request.get_host()}):
            back = ""
        needed = {
            "requiring": tuple(dict.fromkeys(one.role for one in requiring)),
            "since": rule.since,
            "shown": second_factor.shown_in(self.request, user) if requiring else None,
            "is_time": rule.since <= clock.today(),
            "back": back,
        }
        return {**super().get_context_data(**kwargs), **needed}


index = SecondFactor.as_view()
