"""A library that is named so is loaded when something of it is used, and not before."""

import sys
from pathlib import Path

import pytest

from foedus.later import later


def test_a_library_is_loaded_when_something_of_it_is_first_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "illustration.py").write_text("worth = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    illustration = later("illustration")
    assert "illustration" not in sys.modules
    assert illustration.worth == 7
    assert sys.modules.pop("illustration").worth == 7


def test_a_library_that_is_not_there_is_named_when_it_is_used() -> None:
    nowhere = later("foedus.nowhere")
    with pytest.raises(ModuleNotFoundError, match=r"foedus\.nowhere"):
        _ = nowhere.anything


def test_what_a_library_lacks_is_said_of_the_library() -> None:
    with pytest.raises(AttributeError, match="module 'json' has no attribute 'anything'"):
        _ = later("json").anything


def test_whoever_only_looks_at_it_loads_nothing() -> None:
    assert not hasattr(later("foedus.nowhere"), "__wrapped__")
