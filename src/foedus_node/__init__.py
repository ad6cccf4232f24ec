"""The house a ministry runs: storage, exchange, the command line (and, later, the pages)."""
