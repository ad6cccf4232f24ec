"""What the second verifiers, which were written from the format's page alone, say of a file."""

from typing import Any

from tests.record import second_line_verifier, second_proof_verifier, second_verifier


def second_verdict_on(data: bytes) -> dict[str, Any] | None:
    """What a file proves by the verifiers written from the page; None: refused."""
    try:
        if not data.startswith(b"{"):
            return {"in_force": second_verifier.verified(data)}
        if data.startswith(b'{"a":'):
            party, number = second_proof_verifier.proven(data)
            return {"party": party, "number": number}
        act, name, item = second_line_verifier.disclosed(data)
    except Exception:  # whatever it raises is its way to refuse
        return None
    return {"act": act, "line": name, "item": item}
