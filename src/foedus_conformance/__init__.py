"""Holding any implementation of the record's format to its page, through its command line.

`foedus-conformance` forges small records, honest and hostile, hands them to an executable
and compares what it answers with what `docs/reference/record-format.md` asks for. It knows
nothing of how the implementation is written; what it asks for is in
`docs/reference/conformance.md`.
"""
