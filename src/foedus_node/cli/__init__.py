"""The command line: what an officer, a signatory and an auditor do at a terminal.

Each command says in its help what it does and shows an example; whatever prints data
prints it as JSON on demand. A refusal is one sentence, and what to do next.
"""

import gc
import importlib
import sys
from io import TextIOWrapper

STOPPED = ("Stopped.", "What was finished is kept, nothing is half-done; run it again to go on.")
"""What is said after Ctrl-C."""


def main() -> None:
    """Run `foedus` as the shell called it; exit 0 when done, 1 refused, 2 misused, 130 stopped."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a screen that lacks a letter must not stop a command
                stream.reconfigure(errors="replace")
        gc.disable()  # nothing that is loaded is garbage, and to look for some takes as long as a tenth of it
        # Only here, so that Ctrl-C while the commands are loaded ends as it does later.
        run = importlib.import_module("foedus_node.cli.commands").run
        gc.enable()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Error: {}\nHint: {}\n".format(*STOPPED))
        code = 130
    sys.exit(code)
