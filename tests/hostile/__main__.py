"""Play the schedules of seeds again and tell what is done in them: `python -m tests.hostile 4711 4712`."""

import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Play and tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")
    django.setup()
    # Only now: what stands on the tables cannot be imported before Django is ready.
    from tests.hostile.schedules import Worlds, drawn, fault  # noqa: PLC0415 (as above)

    with tempfile.TemporaryDirectory() as scratch:
        worlds = Worlds(Path(scratch))
        for seed in map(int, sys.argv[1:]):
            world = worlds.of(seed)
            broken = fault(world, drawn(seed))
            sys.stdout.write("\n".join([f"seed {seed}", *map(str, world.told), broken or "all held", ""]))


if __name__ == "__main__":
    main()
