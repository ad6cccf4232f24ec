"""A page's form as a browser would send it, so that a test changes only what it is about."""

from html.parser import HTMLParser
from typing import Any

import httpx

from tests.web.ministries import token


class _Forms(HTMLParser):
    """Gathers the fields of the forms of a page that are filled in at length."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.select = ""
        self.option = ""
        self.area = ""
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        match tag:
            case "form":
                self.forms.append({})
            case "input" if name and self.forms:
                kind = said.get("type", "text")
                if kind not in ("checkbox", "radio", "file") or "checked" in said:
                    self._put(name, said.get("value", ""))
            case "textarea" if name and self.forms:
                self.area = name
                self._put(name, "")
            case "select" if name and self.forms:
                self.select, self.first = name, None
            case "option" if self.select:
                value = said.get("value", "")
                self.first = value if self.first is None else self.first
                if "selected" in said:
                    self._put(self.select, value)
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            if self.select not in self.forms[-1] and self.first is not None:
                self._put(self.select, self.first)
            self.select = ""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area][-1] += data

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


def form_in(page: str, field: str) -> dict[str, Any]:
    """The form of a page that has a field of that name, with what stands in it."""
    reading = _Forms()
    reading.feed(page)
    found: dict[str, Any] = next(form for form in reading.forms if field in form)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def send(
    client: httpx.Client, address: str, *, field: str, files: Any = None, **changes: Any
) -> httpx.Response:
    """Fill a page's form otherwise and send it.

    Args:
        client: who sends it.
        address: of the page, which takes the form too.
        field: a field by which the form is found.
        files: what is uploaded.
        changes: other values, by the fields' names, full stops written as two underscores.
    """
    page = client.get(address)
    assert page.status_code == 200, page.text
    said = form_in(page.text, field)
    said |= {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(address, data={**said, **token(client)}, files=files)


def wrong_in(page: str) -> dict[str, str]:
    """What a page says is wrong beside its controls, by the control's id; above them under an empty one."""
    told: dict[str, str] = {}

    class Wrong(HTMLParser):
        at: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            said = dict(attrs)
            if tag == "span" and said.get("class") == "wrong":
                self.at = (said.get("id") or "").removesuffix("-wrong")
            elif tag == "strong" or (tag == "li" and self.at == ""):
                self.at = None

        def handle_endtag(self, tag: str) -> None:
            if tag == "span":
                self.at = None

        def handle_data(self, data: str) -> None:
            if self.at is not None:
                told[self.at] = told.get(self.at, "") + data

    Wrong().feed(page)
    return told
