"""Roles and rights as pages call them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from foedus_node.people.roles import Right, Role

ROLES: Final[Mapping[str, Any]] = {
    Role.READER: _("reader"),
    Role.DRAFTER: _("drafter"),
    Role.SIGNATORY: _("signatory"),
    Role.UNIT: _("unit"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}

RIGHTS: Final[Mapping[str, Any]] = {
    Right.SEE: _("see what is common"),
    Right.SEE_OURS: _("see what is ours alone"),
    Right.DRAFT: _("prepare: read, draft, rule, keep notes"),
    Right.REPORT: _("report on activities"),
    Right.SIGN: _("sign in the party's name"),
    Right.EXCHANGE: _("send and fetch"),
    Right.AUDIT: _("see who of ours did what"),
    Right.ADMINISTER: _("administer users, roles, keys and peers"),
}
