"""What all papers of one kind or another begin with: the register, the words, what the page head says."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import evolve, field, frozen

from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.template import Template, defence
from foedus.register import Register
from foedus.reporting.dates import day_words
from foedus.reporting.layout.blocks import Block, Paper
from foedus.reporting.wording import Words, words
from foedus.terms import Domain, ItemId, Language, Party, Wording, wording_in


@frozen(kw_only=True)
class Frame:
    """What lies on the desk while a paper is written; made by `framed`.

    Attributes:
        register: the cooperation, folded on the day of the paper.
        compact: what the page head calls the cooperation; the parties' names where nothing is given.
        classification: the line the ministry chose for its papers; none where nothing is given.
        ministries: what each party's ministry is called, where it is known.
    """

    register: Register
    words: Words
    template: Template
    compact: Wording = field(factory=dict, hash=False)
    classification: Wording = field(factory=dict, hash=False)
    ministries: Mapping[Party, str] = field(factory=dict, hash=False)

    @property
    def language(self) -> Language:
        """The paper's language."""
        return self.words.language

    def for_all(self, *names: ItemId) -> "Frame":
        """The same desk cleared of what is ours alone, for a paper that leaves the house.

        People and their offices stay, as public as they are; so does what is named, since the
        paper is about it.
        """
        kept = {
            name: item
            for name, item in self.register.own.items()
            if name in names or isinstance(item, Person | Office | Tenure)
        }
        return evolve(self, register=evolve(self.register, own=MappingProxyType(kept)))

    def domain(self, domain: Domain) -> str:
        """A domain's title."""
        return wording_in(self.template.title_of(domain), self.language)

    def signatory(self, party: Party) -> str:
        """Who speaks for a party: its ministry, or the party itself where no ministry is known."""
        return self.ministries.get(party) or self.words.party(party)

    def paper(
        self,
        *,
        kind: str,
        title: str,
        parties: Iterable[Party],
        blocks: Iterable[Block],
        ours_alone: Iterable[Block] = (),
    ) -> Paper:
        """A paper with its head."""
        on = self.register.on
        return Paper(
            language=self.language,
            kind=kind,
            title=title,
            compact=wording_in(self.compact, self.language) or self.words.compact(parties),
            classification=wording_in(self.classification, self.language),
            on=on,
            dated=self.words.say("as-of", date=day_words(on, self.words)),
            remark=self.words.remark,
            blocks=tuple(blocks),
            ours_alone=tuple(ours_alone),
        )


def framed(
    register: Register,
    *,
    language: Language,
    compact: Wording | None = None,
    classification: Wording | None = None,
    ministries: Mapping[Party, str] | None = None,
    template: Template | None = None,
) -> Frame:
    """Lay the desk for a paper.

    Raises:
        NoWordingError: papers are not written in that language yet.
    """
    return Frame(
        register=register,
        words=words(language),
        template=template or defence(),
        compact=compact or {},
        classification=classification or {},
        ministries=ministries or {},
    )
