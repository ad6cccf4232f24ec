"""The commands there are, and how one is run: on which node, with which databases, ending how.

The modules of the commands are imported only when one of theirs is called, so
`foedus verify` does not wait for what drafts plans. Nothing here knows what a command does.
"""

import errno
import os
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

import cyclopts
import django
from cyclopts import App, Group, Parameter
from django.db import DatabaseError

from foedus import errors
from foedus_node import home, refused
from foedus_node.cli import STOPPED, printing
from foedus_node.cli.flowing import Flowing
from foedus_node.errors import ValueRefusedError

_COMMON_ONLY = (
    "export",
    "import",
    "disclose",
    "file",
    "documents",
    "copy",
    "paper",
    "peer",
    "sync",
    "answer",
    "serve",
)
"""Commands that run without the private database: what they must not send they cannot open."""

_PAGES = ("user",)
"""Commands that concern the people who sign in, and so need all that the pages need."""

_NODELESS = ("verify", "demo", "answer", "serve", "pages")
"""Commands that open no database: they need none, or the process that they begin opens it."""

_GROUPS = {
    "Agree on a plan": {
        "status": "cooperation.looking:status",
        "show": "cooperation.showing:show",
        "plan": "cooperation.planning:plan",
        "kinds": "cooperation.kinds:kinds",
        "draft": "cooperation.drafting:draft",
        "diff": "record.signing:diff",
        "offer": "record.signing:offer",
        "sign": "record.signing:sign",
        "decline": "record.signing:decline",
        "denounce": "record.signing:denounce",
    },
    "Read what was said, follow what became of it": {
        "read": "cooperation.reading:read",
        "read-archive": "cooperation.archive:read_archive",
        "accept": "cooperation.reading:accept",
        "stories": "cooperation.stories:stories",
        "lessons": "cooperation.lessons:lessons",
        "followup": "cooperation.following:followup",
        "cascade": "cooperation.cascade:cascade",
        "assess": "cooperation.assessing:assess",
        "stale": "cooperation.staleness:stale",
        "ours": "cooperation.sharing:ours",
    },
    "Carry it out": {
        "report": "cooperation.reporting:report",
        "note": "cooperation.noting:note",
        "mechanisms": "cooperation.mechanisms:mechanisms",
        "visits": "cooperation.visits:visits",
        "people": "cooperation.people:people",
        "border": "cooperation.border:border",
        "training": "cooperation.training:training",
        "exercises": "cooperation.exercises:exercises",
        "readiness": "cooperation.readiness:readiness",
    },
    "Papers and documents": {
        "brief": "cooperation.briefing:brief",
        "write": "cooperation.writing:write",
        "paper": "record.papers:paper",
        "file": "record.filing:file",
        "documents": "record.filing:listed",
        "copy": "record.filing:copy",
    },
    "Exchange and prove": {
        "export": "record.exchanging:export",
        "import": "record.exchanging:take",
        "peer": "record.connecting:peer",
        "sync": "record.connecting:sync",
        "answer": "record.answering:answer",
        "disclose": "record.disclosing:disclose",
        "evidence": "record.proving:evidence",
        "verify": "record.checking:verify",
    },
    "The node, its keys and its people": {
        "init": "record.founding:init",
        "serve": "serving:serve",
        "pages": "pages:pages",
        "lists": "cooperation.lists:lists",
        "user": "users:user",
        "keys": "record.keys:keys",
        "mandate": "record.founding:mandate",
        "approvers": "record.approving:approvers",
        "approve": "record.approving:approve",
        "recover": "record.founding:recover",
        "backup": "record.backing:backup",
        "restore": "record.restoring:restore",
        "demo": "demo:demo",
    },
}
"""The commands in the order in which help lists them, each with the function that it is, below `cli`."""

_COMMANDS = {name: target for group in _GROUPS.values() for name, target in group.items()}

app = App(
    name="foedus",
    help="Runs a cooperation plan between ministries, from a communiqué to the brief for the next meeting.",
    help_format="plaintext",
    help_formatter=Flowing(),
    default_parameter=Parameter(negative=()),
    usage="Usage: foedus [--node FOLDER] COMMAND ...",
    help_epilogue="The node is the folder of --node, else of FOEDUS_NODE, else the present one.",
    version=partial(version, "foedus"),
    version_flags=["--version"],
    result_action="return_value",
    suppress_keyboard_interrupt=False,
    print_error=False,
    exit_on_error=False,
)
for _title, _group in _GROUPS.items():
    _panel = Group.create_ordered(_title)
    for _name, _target in _group.items():
        app.command(f"foedus_node.cli.{_target}", name=_name, group=_panel)


def run(tokens: list[str]) -> int:
    """Run one command; every refusal is told here, in one sentence with what to do next."""
    try:
        code = app(_prepared(tokens))
        sys.stdout.flush()  # a closed pipe or a full disk shows here, not when nobody listens any more
    except cyclopts.CycloptsError as error:
        printing.refuse(_misuse(error), hint="See `foedus --help`, or the command's own --help.")
        return 2
    except errors.FoedusError as error:
        printing.refuse(*error.lines, hint=error.advice)
        if file := os.environ.get(refused.VARIABLE):
            refused.hand_over(error, Path(file))
        return 1
    except KeyboardInterrupt:
        printing.refuse(STOPPED[0], hint=STOPPED[1])
        return 130
    except UnicodeEncodeError:
        sentence = "What this command was given is not all UTF-8; nothing was changed."
        printing.refuse(sentence, hint="Type it anew; a file whose name is not UTF-8 must be renamed.")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except DatabaseError as error:
        sentence, hint = _storage(error)
        printing.refuse(sentence, hint=hint)
        return 1
    except OSError as error:
        sentence, hint = _system(error)
        printing.refuse(sentence, hint=hint)
        return 1
    return code if isinstance(code, int) else 0


def _prepared(tokens: list[str]) -> list[str]:
    """Set up the node that the command is for; returns the command without --node."""
    " ".join(tokens).encode()  # refuses what no database, no paper and no peer could take
    named, tokens = _node(tokens)
    os.environ["FOEDUS_NODE"] = str(home.located(named))
    os.environ["FOEDUS_COMMON_ONLY"] = "1" if tokens and tokens[0] in _COMMON_ONLY else "0"
    if not tokens or tokens[0] in _PAGES or tokens[0] not in _COMMANDS:
        # Help and a command that is mistyped tell of all the others, so what all of these need is loaded.
        os.environ["DJANGO_SETTINGS_MODULE"] = "foedus_node.web.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")
    if not tokens or tokens[0] not in _NODELESS:
        django.setup()
    if not tokens or tokens[0] in ("--help", "-h"):
        for name in _COMMANDS:
            app[name]  # the overview tells each command's first line, so all must be there
    return tokens


def _node(tokens: list[str]) -> tuple[Path | None, list[str]]:
    """The folder that --node names, before the command or after it, and the words without it."""
    for at, token in enumerate(tokens):
        flag, equals, value = token.partition("=")
        if flag == "--node":
            rest = tokens[at + 1 :]
            if not equals and not rest:
                raise ValueRefusedError(name="--node", reason="no folder is named after it")
            return Path(value if equals else rest[0]), tokens[:at] + (rest if equals else rest[1:])
    return None, tokens


def _misuse(error: cyclopts.CycloptsError) -> str:
    return " ".join(str(error).split())


def _storage(error: DatabaseError) -> tuple[str, str]:
    if "full" in str(error) or "No space left" in str(error):
        return "The disk is full; nothing was changed.", "Make room and run the command again."
    if "disk I/O" in str(error):
        return (
            "The node's database cannot be written: the disk is full or failing; nothing was changed.",
            "Make room, or mend the disk, and run the command again.",
        )
    if "connect" in str(error):
        return (
            "The node's database server cannot be reached, or was lost; what was not finished was not done.",
            "See that it runs and that FOEDUS_DATABASE or data/databases.toml names it, then try again.",
        )
    if "does not exist" in str(error):
        return (
            f"The node's database is not the one it was founded on ({_first_line(error)}).",
            "See what FOEDUS_DATABASE or data/databases.toml names; restore it from a backup if it is gone.",
        )
    if any(word in str(error) for word in ("locked", "serialize", "lock timeout", "duplicate key")):
        return "The node's database is in use; nothing was changed.", "Wait a moment and try again."
    return (
        f"The node's database cannot be used ({_first_line(error)}); nothing was changed.",
        "Check the folder's rights and the disk; restore from a backup if it is damaged.",
    )


def _first_line(error: DatabaseError) -> str:
    return str(error).partition("\n")[0]


def _system(error: OSError) -> tuple[str, str]:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            f"There is no room left on the disk{where}; nothing half-written was left.",
            "Make room and try again.",
        )
    reason = (error.strerror or str(error)).lower()
    return f"The system refuses{where}: {reason}.", "Check the name and your rights to it, then try again."
