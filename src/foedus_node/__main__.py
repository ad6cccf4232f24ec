"""`python -m foedus_node` is `foedus`."""

from foedus_node.cli import main

main()
