"""What a thing of the register is called in a paper, whatever kind of thing it is."""

from foedus.cooperation.assessment import Assessment
from foedus.cooperation.border import Marker
from foedus.cooperation.engagement import Engagement
from foedus.cooperation.instrument import Instrument
from foedus.cooperation.item import Item
from foedus.cooperation.office import Office, Person, Tenure
from foedus.cooperation.ranks import rank_of, ranks
from foedus.reporting.wording import Words
from foedus.terms import wording_in


def named(item: Item, words: Words) -> str:
    """A thing's name in the language of the words; that of its item where it has no other."""
    match item:
        case Office():
            return office_words(item, words)
        case Engagement():
            kind = words.one_of("engagement", item.kind)
            return ", ".join(part for part in (kind, item.place) if part)
        case Instrument():
            return wording_in(item.title, words.language) or words.one_of("instrument", item.kind)
        case Assessment():
            return item.about
        case Person():
            return person_words(item, words)
        case Marker():
            return item.number
        case _:
            return _titled(item, words)


def _titled(item: Item, words: Words) -> str:
    wordings = (getattr(item, name, None) for name in ("title", "gist", "text", "indicator"))
    return next((wording_in(one, words.language) for one in wordings if one), item.id)


def person_words(person: Person, words: Words) -> str:
    """A person's name as written in the language; where nobody wrote it so, as their own party prints it."""
    return person.names.get(words.language) or person.name


def office_words(office: Office, words: Words) -> str:
    """An office's title; for one not worded in the language, the word that papers have for it."""
    if words.language in office.title:
        return office.title[words.language]
    title = wording_in(office.title, words.language)
    return words.table.get(f"office.{title.lower().replace(' ', '-')}", title)


def rank_words(tenure: Tenure, words: Words) -> str:
    """The rank that goes with an office; as printed where we do not know it; empty where there is none."""
    printed = tenure.rank or tenure.rank_printed
    rank = ranks().get(printed) or rank_of(printed)
    return wording_in(rank.title, words.language) if rank else tenure.rank_printed or tenure.rank


def headed(text: str) -> str:
    """Words as they stand at the beginning of a line."""
    return text[:1].upper() + text[1:]
