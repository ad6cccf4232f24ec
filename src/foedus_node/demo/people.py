"""The offices and people of the example: the public ones by name, all others illustrative and marked so."""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]

ILLUSTRATIVE = {"en": "illustrative", "fr": "illustratif"}
"""The word that marks whatever no source states."""

_PUBLIC_OFFICES = {
    "party-general-secretary": ("head-of-state", "party general secretary", "secrétaire général du Parti"),
    "minister-of-defence": ("minister", "minister of defence", "ministre de la Défense"),
    "vice-minister": ("deputy-minister", "vice-minister of defence", "vice-ministre de la Défense"),
    "chief-of-staff": ("chief-of-staff", "chief of the general staff", "chef de l’état-major général"),
}
_INVENTED_OFFICES = {
    "border-command": ("command", "commander of border defence", "commandant de la défense frontalière"),
    "external-relations": ("unit", "director of external relations", "directeur des relations extérieures"),
    "academy": ("unit", "commandant of an academy", "commandant d’une académie"),
    "personnel": ("unit", "director of personnel", "directeur du personnel"),
    "peacekeeping": ("unit", "director for peacekeeping", "directeur du maintien de la paix"),
    "rescue": ("unit", "director of rescue", "directeur du secours"),
    "medicine": ("unit", "director of military medicine", "directeur de la médecine militaire"),
    "province-command": ("unit", "commander in a border province", "commandant d’une province frontalière"),
}

_PUBLIC = (
    # As the source articles print them; since when, they do not say.
    ("to-lam", "VN", "Tô Lâm", "", "", "party-general-secretary"),
    ("phan-van-giang", "VN", "Phan Van Giang", "general", "général", "minister-of-defence"),
    ("khamliang-outhakaysone", "LA", "Khamliang Outhakaysone", "general", "général", "minister-of-defence"),
    ("saichay-kommasith", "LA", "Saichay Kommasith", "major general", "général de division", ""),
)

_INVENTED = (
    # party, name, rank, office, since, until
    ("VN", "Nguyễn Văn An", "colonel general", "vice-minister", "2023-01", ""),
    ("LA", "Bounmy Phommachanh", "lieutenant general", "vice-minister", "2022-06", "2025-06"),
    ("LA", "Khamsone Vongsa", "lieutenant general", "vice-minister", "2025-07", ""),
    ("KH", "Sok Dara", "general", "minister-of-defence", "2023-08", ""),
    ("VN", "Trần Đức Bình", "colonel general", "chief-of-staff", "2022", ""),
    ("LA", "Somchit Keo", "lieutenant general", "chief-of-staff", "2023", ""),
    ("KH", "Chan Vuthy", "lieutenant general", "chief-of-staff", "2023-09", ""),
    ("VN", "Lê Quang Cường", "lieutenant general", "border-command", "2021", ""),
    ("LA", "Thongdy Sisoulath", "major general", "border-command", "2022", ""),
    ("VN", "Phạm Hữu Dũng", "major general", "external-relations", "2022", ""),
    ("LA", "Vanna Douang", "brigadier general", "external-relations", "2022", ""),
    ("KH", "Meas Sopheap", "major general", "external-relations", "2022", ""),
    ("VN", "Hoàng Minh Đạt", "major general", "academy", "2023", ""),
    ("LA", "Sengphet Inthavong", "senior colonel", "personnel", "2021", ""),
    ("VN", "Vũ Thanh Hà", "major general", "peacekeeping", "2023", ""),
    ("LA", "Phouvong Manivong", "colonel", "peacekeeping", "2024", ""),
    ("VN", "Đỗ Khắc Hải", "major general", "rescue", "2022", ""),
    ("LA", "Bounthavy Chan", "brigadier general", "rescue", "2023", ""),
    ("KH", "Keo Samnang", "brigadier general", "rescue", "2022", ""),
    ("KH", "Ouk Theara", "brigadier general", "border-command", "2024", ""),
    ("VN", "Bùi Ngọc Lan", "senior colonel", "medicine", "2023", ""),
    ("LA", "Manisone Phet", "colonel", "medicine", "2023", ""),
    ("VN", "Ngô Xuân Mai", "senior colonel", "province-command", "2022", ""),
    ("LA", "Kongkeo Luang", "senior colonel", "province-command", "2022", ""),
)

_BESIDE = (
    # Leaders of courses, controllers, evaluators: they hold a rank, and no office of the list above.
    ("VN", "Dương Thế Nam"), ("VN", "Lý Hoài Nghĩa"), ("VN", "Mai Văn Phúc"), ("VN", "Tạ Đình Quân"),
    ("VN", "Đinh Thị Sen"), ("LA", "Southida Phom"), ("LA", "Viengsay Thip"), ("LA", "Xaysana Udom"),
    ("KH", "Heng Pisey"), ("KH", "Ly Ratha"), ("KH", "Nhem Sovann"),     ("KH", "Prak Vanna"),
)  # fmt: skip


def people(*parties: str) -> Iterator[Document]:
    """The offices, persons and tenures of some parties, as items."""
    yield from _offices(parties)
    for key, party, name, rank, printed, held in _PUBLIC:
        if party in parties:
            yield {"type": "person", "id": f"person-{key}", "party": party, "name": name}
            if held:
                yield _tenure(f"person-{key}", party, held, rank=rank, rank_printed=printed)
    invented = (*_INVENTED, *((party, name, "", "", "", "") for party, name in _BESIDE))
    for number, (party, name, rank, held, since, until) in enumerate(invented, start=1):
        if party in parties:
            key = f"person-{party.lower()}-{number:02}"
            yield {"type": "person", "id": key, "party": party, "name": f"{name} ({ILLUSTRATIVE['en']})"}
            if held:
                yield _tenure(key, party, held, rank=rank, since=since, until=until)


def office(party: str, name: str) -> str:
    """The name of an office's item: `office-vn-minister-of-defence`."""
    return f"office-{party.lower()}-{name}"


def holder(party: str, name: str, on: str) -> str | None:
    """Who holds an office in a month, among the people of the example, by the person's item; None: nobody."""
    for key, of, _, _, _, held in _PUBLIC:
        if (of, held) == (party, name):
            return f"person-{key}"
    for number, (of, _, _, held, since, until) in enumerate(_INVENTED, start=1):
        if (of, held) == (party, name) and since <= on and (not until or on <= f"{until}-99"):
            return f"person-{of.lower()}-{number:02}"
    return None


def _offices(parties: tuple[str, ...]) -> Iterator[Document]:
    """The offices that somebody of the example holds."""
    held = {(party, name) for _, party, _, _, _, name in _PUBLIC if name}
    held |= {(party, name) for party, _, _, name, _, _ in _INVENTED}
    for party, name in sorted(held):
        if party in parties:
            level, english, french = _PUBLIC_OFFICES.get(name) or _INVENTED_OFFICES[name]
            title = {"en": english, "fr": french}
            if name in _INVENTED_OFFICES:
                title = {tag: f"{words} ({ILLUSTRATIVE[tag]})" for tag, words in title.items()}
            named = {"type": "office", "id": office(party, name), "party": party}
            yield named | {"title": title, "level": level}


def _tenure(person: str, party: str, held: str, **said: str) -> Document:
    key = f"tenure-{person.removeprefix('person-')}-{held}"
    named = {"type": "tenure", "id": key[:64], "person": person, "office": office(party, held)}
    return named | {name: words for name, words in said.items() if words}
