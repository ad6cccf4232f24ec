"""What every test shares: how Hypothesis looks for counterexamples, and the stories' option."""

import os

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and no verdict that depends on how busy it is.
# HYPOTHESIS_PROFILE=explore looks further, with new examples each time.
settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-stories",
        action="store_true",
        help="put what the commands answer into the stories, in place of what differs (then read the diff)",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured (`record_property("says", line)`), shown also where output is captured."""
    reports = [
        r
        for found in terminalreporter.stats.values()
        for r in found
        if isinstance(r, pytest.TestReport) and r.when == "call"
    ]
    said = [str(line) for report in reports for key, line in report.user_properties if key == "says"]
    found = [value for report in reports for key, value in report.user_properties if key == "hostile world"]
    parts = [part for part in found if isinstance(part, dict)]
    if parts:
        sums = {what: sum(part[what] for part in parts) for what in parts[0]}
        said.append("hostile world: " + ", ".join(f"{many:,} {what}" for what, many in sums.items()))
    if said:
        terminalreporter.section("measured")
        terminalreporter.write("\n".join((*said, "")))
