"""Who the reader may take as known: the people of our register, in every spelling, with their offices."""

from collections import defaultdict

from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.persons import spelt
from foedus.reading.people import Gazetteer, Known
from foedus.terms import ItemId, Language, wording_in
from foedus_node.storage.private import papers


def gazetteer(compact: str) -> Gazetteer:
    """The people that a compact holds in its register, as the reader looks for them."""
    items = papers.own_items(compact)
    titles = {item.id: wording_in(item.title, Language("en")) for item in items if isinstance(item, Office)}
    offices: dict[ItemId, list[str]] = defaultdict(list)
    for item in items:
        if isinstance(item, Tenure) and item.office in titles:
            offices[item.person].append(titles[item.office])
    return Gazetteer(
        tuple(
            Known(
                name=item.name, spellings=spelt(item)[1:], party=item.party, offices=tuple(offices[item.id])
            )
            for item in items
            if isinstance(item, Person)
        )
    )
