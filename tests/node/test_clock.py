"""The one clock: what it tells when it is set for a rehearsal, and what it refuses to be set to."""

import datetime

import pytest

from foedus_node import clock
from foedus_node.errors import ValueRefusedError


@pytest.mark.parametrize(
    ("set_to", "moment"),
    [
        ("2025-12-02T09:00:00Z", "2025-12-02T09:00:00Z"),
        ("2025-12-02T09:00:00.999999", "2025-12-02T09:00:00Z"),
        ("2025-12-02T02:00:00+07:00", "2025-12-01T19:00:00Z"),
    ],
)
def test_a_rehearsed_moment_is_told_in_utc(set_to: str, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_CLOCK", set_to)
    assert (clock.moment(), clock.today().isoformat()) == (moment, moment[:10])


@pytest.mark.parametrize("set_to", ["nonsense", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_moment_is_refused(set_to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_CLOCK", set_to)
    with pytest.raises(ValueRefusedError, match="FOEDUS_CLOCK cannot be taken"):
        clock.now()


def test_unless_rehearsed_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOEDUS_CLOCK", raising=False)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    assert before <= clock.now() <= datetime.datetime.now(datetime.UTC)
