"""The common record in tables: append-only entries and acts; `ledger` is the only way in."""
