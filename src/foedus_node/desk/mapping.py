"""Taking markers and sectors out of a map into a draft, for the command and for the page."""

from foedus.cooperation.border import Marker
from foedus.interchange.geojson import border_items
from foedus.record.holding import Holding
from foedus.terms import party
from foedus_node.desk import drafting
from foedus_node.desk.drafting import Near
from foedus_node.storage.private.drafts import Draft


def load(draft: Draft, data: bytes, held: Holding, *, name: str, near: Near | None = None) -> tuple[int, int]:
    """Put the markers and sectors of a map into a draft, all or none; gives how many of each.

    Args:
        draft: the draft.
        data: the map, GeoJSON.
        held: the record.
        name: what the file is called.
        near: how what bears on them is found, as of `drafting.put`.

    Raises:
        NotAMapError: it is no GeoJSON, or not in WGS 84.
        BadFeaturesError: features of which nothing can be made; every one.
        DraftError: one of them does not hold together with what stands around it.
    """
    items = border_items(data, name=name, parties=tuple(map(party, held.parties)))
    drafting.put(draft, items, held, near=near)
    markers = sum(isinstance(item, Marker) for item in items)
    return markers, len(items) - markers
