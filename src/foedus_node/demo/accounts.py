"""Who signs in at the example's pages: illustrative people, one for each role, and one who may do all."""

from collections.abc import Iterator

from foedus_node.demo.people import office

SIGNS_IN = {
    "VN": {
        "drafter": ("Mai (illustrative)", ("drafter",)),
        "signatory": ("Quân (illustrative)", ("signatory",)),
        "unit": ("Hải (illustrative)", ("unit",)),
        "reader": ("Lan (illustrative)", ("reader",)),
        "auditor": ("Phúc (illustrative)", ("auditor",)),
        "administrator": ("Sen (illustrative)", ("administrator",)),
        "chief": ("An (illustrative)", ("drafter", "signatory", "administrator", "auditor")),
    },
    "LA": {
        "drafter": ("Noy (illustrative)", ("drafter",)),
        "signatory": ("Thip (illustrative)", ("signatory",)),
        "unit": ("Udom (illustrative)", ("unit",)),
        "reader": ("Phet (illustrative)", ("reader",)),
        "auditor": ("Keo (illustrative)", ("auditor",)),
        "administrator": ("Bounmy (illustrative)", ("administrator",)),
        "chief": ("Vanna (illustrative)", ("drafter", "signatory", "administrator", "auditor")),
    },
}
"""By party and by the name with which they sign in: who it is, and the roles they hold."""

_UNIT = "border-command"


def commands(party: str, password_file: str) -> Iterator[list[str]]:
    """The commands that make a ministry's accounts and give their roles."""
    for name, (called, roles) in SIGNS_IN[party].items():
        yield ["user", "add", name, "--called", called, "--password-file", password_file]
        for role in roles:
            unit = ["--unit", office(party, _UNIT)] if role == "unit" else []
            yield ["user", "grant", name, role, *unit]
