"""What stands for `foedus` where a test types it: asks the process that is loaded to run the command.

It is started for each command, so it loads next to nothing. The command gets from it all that a
process inherits from the one that starts it: the words, the environment, the folder, the three streams,
the mask of rights and the limits. Nothing of Foedus is known here.

`python -IS stand_in.py ADDRESS WORDS ...` is run by the small script that `tests.loading` writes.
"""

import json
import os
import resource
import socket
import sys
from collections.abc import Mapping, Sequence

_LIMITS = sorted(getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_"))


def asked(
    address: str, words: Sequence[str], *, environment: Mapping[str, str], inherited: Sequence[int]
) -> int:
    """Have a command run, and wait for its end.

    Args:
        address: where the loaded process listens.
        words: the command's own name and what follows it.
        environment: the variables it sees, and no other.
        inherited: the descriptors of its input, its output, its errors and its folder.

    Returns:
        Its exit code; where a signal ended it, that signal below zero.
    """
    umask = os.umask(0)
    os.umask(umask)
    request = {
        "words": list(words),
        "environment": dict(environment),
        "umask": umask,
        "limits": [(limit, resource.getrlimit(limit)) for limit in _LIMITS],
    }
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(address)
        socket.send_fds(wire, [b"?"], list(inherited))
        wire.sendall(json.dumps(request).encode())
        wire.shutdown(socket.SHUT_WR)
        return int(wire.recv(16))


def main() -> int:
    """Stand for the command that this process was started as."""
    address, *words = sys.argv[1:]
    folder = os.open(".", os.O_RDONLY)
    code = asked(address, words, environment=os.environ, inherited=(0, 1, 2, folder))
    if code < 0:
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    sys.exit(main())
