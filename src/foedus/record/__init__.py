"""The countersigned common record: bytes, keys, logs, acts, and what is in force.

It knows nothing of visits or plans, reads no clock and keeps no store. What it gives
is a verdict that every party reaches alone from the same bytes. The format, exact to
the byte, is in `docs/reference/record-format.md`.
"""
