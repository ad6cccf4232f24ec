"""How numbers and items are said on one line."""

import pytest

from foedus.cooperation.assessment import Assessment, Polarity
from foedus.cooperation.item import Item
from foedus.cooperation.office import Tenure
from foedus.cooperation.target import Target
from foedus.terms import Domain, ItemId, Language
from foedus_node.cli.cooperation import saying

EN = Language("en")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (113, "113th"),
    ],
)
def test_a_session_is_said_by_its_ordinal(number: int, said: str) -> None:
    assert saying.ordinal(number) == said


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (
            Target(
                id=ItemId("t"), plan=ItemId("p"), domain=Domain("border"), indicator={EN: "patrols"}, goal=8
            ),
            "patrols",
        ),
        (Assessment(id=ItemId("a"), about="the border", polarity=Polarity.MIXED), "the border"),
        (Tenure(id=ItemId("t"), person=ItemId("p"), office=ItemId("o")), "tenure"),
    ],
    ids=["by its words", "by what it is about", "by its noun"],
)
def test_an_item_is_called_by_the_words_it_has(item: Item, said: str) -> None:
    assert saying.title(item, EN) == said
