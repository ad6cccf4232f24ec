"""Forms made from fields: what they are filled from comes back as it was, whatever stands in it."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from foedus.cooperation.kind import FieldType
from foedus.errors import Fault
from foedus_node.web.controls import Control, asked, controls, typed, wrong_at

_PARTIES = (("LA", "Laos"), ("VN", "Vietnam"))
_FORM = (
    asked("title", FieldType.WORDING, "Title"),
    asked("when", FieldType.PERIOD, "When"),
    asked("place", FieldType.TEXT, "Place"),
    asked("host", FieldType.PARTY, "Host", options=_PARTIES),
    asked("participants", FieldType.PARTY, "Participants", options=_PARTIES, many=True),
    asked("session", FieldType.NUMBER, "Session"),
    asked(
        "people",
        FieldType.ROWS,
        "People",
        columns=(asked("role", FieldType.TEXT, "Part"), asked("count", FieldType.NUMBER, "How many")),
    ),
    asked("details.purpose", FieldType.TEXT, "Purpose"),
)

_words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
_numbers = st.integers(min_value=0, max_value=10**6)
_rows = st.fixed_dictionaries({"role": _words}, optional={"count": _numbers, "unknown": _words})
_documents = st.fixed_dictionaries(
    {},
    optional={
        "title": st.dictionaries(st.sampled_from(["en", "fr", "lo", "th"]), _words, min_size=1),
        "when": st.sampled_from(["2026", "2026-10", "2026-10-06/2026-10-15"]),
        "place": _words,
        "host": st.sampled_from(["LA", "VN", "KH"]),
        "participants": st.lists(st.sampled_from(["LA", "VN", "KH"]), min_size=1, unique=True),
        "session": _numbers,
        "people": st.lists(_rows, min_size=1, max_size=4),
        "details": st.fixed_dictionaries({"other": _words}, optional={"purpose": _words}),
        "nobody-knows": _words,
    },
)


def sent(shown: Iterable[Control]) -> QueryDict:
    """What a browser sends of controls that nobody touched."""
    found = QueryDict(mutable=True)
    for name, values in _filled(shown).items():
        found.setlist(name, values)
    return found


def _filled(shown: Iterable[Control]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in shown:
        match one.shape:
            case "rows":
                found[f"{one.name}.count"] = [str(len(one.rows))]
                for number, was, row in one.numbered:
                    found |= {f"{one.name}.{number}.was": [was], **_filled(row)}
            case "wording":
                found |= _filled(one.parts)
            case "checks":
                found[one.name] = [str(value) for value in one.value]
            case _:
                found[one.name] = [one.value]
    return found


@given(_documents)
def test_a_form_that_nobody_touched_leaves_its_document_as_it_was(document: dict[str, Any]) -> None:
    read = typed(_FORM, sent(controls(_FORM, document)))
    assert (read.over(document), read.wrong) == (document, {})


@given(_documents)
def test_a_form_that_was_refused_shows_again_what_was_typed(document: dict[str, Any]) -> None:
    once = typed(_FORM, sent(controls(_FORM, document)))
    twice = typed(_FORM, sent(controls(_FORM, once.said)))
    assert twice.over(document) == once.over(document)


def test_a_row_that_is_emptied_is_left_out_and_the_others_keep_what_nobody_sees_of_them() -> None:
    document = {"people": [{"role": "head", "a": 1}, {"role": "member", "b": 2}]}
    said = sent(controls(_FORM, document))
    said["people.0.role"] = ""
    read = typed(_FORM, said)
    assert read.over(document) == {"people": [{"role": "member", "b": 2}]}


def test_faults_stand_at_the_controls_whose_paths_they_name() -> None:
    faults = [Fault("$.people[1].party", "is no party"), Fault("visit-2026.host", "does not take part")]
    assert wrong_at(faults, item="visit-2026") == {
        "people.1.party": ["is no party"],
        "host": ["does not take part"],
    }
