"""A refusal that one process hands to another says there what it said here."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import ContainerError, DocumentError, Fault, FoedusError, ForkError, ThirdPartyError
from foedus.phrase import Phrase, phrase
from foedus_node.refused import hand_over, handed_over

_WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
_REASONS = _WORDS | st.builds(
    lambda who, many, of: phrase("{who} has {many:,} of {of}", who=who, many=many, of=of),
    _WORDS,
    st.integers(0, 2**40),
    st.lists(_WORDS, max_size=3),
)
_REFUSALS: st.SearchStrategy[FoedusError] = (
    st.builds(lambda reason: ContainerError(reason=reason), _REASONS)
    | st.builds(
        lambda faults: DocumentError(what="plan", faults=tuple(faults)),
        st.lists(st.builds(Fault, _WORDS, _REASONS), max_size=3),
    )
    | st.builds(lambda who: ThirdPartyError(signers=tuple(who), parties=("VN", "LA")), st.lists(_WORDS))
)


@given(error=_REFUSALS)
def test_a_refusal_comes_over_with_its_facts(
    error: FoedusError, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "refusal.json"
    hand_over(error, file)
    came = handed_over(file)
    assert (type(came), str(came), came and came.advice) == (type(error), str(error), error.advice)


def test_a_phrase_still_knows_its_words_on_the_other_side(tmp_path: Path) -> None:
    inner = phrase("{name} is missing", name="host")
    hand_over(ContainerError(reason=phrase("{at}: {reason}", at="a", reason=inner)), tmp_path / "refusal")
    came = handed_over(tmp_path / "refusal")
    assert isinstance(came, ContainerError)
    assert isinstance(came.reason, Phrase)
    assert (came.reason.template, came.reason.facts) == ("{at}: {reason}", {"at": "a", "reason": inner})
    assert isinstance(came.reason.facts["reason"], Phrase)


def test_the_proof_of_a_fork_stays_where_it_is(tmp_path: Path) -> None:
    hand_over(ForkError(party="LA", seq=3, held=b"one", shown=b"other"), tmp_path / "refusal")
    assert str(handed_over(tmp_path / "refusal")) == "LA signed two different entries at place 3 of its log."


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"refusal": "os:system", "facts": {}}', '{"refusal": "foedus.errors:Fault"}']
)
def test_what_is_no_refusal_is_none(said: str, tmp_path: Path) -> None:
    (tmp_path / "refusal").write_text(said, encoding="utf-8")
    assert (handed_over(tmp_path / "refusal"), handed_over(tmp_path / "none")) == (None, None)
