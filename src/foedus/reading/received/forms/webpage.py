"""A web page to words: the text of its article, a line a block; menus, scripts and styles left out.

A page with several articles gives them all, parted (`articles.PART`), without what is only a teaser for
another page: one that is short beside the others, or is all links. The day of publication that a page of
one article tells to machines alone stands below its words, where a date line may stand too.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice, takewhile
from operator import itemgetter
from typing import Any, Final

from lxml import etree

from foedus.reading.errors import DamagedDocumentError, EmptyDocumentError
from foedus.reading.received.articles import PART, RULE
from foedus.reading.received.forms.plain import decoded

_ENCODING: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_UNSAID: Final = frozenset(
    ("head", "script", "style", "template", "noscript", "nav", "footer", "aside", "form", "button", "select")
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s"),
        *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
"""What stands within a line; everything else begins a new one."""
_ARTICLES: Final = frozenset(("article", "main"))
_CELLS: Final = frozenset(("td", "th"))
_ENOUGH: Final = 200
"""Letters that an article has at least; a shorter one is a teaser, and the page's text is taken whole."""
_MOST: Final = 1_000
_TEASER: Final = 5
"""An article so many times shorter than the longest of a page is a teaser."""
_LINKED: Final = 0.5
_DAY: Final = re.compile(r"\s*((?:199[0-9]|20[0-9]{2})-[01][0-9]-[0-3][0-9])(?![0-9])")
"""A day since there are pages; an earlier one is what a machine writes for none."""
_DATA: Final = "application/ld+json"
_NODES, _BYLINE = 9, 40
"""Texts beside a time that are looked at, and their letters at most: "Published on", not a sentence."""
_PUBLISHED: Final = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{10,40})"')
_PROPERTIES: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "publication_date", "dc.date", "dc.date.issued", "dcterms.date"),
    *("dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "date"),
)
"""What pages call the day of publication where they tell it to machines, the surest name first."""
_SIGNS: Final = {"hr": f"\n{RULE}\n"}


def words_of_page(data: bytes, *, name: str, encoding: str = "") -> str:
    """The words that a reader of the page sees.

    Args:
        data: its bytes.
        name: what to call it in a refusal.
        encoding: the encoding that its sender named; the page's own word counts where nobody did.

    Raises:
        EncodingError, BinaryDocumentError: it is not in the encoding that it names.
        EmptyDocumentError, DamagedDocumentError: nothing can be made of it.
    """
    named = _ENCODING.search(data[:4096])
    said = encoding or (named[1].decode("ascii") if named else "")
    text = decoded(data, name=name, encoding=said)
    # Each call has a parser of its own: lxml keeps what one page did to it.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise DamagedDocumentError(name=name, reason=str(error)) from None
    if root is None:
        raise EmptyDocumentError(name=name)
    if len(several := list(_several(root))) > 1:
        return f"\n{PART}\n".join(several)
    articles = [_lines(article) for article in islice(_outermost(root, *_ARTICLES), 50)]
    longest = max(articles, key=len, default="")
    words = longest if len(longest) >= _ENOUGH else _lines(root)
    day = _published(root)
    return f"{words}\n{day}" if words and day else words


def _published(root: Any) -> str | None:
    """The day of publication that a page tells to machines, as ISO writes it; None where it tells several."""
    named = [
        (_PROPERTIES.index(key), one.get("content"))
        for one in root.iter("meta")
        for key in {(one.get(key) or "").lower() for key in ("property", "name", "itemprop")}
        if key in _PROPERTIES
    ]
    named += [(0, one.get("datetime")) for one in root.iter("time") if one.get("itemprop") == "datePublished"]
    for _, content in sorted(named, key=itemgetter(0)):
        if day := _day(content):
            return day
    scripts = (one for one in root.iter("script") if (one.get("type") or "").lower().startswith(_DATA))
    if day := _only(words for one in scripts for words in _PUBLISHED.findall(one.text or "")):
        return day
    times = [one for one in root.iter("time") if _stands_alone(one)]
    inside = [one for one in times if not _ARTICLES.isdisjoint(part.tag for part in one.iterancestors())]
    return _only(one.get("datetime") for one in inside or times)


def _day(told: str | None) -> str | None:
    """The day at the head of what a page tells, if there is such a day."""
    written = _DAY.match(told or "")
    try:
        return date.fromisoformat(written[1]).isoformat() if written else None
    except ValueError:
        return None


def _only(told: Iterable[str | None]) -> str | None:
    """The day that is told, if it is one; other days are those of other pages, of comments, of events."""
    days = {day for one in told if (day := _day(one))}
    return days.pop() if len(days) == 1 else None


def _stands_alone(time: Any) -> bool:
    """Whether a time is no part of a sentence, nor of what stands around an article."""
    beside = "".join(islice(time.getparent().itertext(), _NODES))
    around = _UNSAID.isdisjoint(part.tag for part in time.iterancestors())
    return around and len(beside) - len(time.text or "") <= _BYLINE


def _several(root: Any) -> Iterator[str]:
    """The articles of a page that stand beside one another."""
    found = []
    for article in islice(root.iter("article"), _MOST):
        above = {part.tag for part in article.iterancestors()}
        if above.isdisjoint(_UNSAID) and "article" not in above:
            linked = sum(len(_lines(link)) for link in _outermost(article, "a"))
            found.append((_lines(article), linked))
    longest = max((len(words) for words, _ in found), default=0)
    for words, linked in found:
        if len(words) >= max(_ENOUGH, longest // _TEASER) and linked < _LINKED * len(words):
            yield words


def _outermost(root: Any, *tags: str) -> Iterator[Any]:
    """The elements of these tags below another that lie in no other of them."""
    for part in root.iter(*tags):
        above = takewhile(lambda one: one is not root, part.iterancestors())
        if part is not root and not any(one.tag in tags for one in above):
            yield part


def _lines(root: Any) -> str:
    lines = (re.sub(rf"[^\S\n{RULE}]+", " ", line).strip(" ") for line in "".join(_said(root)).split("\n"))
    return "\n".join(line for line in lines if line)


def _said(root: Any) -> Iterator[str]:
    """The words in their order, without recursion, so that no nesting is too deep."""
    waiting: list[Any] = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        edge = " " if part.tag in _CELLS else "" if part.tag in _INLINE else _SIGNS.get(part.tag, "\n")
        # What follows an element belongs to its parent, not to it.
        after = _flat(part.tail) if part is not root else ""
        if part.tag in _UNSAID:
            waiting.append(after)
            continue
        waiting += [f"{edge}{after}", *reversed(part), f"{edge}{_flat(part.text)}"]


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
