"""A model's endpoint, good or bad: what is taken from it, and that nothing else is lost by asking."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest
from attrs import evolve

from foedus.reading.errors import LongTextError, ModelAnswerError
from foedus.reading.facts import Commitment, Evidence, Reading
from foedus.reading.helping import CONFIDENCE, LONGEST_TEXT, Helped, question
from foedus.reading.received.document import Document
from foedus.terms import Date, Domain, Force, Language, Party
from foedus_node.desk import helping
from foedus_node.desk.errors import ModelSilentError, ModelUnnamedError
from foedus_node.desk.helping import MOST_BYTES, Model
from foedus_node.errors import ValueRefusedError
from tests.node.nodes import Done, Node

TEXT = """Strelsau, 3 March 2026 (an illustrative text)

The delegations of Norway and Viet Nam would look with favour on a shared atlas of the coast.
"""
WORDS = "would look with favour on a shared atlas"
DOCUMENT = Document.from_text(TEXT, name="talks.txt", language=Language("en"))
READING = Reading(document="talks.txt", language=Language("en"), published=Date(2026, 3, 3))
FACT = {
    "words": WORDS,
    "gist": "a shared atlas of the coast",
    "force": "pledged",
    "by": ["NO", "VN"],
    "domain": "other",
}
INVENTED = FACT | {"words": "will build a shared atlas"}
ADDED = Commitment(
    force=Force.PLEDGED,
    by=(Party("NO"), Party("VN")),
    domain=Domain("other"),
    gist="a shared atlas of the coast",
    evidence=Evidence(TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS)),
    rule="model: owl",
    confidence=CONFIDENCE,
)
UNLIKE = "what it answers is not what such an endpoint says"

Answer = Callable[["Endpoint"], None]


class Endpoint(BaseHTTPRequestHandler):
    """One request to a model's endpoint, answered as the server's `answer` says."""

    server: "Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.server.answer(self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name that it has there)
        """Say nothing."""

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers.items()):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A small server on this machine; it keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Endpoint)
        self.answer = answer
        self.asked: list[tuple[str, str | None, Any]] = []
        self.ended = threading.Event()

    @property
    def model(self) -> Model:
        return Model(address=f"http://127.0.0.1:{self.server_port}/v1", name="owl", key="a key", patience=20)


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    server = Server(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def said(content: object) -> bytes:
    return orjson.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


def facts(*commitments: Any) -> bytes:
    return said(json.dumps({"commitments": commitments}))


def good(endpoint: Endpoint) -> None:
    endpoint.say(200, facts(FACT, INVENTED))


def silent_until_the_end(endpoint: Endpoint) -> None:
    endpoint.server.ended.wait(30)
    endpoint.close_connection = True


def huge(endpoint: Endpoint) -> None:
    try:
        endpoint.say(200, said("a" * MOST_BYTES))
    except ConnectionError:
        endpoint.close_connection = True


def cut(endpoint: Endpoint) -> None:
    endpoint.send_response(200)
    endpoint.send_header("Content-Length", "1000")
    endpoint.end_headers()
    endpoint.wfile.write(b"{")
    endpoint.close_connection = True


def once(first: Answer, then: Answer) -> Answer:
    return lambda endpoint: (first if len(endpoint.server.asked) == 1 else then)(endpoint)


def unwilling(endpoint: Endpoint) -> None:
    endpoint.say(200, said("I would rather not."))


def failing(endpoint: Endpoint) -> None:
    endpoint.say(500, b"")


def reason_of(model: Model) -> str:
    with pytest.raises(ModelSilentError) as refusal:
        helping.asked(model, DOCUMENT, READING)
    assert refusal.value.address == model.address
    return refusal.value.reason


def test_what_stands_in_the_text_is_added_and_what_is_invented_is_not() -> None:
    with serving(good) as server:
        got = helping.asked(server.model, DOCUMENT, READING)
    assert got == Helped(evolve(READING, commitments=(ADDED,)), added=1, left_out=1)


def test_the_text_and_what_to_look_for_is_all_that_is_sent() -> None:
    with serving(good) as server:
        helping.asked(server.model, DOCUMENT, READING)
    sent = {"model": "owl", "messages": [*question(DOCUMENT)], "temperature": 0, "stream": False}
    assert server.asked == [("/v1/chat/completions", "Bearer a key", sent)]


def test_a_model_without_a_key_is_sent_none() -> None:
    with serving(good) as server:
        helping.asked(evolve(server.model, key=""), DOCUMENT, READING)
    assert [key for _, key, _ in server.asked] == [None]


@pytest.mark.parametrize("first", [failing, cut])
def test_what_came_to_nothing_is_tried_once_more(first: Answer) -> None:
    with serving(once(first, good)) as server:
        got = helping.asked(server.model, DOCUMENT, READING)
    assert (got.added, len(server.asked)) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "reason", "tries"),
    [
        (failing, "it answers 500", 2),
        (cut, "nobody answers there, or the connection was cut", 2),
        (lambda endpoint: endpoint.say(401, b"who are you?"), "it answers 401", 1),
        (
            lambda endpoint: endpoint.say(200, b"garbage"),
            "what it answers is not what such an endpoint says",
            1,
        ),
        (lambda endpoint: endpoint.say(200, b"[]"), UNLIKE, 1),
        (
            lambda endpoint: endpoint.say(200, said(None)),
            "what it answers is not what such an endpoint says",
            1,
        ),
        (huge, f"its answer has more than {MOST_BYTES:,} bytes", 1),
        (
            lambda endpoint: endpoint.say(200, b"", **{"Content-Encoding": "gzip"}),
            "its answer is packed, and nobody asked for that",
            1,
        ),
    ],
    ids=["500", "cut", "401", "garbage", "another form", "no words", "huge", "packed"],
)
def test_a_bad_answer_is_refused_with_its_reason(answer: Answer, reason: str, tries: int) -> None:
    with serving(answer) as server:
        assert (reason_of(server.model), len(server.asked)) == (reason, tries)


def test_words_that_are_no_facts_are_refused() -> None:
    with serving(unwilling) as server, pytest.raises(ModelAnswerError) as refusal:
        helping.asked(server.model, DOCUMENT, READING)
    assert refusal.value.name == "talks.txt"


def test_a_model_that_is_too_slow_is_not_waited_for() -> None:
    with serving(silent_until_the_end) as server:
        assert reason_of(evolve(server.model, patience=0.2)) == "it did not answer in time"


def test_a_redirect_is_not_followed() -> None:
    with serving(good) as other:
        moved = {"Location": f"{other.model.address}/chat/completions"}
        with serving(lambda endpoint: endpoint.say(307, b"", **moved)) as server:
            reason = reason_of(server.model)
    assert (reason, len(server.asked), other.asked) == (
        "it sends on to another address, and texts go to no other",
        1,
        [],
    )


def test_no_proxy_of_the_environment_gets_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(good) as proxy, serving(good) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
        helping.asked(server.model, DOCUMENT, READING)
    assert (len(server.asked), proxy.asked) == (1, [])


def test_where_nobody_listens_it_is_said_so() -> None:
    with serving(good) as server:
        gone = server.model
    assert reason_of(gone) == "nobody answers there, or the connection was cut"


def test_a_text_too_long_is_not_sent() -> None:
    long = Document.from_text("words " * LONGEST_TEXT, name="long", language=Language("en"))
    with serving(good) as server, pytest.raises(LongTextError):
        helping.asked(server.model, long, READING)
    assert server.asked == []


# --- what the environment names ---------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    for name in ("URL", "NAME", "KEY", "KEY_FILE", "HTTP"):
        monkeypatch.delenv(f"FOEDUS_MODEL_{name}", raising=False)

    def set_to(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"FOEDUS_MODEL_{name}", value)

    return set_to


def test_the_environment_names_the_model_and_a_file_its_key(
    environment: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("a key\n")
    environment(URL="https://model.example/v1/", NAME="owl", KEY_FILE=str(tmp_path / "key"))
    named = Model(address="https://model.example/v1", name="owl", key="a key")
    assert (helping.named(), "a key" in repr(named)) == (named, False)


@pytest.mark.parametrize(
    ("values", "missing"),
    [({}, "FOEDUS_MODEL_URL"), ({"URL": "https://model.example/v1"}, "FOEDUS_MODEL_NAME")],
)
def test_a_model_that_is_not_named_is_not_asked(
    values: dict[str, str], missing: str, environment: Callable[..., None]
) -> None:
    environment(**values)
    with pytest.raises(ModelUnnamedError) as refusal:
        helping.named()
    assert refusal.value.missing == missing


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"URL": "http://model.example/v1"}, "FOEDUS_MODEL_URL"),
        ({"URL": "http://127.0.0.1.model.example/v1"}, "FOEDUS_MODEL_URL"),
        ({"URL": "model.example"}, "FOEDUS_MODEL_URL"),
        ({"URL": "file:///etc/hosts"}, "FOEDUS_MODEL_URL"),
        ({"URL": "https://"}, "FOEDUS_MODEL_URL"),
        ({"URL": "https://model.example:port/v1"}, "FOEDUS_MODEL_URL"),
        ({"URL": "https://me:secret@model.example/v1"}, "FOEDUS_MODEL_URL"),
        ({"URL": "https://model.example/v1?key=secret"}, "FOEDUS_MODEL_URL"),
        ({"NAME": "o" * 61}, "FOEDUS_MODEL_NAME"),
        ({"NAME": "o\nwl"}, "FOEDUS_MODEL_NAME"),
        ({"KEY": "a\nkey"}, "FOEDUS_MODEL_KEY"),
        ({"URL": "http://model.example/v1", "HTTP": "maybe"}, "FOEDUS_MODEL_HTTP"),
    ],
)
def test_a_setting_that_means_nothing_or_bares_the_text_is_refused_by_name(
    values: dict[str, str], setting: str, environment: Callable[..., None]
) -> None:
    environment(**({"URL": "https://model.example/v1", "NAME": "owl"} | values))
    with pytest.raises(ValueRefusedError) as refusal:
        helping.named()
    assert refusal.value.name == setting
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "values",
    [
        {"URL": "http://localhost:8080/v1"},
        {"URL": "http://127.0.0.2/v1"},
        {"URL": "http://[::1]:8080/v1"},
        {"URL": "http://model.example/v1", "HTTP": "yes"},
    ],
)
def test_in_the_clear_texts_go_to_this_machine_or_where_it_is_allowed(
    values: dict[str, str], environment: Callable[..., None]
) -> None:
    environment(NAME="owl", **values)
    assert helping.named() == Model(address=values["URL"], name="owl")


# --- as an officer asks -----------------------------------------------------------------------


def read(folder: Path, server: Server, *words: str | Path) -> Done:
    (folder / "talks.txt").write_text(TEXT, encoding="utf-8")
    return Node(folder).run(
        "read",
        folder / "talks.txt",
        *words,
        FOEDUS_MODEL_URL=server.model.address,
        FOEDUS_MODEL_NAME="owl",
    )


def rules(folder: Path) -> bytes:
    with serving(failing) as server:
        read(folder, server, "--out", folder / "rules")
    assert server.asked == []
    return (folder / "rules" / "talks.json").read_bytes()


def test_with_no_wish_for_it_no_model_is_asked(tmp_path: Path) -> None:
    assert b"model: " not in rules(tmp_path)


def test_what_a_model_adds_is_written_with_its_rule_and_the_rest_as_ever(tmp_path: Path) -> None:
    with serving(good) as server:
        done = read(tmp_path, server, "--out", tmp_path / "helped", "--model")
    told = orjson.loads((tmp_path / "helped" / "talks.json").read_bytes())
    added = [fact for fact in told["commitments"] if fact["rule"] == "model: owl"]
    told["commitments"] = [fact for fact in told["commitments"] if fact not in added]
    assert told == orjson.loads(rules(tmp_path))
    assert [(fact["gist"], fact["confidence"]) for fact in added] == [(FACT["gist"], CONFIDENCE)]
    notice = "talks.txt: the model adds 1; 1 more that it said did not hold, or were known.\n"
    assert (done.code, done.refused) == (0, notice)


@pytest.mark.parametrize("answer", [failing, cut, huge, unwilling])
def test_a_model_that_fails_costs_a_notice_and_nothing_that_the_rules_found(
    answer: Answer, tmp_path: Path
) -> None:
    with serving(answer) as server:
        done = read(tmp_path, server, "--out", tmp_path / "helped", "--model")
    assert (tmp_path / "helped" / "talks.json").read_bytes() == rules(tmp_path)
    note, hint = done.refused.splitlines()
    assert (done.code, note[:15], hint[:34]) == (0, "Note: The model", "Hint: What the rules found stands.")


def test_of_many_files_only_one_waits_for_an_endpoint_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(TEXT, encoding="utf-8")
    with serving(failing) as server:
        read(tmp_path, server, tmp_path / "more.txt", "--out", tmp_path / "helped", "--model")
    assert (len(server.asked), len([*(tmp_path / "helped").iterdir()])) == (2, 2)


def test_on_a_node_what_a_model_proposes_is_marked_and_what_was_read_before_is_not_asked_again(
    vn: Node,
) -> None:
    with serving(good) as server:
        first = read(vn.folder, server, "--model")
        again = read(vn.folder, server, "--model")
    assert (len(server.asked), "40 %, a model" in first.said, first.code, again.code) == (1, True, 0, 0)
    assert again.refused == "talks.txt: read before, and left as it is; the model was not asked.\n"
    kept = [row["words"] for row in vn.data("accept") if row["rule"] == "model: owl"]
    assert kept == [WORDS]


def test_what_a_model_proposes_is_not_accepted_with_all_the_rest_unless_one_says_so(vn: Node) -> None:
    with serving(good) as server:
        read(vn.folder, server, "--model")
    some = vn.run("accept", "--all")
    left = [row["rule"] for row in vn.data("accept")]
    vn.do("accept", "--all", "--model")
    assert (some.code, some.refused, left, vn.data("accept")) == (
        0,
        "1 that a language model proposed stay open; --model takes them too.\n",
        ["model: owl"],
        [],
    )
