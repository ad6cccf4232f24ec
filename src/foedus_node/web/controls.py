"""Controls of a form made from fields as kinds of activity have them, and read back into a document.

A kind is data, so its forms are too: every field becomes the control of its type, is named by
its path in the document (`people.0.party`), and is told what is wrong with it at that path. What
a form does not know of a document is left as it was. Nothing here knows what a field means, and
nothing is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen
from babel import Locale
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foedus.cooperation.kind import Column, Field, FieldType
from foedus.errors import Fault
from foedus.terms import Date, Language, Period
from foedus_node.web.phrasing import in_words
from foedus_node.web.templatetags.house import mark

Option = tuple[str, str]

_BLANK_ROWS = 2
_MORE_ROWS = 5
_MOST_ROWS = 300
_MOST_IN_A_SELECT = 80
"""More options than this are offered beside a line to type in."""
_LONG = 80
"""Letters from which words are written over lines."""
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@frozen(kw_only=True)
class Asked:
    """One thing that a form asks for.

    Attributes:
        field: what it holds, as a kind has it; its title is not looked at.
        name: its path in the document: `title`, `details.purpose`.
        label: what it is called on the page.
        help: how it is written, in a sentence.
        options: what may be chosen, with its words, where it is a choice, a party or a thing.
        columns: of rows, what each row asks for, by names of their own.
        is_long: whether a text runs over lines.
    """

    field: Column
    name: str
    label: str
    help: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple["Asked", ...] = ()
    is_long: bool = False


def asked(
    name: str,
    type_: FieldType,
    label: str,
    *,
    help_: str = "",
    options: Sequence[Option] | None = None,
    columns: tuple[Asked, ...] = (),
    many: bool = False,
    needed: bool = False,
    is_long: bool = False,
) -> Asked:
    """A field that belongs to no kind: what every line, report or draft says.

    Args:
        name: its path in the document.
        type_: what it holds; whatever it is, it is chosen among `options` where there are any.
        label: what it is called.
        help_: how it is written.
        options: what may be chosen.
        columns: of rows, what each asks for.
        many: whether it holds a list.
        needed: whether nothing is taken without it.
        is_long: whether its words run over lines.
    """
    field = Field(
        name=name,
        title={Language("en"): label},
        type=FieldType.ITEM if options is not None else type_,
        columns=tuple(one.field for one in columns),
        many=many,
        required=needed,
    )
    return Asked(
        field=field,
        name=name,
        label=label,
        help=help_,
        options=tuple(options or ()),
        columns=columns,
        is_long=is_long,
    )


@frozen(kw_only=True)
class Control:
    """One control as a page shows it.

    Attributes:
        name: its path, by which a browser sends it.
        shape: `text`, `number`, `area`, `select`, `checks`, `typed` (with suggestions), `wording`, `rows`.
        value: what it holds: text, or the chosen values.
        wrong: what is wrong with it, in sentences.
        parts: of wordings a control for each language; of rows each row's controls.
        heads: of rows, the labels of their columns.
        was: of rows, which row of the document each one was, empty for new ones.
    """

    name: str
    shape: str
    label: str
    value: Any = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    wrong: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    tongue: str = ""
    parts: tuple["Control", ...] = ()
    rows: tuple[tuple["Control", ...], ...] = ()
    heads: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """By what its label finds it."""
        return f"at-{self.name.replace('.', '-')}"

    @property
    def says_more(self) -> bool:
        """Of wordings: whether anything stands, or is wrong, in another language than the first."""
        return any(part.value or part.wrong for part in self.parts[1:])

    @property
    def numbered(self) -> Iterator[tuple[int, str, tuple["Control", ...]]]:
        """Of rows: the number, which row it was, and the controls of each."""
        return ((at, was, row) for at, (was, row) in enumerate(zip(self.was, self.rows, strict=True)))

    @property
    def chosen(self) -> tuple[Option, ...]:
        """Of many: what is chosen, with its words."""
        words = dict(self.options)
        return tuple((one, words.get(one, one)) for one in self.value)

    @property
    def others(self) -> tuple[Option, ...]:
        """Of many: what may be chosen beside."""
        return tuple(one for one in self.options if one[0] not in self.value)


Wrong = Mapping[str, Sequence[str]]
"""What is wrong, in sentences, by path."""


def wrong_at(faults: Iterable[Fault], *, item: str = "") -> dict[str, list[str]]:
    """Faults by the paths of controls: `$.people[0].party` stands at `people.0.party`."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        path = re.sub(r"\[(\d+)\]", r".\1", fault.path).removeprefix("$").removeprefix(item).lstrip(".")
        found.setdefault(path, []).append(in_words(fault.reason))
    return found


# --- a control from what a document says ---------------------------------------------------------


def controls(
    form: Iterable[Asked], said: Mapping[str, Any], *, wrong: Wrong | None = None, more: str = ""
) -> tuple[Control, ...]:
    """The controls of a form, filled with what a document says.

    Args:
        form: what it asks for.
        said: the document; what it does not say is empty.
        wrong: what is wrong, by path.
        more: the rows to which more blank ones are added.
    """
    shown = (_control(one, at(said, one.name), wrong or {}) for one in form)
    return tuple(_longer(one) if one.name == more and one.shape == "rows" else one for one in shown)


def _longer(one: Control) -> Control:
    """Rows with more blank ones at their end."""
    blank = one.rows[-1]
    number = len(one.rows)
    added = tuple(
        tuple(
            evolve(cell, name=cell.name.replace(f".{number - 1}.", f".{number + at}.", 1)) for cell in blank
        )
        for at in range(_MORE_ROWS)
    )
    return evolve(one, rows=(*one.rows, *added), was=(*one.was, *[""] * _MORE_ROWS))


def astray(shown: Iterable[Control], wrong: Wrong) -> tuple[str, ...]:
    """What is wrong at no control that is shown, so that it can be told above them."""
    told = {sentence for one in shown for sentence in _told(one)}
    return tuple(
        f"{path}{mark(':')} {sentence}" if path else sentence
        for path, said in wrong.items()
        for sentence in said
        if sentence not in told
    )


def _told(control: Control) -> Iterator[str]:
    yield from control.wrong
    for part in (*control.parts, *(one for row in control.rows for one in row)):
        yield from _told(part)


def at(said: Mapping[str, Any], path: str) -> Any:
    """What a document says at a path; None where it says nothing."""
    head, _dot, rest = path.partition(".")
    value = said.get(head)
    if not rest:
        return value
    return at(value, rest) if isinstance(value, Mapping) else None


def _control(asked: Asked, value: Any, wrong: Wrong) -> Control:
    one = asked.field
    plain = Control(
        name=asked.name,
        shape="text",
        label=asked.label,
        help=asked.help,
        required=one.required,
        wrong=_wrong(wrong, asked.name, within=one.many),
    )
    match one.type:
        case FieldType.ROWS:
            return _rows(asked, plain, value, wrong=wrong)
        case FieldType.WORDING:
            return _wording(asked, plain, value, wrong=wrong)
        case FieldType.CHOICE | FieldType.PARTY | FieldType.ITEM:
            return _choice(asked, plain, value)
        case FieldType.NUMBER:
            return evolve(plain, shape="number", value=_text(value), least=one.least, most=one.most)
        case _ if one.many:
            return evolve(plain, shape="area", value="\n".join(map(str, value or ())))
        case _:
            words = _text(value)
            is_long = asked.is_long or "\n" in words or len(words) > _LONG
            return evolve(plain, shape="area" if is_long else "text", value=words)


def _wrong(wrong: Wrong, name: str, *, within: bool) -> tuple[str, ...]:
    found = [*wrong.get(name, ())]
    if within:
        found += [
            said for path, all_said in wrong.items() if path.startswith(f"{name}.") for said in all_said
        ]
    return tuple(found)


def _choice(asked: Asked, plain: Control, value: Any) -> Control:
    options = asked.options
    known = {name for name, _words in options}
    if asked.field.many:
        value = tuple(value or ())
        options = (*((one, one) for one in value if one not in known), *options)
        return evolve(plain, shape="checks", value=value, options=options)
    if value and value not in known:
        options = ((str(value), str(value)), *options)
    if len(options) > _MOST_IN_A_SELECT:
        return evolve(plain, shape="typed", value=_text(value), options=options)
    return evolve(plain, shape="select", value=_text(value), options=(("", ""), *options))


def _wording(asked: Asked, plain: Control, value: Any, *, wrong: Wrong) -> Control:
    said = value if isinstance(value, Mapping) else {}
    first = get_language() or "en"
    tongues = dict.fromkeys((first, *(tag for tag, _name in settings.LANGUAGES), *said))
    names = Locale.parse(first, sep="-").languages
    parts = tuple(
        Control(
            name=f"{asked.name}.{tag}",
            shape="area" if asked.is_long else "text",
            label=str(names.get(tag, tag)),
            value=_text(said.get(tag)),
            tongue=tag,
            wrong=_wrong(wrong, f"{asked.name}.{tag}", within=False),
        )
        for tag in tongues
    )
    return evolve(plain, shape="wording", parts=parts)


def _rows(asked: Asked, plain: Control, value: Any, *, wrong: Wrong) -> Control:
    said = [row for row in value or () if isinstance(row, Mapping)][:_MOST_ROWS]
    blank: list[Mapping[str, Any]] = [{} for _each in range(_BLANK_ROWS)]
    rows = tuple(
        tuple(
            _control(evolve(column, name=f"{asked.name}.{at}.{column.name}"), row.get(column.name), wrong)
            for column in asked.columns
        )
        for at, row in enumerate((*said, *blank))
    )
    was = (*(str(row.get(_WAS, at)) for at, row in enumerate(said)), *("" for _each in blank))
    heads = tuple(column.label for column in asked.columns)
    return evolve(plain, shape="rows", rows=rows, was=was, heads=heads)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


# --- a document from what a browser sent ---------------------------------------------------------

_WAS = "\x00was"
"""Under which a row read from a form says which row of the document it was, until that is settled."""


@frozen
class Typed:
    """What a browser sent: as a document, and what is wrong with it before anybody else looks at it."""

    asked: tuple[Asked, ...]
    said: dict[str, Any] = field(factory=dict)
    wrong: dict[str, list[str]] = field(factory=dict)

    def over(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The document once what was typed stands in it; what the form does not know is left as it was."""
        document = dict(before)
        for one in self.asked:
            value = at(self.said, one.name)
            if one.field.type is FieldType.ROWS:
                value = [_row_over(at(before, one.name), row) for row in value or ()]
            document = _with(document, one.name, value)
        return document


def typed(form: Iterable[Asked], sent: QueryDict) -> Typed:
    """What a browser sent for a form.

    Args:
        form: what it asks for.
        sent: what was sent.
    """
    found = Typed(tuple(form))
    for one in found.asked:
        value = _read(one, sent, found.wrong)
        _put(found.said, one.name, value)
        if one.field.required and value in _NOTHING:
            found.wrong.setdefault(one.name, []).append(_("Words are needed here."))
    return found


def _put(said: dict[str, Any], path: str, value: Any) -> None:
    head, _dot, rest = path.partition(".")
    if rest:
        _put(said.setdefault(head, {}), rest, value)
    else:
        said[head] = value


def _read(asked: Asked, sent: QueryDict, wrong: dict[str, list[str]]) -> Any:
    one, name = asked.field, asked.name
    match one.type:
        case FieldType.ROWS:
            return _read_rows(asked, sent, wrong)
        case FieldType.WORDING:
            said = {
                key.removeprefix(f"{name}."): _given(sent, key) for key in sent if key.startswith(f"{name}.")
            }
            return {tag: words for tag, words in said.items() if words}
        case FieldType.CHOICE | FieldType.PARTY | FieldType.ITEM if one.many:
            also = (part.strip() for part in sent.get(f"{name}.also", "").split(","))
            return [value for value in dict.fromkeys((*sent.getlist(name), *also)) if value]
        case _ if one.many:
            lines = (line.strip() for line in sent.get(name, "").splitlines())
            return [_plain(line, one, name=name, wrong=wrong) for line in lines if line]
    value = _given(sent, name)
    return _plain(value, one, name=name, wrong=wrong) if value else None


def _given(sent: QueryDict, name: str) -> str:
    # A browser ends lines as the network does; what it was filled with must come back as it was.
    return sent.get(name, "").replace("\r\n", "\n").strip()


def _plain(value: str, one: Column, *, name: str, wrong: dict[str, list[str]]) -> Any:
    match one.type:
        case FieldType.NUMBER:
            if value.isascii() and value.isdigit() and len(value) <= 12:
                return int(value)
            wrong.setdefault(name, []).append(_("This should be a whole number, such as 12."))
        case FieldType.DATE if not _reads(Date.parse, value):
            said = _("This should be a date that exists, such as 2026, 2026-10 or 2026-10-21.")
            wrong.setdefault(name, []).append(said)
        case FieldType.PERIOD if not _reads(Period.parse, value):
            said = _(
                "This should be a date or a period that exists, such as 2026-10 or 2026-10-06/2026-10-15."
            )
            wrong.setdefault(name, []).append(said)
    return value


def _read_rows(asked: Asked, sent: QueryDict, wrong: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The rows in which something stands; faults are counted by where they then stand."""
    told = sent.get(f"{asked.name}.count", "0")
    many = min(int(told), _MOST_ROWS) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    rows: list[dict[str, Any]] = []
    for at in range(many):
        found: dict[str, list[str]] = {}
        place = f"{asked.name}.{at}"
        row = {
            column.name: value
            for column in asked.columns
            if (value := _read(evolve(column, name=f"{place}.{column.name}"), sent, found))
            not in (None, [], {})
        }
        if row:
            was = sent.get(f"{place}.was", "")
            for path, said in found.items():
                wrong[path.replace(place, f"{asked.name}.{len(rows)}", 1)] = said
            rows.append({**row, _WAS: was})
    return rows


def _with(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A document with a value at a path; what is empty is left out."""
    head, _dot, rest = path.partition(".")
    if rest:
        within = document.get(head)
        value = _with(within if isinstance(within, Mapping) else {}, rest, value)
    changed = {**document, head: value}
    return {name: said for name, said in changed.items() if said not in _NOTHING}


def _row_over(before: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    was = row.get(_WAS, "")
    rows = before if isinstance(before, list) else []
    known = rows[int(was)] if was.isascii() and was.isdigit() and int(was) < len(rows) else {}
    changed = {**known, **{name: value for name, value in row.items() if name != _WAS}}
    return {name: value for name, value in changed.items() if value not in _NOTHING}


def _reads(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
