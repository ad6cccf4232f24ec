"""What a cooperation refuses of people; the other refusals are in `foedus.errors`."""

from foedus.errors import FoedusError, refusal


@refusal
class SamePersonError(FoedusError):
    """Two entries that cannot be said to be one person."""

    sentence = "{person} cannot be said to be {other}: {reason}."
    hint = (
        "Say it of the entry that stands for all (`foedus people`); `foedus people part` takes a word back."
    )
    on_page = "Say it on the page of the entry that stands for all; a word is taken back there too."
    person: str
    other: str
    reason: str
