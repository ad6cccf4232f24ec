"""A paper that is asked for: which, of what, in which language, for whom; nothing here writes it."""

from collections.abc import Mapping

from attrs import field, frozen

from foedus.terms import ItemId, Language, Party, Wording

OF_AN_OCCASION = ("brief", "invitation", "delegation", "programme", "dossier", "minutes")
"""The papers of a meeting: of a mechanism, an activity or an occasion that is planned."""
OF_A_PLAN = ("annual",)
WITH_OURS = frozenset({"brief", "dossier"})
"""The papers that have pages of what is ours alone."""


@frozen(kw_only=True)
class Order:
    """A paper that is asked for.

    Attributes:
        paper: one of `OF_AN_OCCASION` or `OF_A_PLAN`.
        item: of what.
        compact: what the page head calls the cooperation.
        classification: the line at the head of each page.
        ministries: what each party's ministry is called.
        for_all: whether what is ours alone is left out.
    """

    paper: str
    item: ItemId
    language: Language
    compact: Wording
    classification: Wording = field(factory=dict, hash=False)
    ministries: Mapping[Party, str] = field(factory=dict, hash=False)
    for_all: bool = False

    @property
    def name(self) -> str:
        """What its file is called, without the ending; one that leaves out what is ours says so."""
        shared = "-shared" if self.for_all and self.paper in WITH_OURS else ""
        return f"{self.paper}-{self.item}{shared}-{self.language}"
