"""Roles, rights and what else has a name of its own, as pages call it."""

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

DEEDS: Final[Mapping[str, Any]] = {
    "sign-in": _("signed in"),
    "sign-out": _("signed out"),
    "own-password": _("took another password"),
    "second-factor-added": _("added a second factor"),
    "second-factor-removed": _("removed a second factor"),
    "codes-renewed": _("made new codes for a lost second factor"),
    "account-made": _("made an account"),
    "account-name": _("changed the name of an account"),
    "account-password": _("gave an account another password"),
    "account-factor": _("removed the second factor of an account"),
    "account-close": _("closed an account"),
    "account-open": _("opened an account"),
    "role-given": _("gave a role"),
    "role-taken": _("took a role"),
    "factor-rule": _("changed of whom a second factor is required"),
    "mandate": _("gave an office a mandate"),
    "charter-drafted": _("drafted a charter"),
    "compact-begun": _("began a compact"),
    "compact-joined": _("joined a compact"),
    "keys-asked": _("asked the root to certify new keys"),
    "keys-signed": _("took in what an official of the root signed"),
    "keys-renewed": _("renewed keys"),
    "address": _("kept an address or a card"),
    "address-forgotten": _("forgot an address"),
    "approver-added": _("let a person approve"),
    "approver-removed": _("let a person approve no more"),
    "approval-required": _("changed how many must approve"),
    "kind-kept": _("kept a kind of activity"),
    "kind-forgotten": _("dropped a kind of activity"),
    "exchange": _("sent and fetched"),
    "export": _("wrote a bundle"),
    "download": _("downloaded a bundle"),
    "import": _("took in a bundle"),
    "fork-told": _("told the other parties of a log with two versions"),
    "recover": _("said that the node was restored"),
    "backup": _("made a backup"),
    "backup-download": _("downloaded a backup"),
    "backup-removed": _("removed a backup"),
    "signed": _("signed an act"),
    "offered": _("offered an act"),
    "declined": _("declined an act"),
    "approved": _("approved an act"),
    "notice": _("gave notice of withdrawal"),
    "wrong-secret": _("gave a passphrase or a PIN that opens nothing"),
    "reported": _("reported on an activity"),
    "handed-in": _("handed in a report"),
    "handed-in-signed": _("signed a report that was handed in"),
    "handed-back": _("handed a report back"),
    "handed-in-taken": _("took back a report handed in"),
    "noted": _("kept a note"),
    "shared": _("let another compact know what is ours"),
}
"""What the deeds are called, by the names under which they are kept."""

WHYS: Final[Mapping[str, Any]] = {
    "same spelling": _("same spelling"),
    "same parts, other order": _("same parts, other order"),
    "same letters, other accents": _("same letters, other accents"),
    "same sound, other spelling": _("same sound, other spelling"),
    "an initial for a part": _("an initial for a part"),
    "a part left out": _("a part left out"),
    "letters alike": _("letters alike"),
}
"""By what two names are alike, as `foedus_node.desk.likeness` says it; that is not loaded for its words."""
