"""The example, played by the very commands an officer types, on three nodes that share nothing but files.

Each step is told in one line: what happened and where to look. The moments are claimed with
FOEDUS_CLOCK, so that the record tells of two years. What is planned and reported stands in
`foedus_node.demo`; here stands the order in which it happens.
"""

import hashlib
import shutil
from importlib.resources import files as resources
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.reading.received.document import Document
from foedus.terms import Date, Party
from foedus_node.cli import opening, printing
from foedus_node.cli.stage import PASSPHRASE, Stage, called
from foedus_node.demo import background, cooperation, reports
from foedus_node.demo.people import people
from foedus_node.errors import FileError, StepError

_MARK = ".foedus-demo"
_SEEDS = Path("../shared/seeds")
_RETOLD = "entrevue-2026-02.txt"
"""Tells the same talks as one of the source articles, for where these are not at hand."""
_PLEDGE = "pledge-2025.txt"
VN, LA, KH = Party("VN"), Party("LA"), Party("KH")
_MINISTRIES = {VN: "Vietnam", LA: "Laos", KH: "Cambodia"}
_BOTH = (VN, LA)
_NOW = "2026-11-10"
"""The day on which the example ends."""
_NEXT = "mechanism-defence-policy-dialogue-la-vn"


def demo(
    *,
    at: Annotated[Path, Parameter(help="The folder in which the example shall stand.")],
    serve: Annotated[
        bool, Parameter(negative="--no-serve", help="Stop once the example stands; serve nothing.")
    ] = True,
    work: Annotated[
        bool, Parameter(negative="--no-work", help="Leave nothing that waits to be done: no offer, no draft.")
    ] = True,
) -> None:
    """Found the example: three nodes, from communiqués to signed plans, and serve the pages of two.

    Example: foedus demo --at demo
    Example: foedus demo --at demo --no-serve

    An earlier example in that folder is replaced; any other folder with something in it is refused.
    The example's passphrase is "for rehearsal only".
    """
    if serve:
        opening.refuse_taken_places()
    stage = Stage(_cleared(at))
    _found(stage)
    two = stage.compact
    _read_protocol(stage)
    _plan_2025(stage)
    three = _of_three(stage)
    stage.compact = two
    _carry_out_2025(stage)
    _plan_2026(stage)
    _close_2025(stage)
    _amend(stage)
    _rivals(stage)
    _prepare_the_dialogue(stage)
    _carry_out_2026(stage)
    _follow_up(stage)
    stage.compact = three
    _report_of_three(stage)
    stage.compact = two
    _papers(stage)
    _verify(stage)
    if work:
        opening.leave_work(stage, at=f"{_NOW}T10:00:00Z")
    many = opening.give_accounts(stage)
    stage.tell(None, f"give {many} people accounts and roles", str(at / "vn"))
    printing.say(
        "",
        f"The example stands in {at}. Go on with it:",
        f"  export FOEDUS_PASSPHRASE='{PASSPHRASE}'",
        f"  {called()} --node {at / 'vn'} status",
    )
    if serve:
        opening.serve(stage, ends=f"{_NOW}T12:00:00Z")


# --- two ministries, and the plan of 2025 -----------------------------------------------------


def _found(stage: Stage) -> None:
    for party in _BOTH:
        _init(stage, party)
    titles = ("--title=en=Vietnam-Laos defence cooperation", "--title=fr=Coopération de défense Vietnam-Laos")
    stage.run(VN, "draft", "charter", "--with", _card(stage, LA), *titles)
    charter = stage.agree("charter", by=VN, others=(LA,), founds=True)
    stage.tell(None, f"sign the charter of their compact: {charter[:12]}", stage.look(VN, "status"))


def _init(stage: Stage, party: Party) -> None:
    ministry = f"Ministry of Defence of {_MINISTRIES[party]}"
    stage.run(party, "init", "--party", party, "--ministry", ministry)
    told = "founds its node: its own keys, its own two databases"
    stage.tell(party, told, f"ls {stage.folder / party.lower()}")


def _read_protocol(stage: Stage) -> None:
    _read(stage, until=Date(2025))
    proposed = stage.data(VN, "accept")
    # What the protocol says first is what the whole plan carries out: it is accepted as an orientation.
    first = next(one for one in proposed if one["kind"] == "commitments")
    stage.within(VN, "accept", str(first["number"]), "--as", "orientation")
    _accept(stage)
    stage.tell(
        None,
        f"read the protocol of 2024 and accept what it states: {len(proposed)} facts",
        stage.look(VN, "show"),
    )


def _plan_2025(stage: Stage) -> None:
    stage.clock = "2024-12-10T08:00:00Z"
    held = stage.data(VN, "show")
    lines = [cooperation.line(row, plan="plan-2025") for row in cooperation.rows("plan-2025", VN, LA)]
    for line in lines:
        line["serves"] = _served(line, held)
    items = [
        cooperation.plan("2025", serves=_orientation(held)),
        *people(VN, LA),
        *background.history(),
        *background.border(),
        *background.targets("2025"),
        *lines,
    ]
    titles = ("--title=en=Cooperation plan 2025", "--title=fr=Plan de coopération 2025")
    stage.within(VN, "draft", "plan", "plan-2025", "--period", "2025", *titles, "--effective", "2025-01-01")
    stage.run(VN, "draft", "load", "plan-2025", stage.keep("plan-2025.json", items))
    plan = stage.agree("plan-2025", by=VN, others=(LA,))
    told = f"sign Plan 2025: {len(lines)} lines, and what they stand on: {len(items) - len(lines)} items"
    stage.tell(None, f"{told} ({plan[:12]})", stage.look(LA, "status"))


def _orientation(held: list[dict[str, Any]]) -> str:
    return next(str(one["id"]) for one in held if one["type"] == "orientation")


def _served(line: dict[str, Any], held: list[dict[str, Any]]) -> list[str]:
    """What a line serves: the undertakings of its domain not overdue by then, else the orientation."""
    same = [
        one["id"]
        for one in held
        if one["type"] == "undertaking"
        and one["domain"] == line["domain"]
        and one.get("due", "9999") >= line["when"][:4]
    ]
    return same[:2] or [_orientation(held)]


def _carry_out_2025(stage: Stage) -> None:
    stage.clock = "2025-04-02T08:00:00Z"
    _read(stage, until=Date(2025, 4))
    _accept(stage)
    stage.run(VN, "file", stage.folder / "documents" / "dialogue-2025-03.txt", "--compact", stage.compact)
    stage.tell(None, "read what the 5th dialogue agreed, and file its text", stage.look(VN, "documents"))
    _report(stage, "plan-2025", since="2025-01", until="2025-07-05", at="2025-07-07T08:00:00Z")
    stage.clock = "2025-10-20T08:00:00Z"
    _read(stage, until=Date(2026))
    _accept(stage)


def _close_2025(stage: Stage) -> None:
    _report(stage, "plan-2025", since="2025-07-05", until="2026-01-16", at="2026-01-19T08:00:00Z")
    stage.clock = "2026-01-30T08:00:00Z"
    stage.within(LA, "draft", "close", "plan-2025")
    stage.agree("close-plan-2025", by=LA, others=(VN,))
    stage.tell(None, "close Plan 2025: its account stands", stage.look(VN, "assess plan-2025"))


def _report(stage: Stage, table: str, *, since: str, until: str, at: str) -> None:
    """What both sides report of a half-year: who sends to a course first, then who hosts and who came."""
    stage.clock = at
    rows = cooperation.rows(table, *_BOTH)
    proof = _proof(stage, rows)
    said = 0
    for party, other in ((VN, LA), (LA, VN)):
        sheet = reports.nominations(rows, party, since=since, until=until)
        _sign_reports(stage, party, sheet, to=(other,))
        said += len(sheet)
    for party, other in ((VN, LA), (LA, VN)):
        sheet = reports.reports(rows, party, since=since, until=until, proof=proof)
        if since < "2026" < until:
            sheet += background.counted("2025", party, "2026-01-15")
        _sign_reports(stage, party, sheet, to=(other,))
        said += len(sheet)
    stage.tell(None, f"report on their own parts up to {until}: {said} reports", stage.look(VN, "followup"))


def _sign_reports(stage: Stage, party: Party, sheet: list[dict[str, Any]], *, to: tuple[Party, ...]) -> None:
    if sheet:
        name = f"reports-{party.lower()}-{sheet[-1]['on']}.json"
        stage.within(party, "report", "--from", stage.keep(name, sheet))
    stage.send(party, *to)


def _proof(stage: Stage, rows: tuple[cooperation.Row, ...]) -> dict[str, str]:
    """The pledge of the unit, filed by the side that makes it, proves each level that was reached."""
    pledge = resources("foedus_node.demo").joinpath(_PLEDGE).read_bytes()
    name = hashlib.sha256(pledge).hexdigest()
    path = stage.folder / "filed" / _PLEDGE
    if not path.exists():
        path.parent.mkdir()
        path.write_bytes(pledge)
        stage.run(LA, "file", path, "--compact", stage.compact)
        stage.send(LA, VN)
    return {row.id: name for row in rows if row.kind == "peacekeeping"}


# --- three ministries -------------------------------------------------------------------------


def _of_three(stage: Stage) -> str:
    stage.clock = "2024-12-17T08:00:00Z"
    _init(stage, KH)
    titles = (
        "--title=en=Vietnam-Laos-Cambodia defence cooperation",
        "--title=fr=Coopération de défense Vietnam-Laos-Cambodge",
    )
    cards = ("--with", _card(stage, LA), "--with", _card(stage, KH))
    stage.run(VN, "draft", "charter", "charter-of-three", *cards, *titles)
    charter = stage.agree("charter-of-three", by=VN, others=(LA, KH), founds=True)
    lines = [
        cooperation.line(row, plan="programme-of-three")
        for row in cooperation.rows("programme-of-three", VN, LA, KH)
    ]
    items = [*people(VN, LA, KH), *background.history(of_three=True), *lines]
    titles = ("--title=en=Programme of the three, 2025-2026", "--title=fr=Programme des trois, 2025-2026")
    stage.within(VN, "draft", "plan", "programme-of-three", "--period", "2025/2026", *titles)
    stage.run(VN, "draft", "load", "programme-of-three", stage.keep("programme-of-three.json", items))
    stage.agree("programme-of-three", by=VN, others=(LA, KH))
    told = f"found a compact of three beside that of two, with {len(lines)} lines ({charter[:12]})"
    stage.tell(None, told, stage.look(KH, "status"))
    return charter


def _report_of_three(stage: Stage) -> None:
    stage.clock = f"{_NOW}T09:00:00Z"
    parties = (VN, LA, KH)
    rows = cooperation.rows("programme-of-three", *parties)
    for party in parties:
        _sign_reports(
            stage, party, reports.nominations(rows, party, since="2025", until=_NOW), to=_but(party)
        )
    for party in parties:
        sheet = reports.reports(rows, party, since="2025", until=_NOW, proof={})
        _sign_reports(stage, party, sheet, to=_but(party))
    stage.within(LA, "draft", "amendment", "improvement", "--title=en=What the exercise of 2025 taught")
    asked = stage.keep("actions.json", reports.actions())
    stage.run(LA, "draft", "actions", "rescue-2025", "--from", asked, "--draft", "improvement")
    stage.agree("improvement", by=LA, others=(VN, KH))
    _sign_reports(stage, VN, [reports.radio_net(_NOW)], to=_but(VN))
    told = "report on what the three have done, and follow what the exercise taught"
    stage.tell(None, told, stage.look(KH, "exercises"))


def _but(party: Party) -> tuple[Party, ...]:
    return tuple(each for each in (VN, LA, KH) if each != party)


# --- the plan of 2026 -------------------------------------------------------------------------


def _plan_2026(stage: Stage) -> None:
    stage.clock = "2025-12-01T08:00:00Z"
    held = stage.data(VN, "show", "--compact", stage.compact)
    lines = [cooperation.line(row, plan="plan-2026") for row in cooperation.rows("plan-2026", VN, LA)]
    for line in lines:
        line["serves"] = _served(line, held)
    titles = ("--title=en=Cooperation plan 2026", "--title=fr=Plan de coopération 2026")
    stage.within(
        VN, "draft", "plan", "plan-2026", "--period", "2026", *titles,
        "--after", "plan-2025", "--effective", "2026-01-01",
    )  # fmt: skip
    items = [cooperation.plan("2026", serves=_orientation(held)), *background.targets("2026"), *lines]
    stage.run(VN, "draft", "load", "plan-2026", stage.keep("plan-2026.json", items))
    served = {name for line in lines for name in line["serves"]}
    told = f"drafts Plan 2026: {len(lines)} lines that serve {len(served)} orientations and undertakings"
    stage.tell(VN, told, str(stage.folder / "sheets" / "plan-2026.json"))
    plan = stage.offer(VN, "plan-2026")
    stage.tell(VN, f"offers it and signs: act {plan[:12]}", stage.look(VN, f"diff {plan[:8]}"))
    stage.send(VN, LA)
    stage.clock = "2025-12-02T09:00:00Z"
    stage.within(LA, "sign", plan)
    stage.send(LA, VN)
    stage.tell(LA, "looks at what changes and signs: Plan 2026 is in force", stage.look(LA, "status"))


def _amend(stage: Stage) -> None:
    stage.clock = "2026-02-06T08:00:00Z"
    _read(stage, until=Date(2026, 3))
    _accept(stage)
    invitations = [
        one["id"]
        for one in stage.data(LA, "show", "--compact", stage.compact)
        if one["type"] == "undertaking" and one["force"] == "invited" and "LA" in one["on"]
    ]
    titles = ("--title=en=Plan 2026: the minister's visit", "--title=fr=Plan 2026 : la visite du ministre")
    stage.within(LA, "draft", "amendment", "visit", *titles)
    visit = (
        "--kind", "visit", "--level", "minister", "--domain", "strategic-exchange",
        "--host", VN, "--when", "2026",
        "--title", "en=Official visit of the Lao minister of defence",
        "--title", "fr=Visite officielle du ministre lao de la Défense",
        "--place", "Vietnam", "--as", "visit-2026", "--set", "details.visit_title=official",
    )  # fmt: skip
    stage.run(LA, "draft", "line", "visit", *visit, *(f"--serves={name}" for name in invitations[:1]))
    amendment = stage.agree("visit", by=LA, others=(VN,))
    told = f"amend the plan: the visit to which the minister was invited on 5 February ({amendment[:12]})"
    stage.tell(None, told, stage.look(LA, "show visit-2026"))


def _rivals(stage: Stage) -> None:
    stage.clock = "2026-02-20T08:00:00Z"
    offers = {}
    for party, when in ((VN, "2026-03"), (LA, "2026-05")):
        stage.within(party, "draft", "amend", "dialogue-2026", "--set", f"when={when}")
        offers[party] = stage.offer(party, "amendment-1")
    stage.send(VN, LA)
    stage.send(LA, VN)
    stage.tell(None, "offer rival dates for the dialogue at once: March, May", stage.look(VN, "status"))
    code, _, refused = stage.attempt(VN, "sign", offers[LA], "--compact", stage.compact)
    if not code:
        raise StepError(command="sign", reason="the node signed a rival of its own offer")
    reason = refused.splitlines()[0].removeprefix("Error: ")
    stage.tell(VN, f"keeps to its own offer: {reason}", stage.look(VN, "status"))
    stage.within(
        VN, "draft", "amend", "dialogue-2026", "--set", "when=2026-04-15", "--set", "place=Hanoï",
        *(f"--void={act}" for act in offers.values()),
    )  # fmt: skip
    third = stage.agree("amendment-1", by=VN, others=(LA,))
    stage.tell(
        None, f"sign a third that voids both by name: 15 April ({third[:12]})", stage.look(LA, "status")
    )


def _prepare_the_dialogue(stage: Stage) -> None:
    stage.clock = "2026-03-10T08:00:00Z"
    stage.within(VN, "note", "dialogue-2026", "Our wish (illustrative): a fixed month for the patrols.")
    stage.within(VN, "note", "dialogue-2026", "--set", "talking_points=Thank for the courses (illustrative).")
    trainees = stage.keep("trainees.json", reports.trainees())
    stage.within(LA, "note", "courses-2026", "--field", "persons", "--from", trainees)
    told = "notes what it will say at the dialogue, and LA whom it sends to a course: nobody else sees either"
    stage.tell(VN, told, stage.look(VN, "show dialogue-2026"))


def _carry_out_2026(stage: Stage) -> None:
    stage.clock = "2026-04-20T08:00:00Z"
    _read(stage, until=Date(2026, 11))
    _accept(stage)
    _make_common(stage)
    _report(stage, "plan-2026", since="2026-01", until="2026-05-20", at="2026-05-20T08:00:00Z")
    _report(stage, "plan-2026", since="2026-05-20", until=_NOW, at=f"{_NOW}T08:00:00Z")


def _make_common(stage: Stage) -> None:
    """What the 6th dialogue decided was read by each side alone; signed by both, it is followed by both."""
    said = [
        {**one, "occasion": "dialogue-2026"}
        for one in stage.data(VN, "show", "--compact", stage.compact)
        if one["type"] == "undertaking" and one.get("source", {}).get("published") == "2026-04-15"
    ]
    stage.within(VN, "draft", "amendment", "decided", "--title=en=What the 6th dialogue decided")
    stage.run(VN, "draft", "load", "decided", stage.keep("decided.json", said))
    act = stage.agree("decided", by=VN, others=(LA,))
    told = f"make common what the 6th dialogue decided: {len(said)} undertakings ({act[:12]})"
    stage.tell(None, told, stage.look(LA, "mechanisms"))


def _follow_up(stage: Stage) -> None:
    """Decide what became of what was said in 2025, where no report tells it."""
    held = stage.data(VN, "show", "--compact", stage.compact)
    said: dict[str, str] = {
        one["gist"]["fr"]: one["id"] for one in held if one["type"] == "undertaking" and "fr" in one["gist"]
    }

    def named(*words: str) -> str:
        return next(name for gist, name in said.items() if all(word in gist for word in words))

    memorandum = named("mémorandum", "2025"), named("mémorandum", "2026")
    stage.within(VN, "followup", "restate", *memorandum, "--reason", "Said again at the 6th dialogue.")
    for words, what in (("séminaire", "medicine-2025"), ("délégation du ministère", "minister-visit-2025")):
        stage.within(VN, "followup", "answer", named(words), what)
    lapsed = named("jeunes officiers", "2025")
    stage.within(VN, "followup", "lapse", lapsed, "--reason", "The year went by; it was proposed again.")
    youth = named("jeunes officiers", "2026")
    stage.within(VN, "followup", "answer", youth, "youth-2026", "--reason", "The exchange of May.")
    thirty = named("trente officiers")
    stage.within(VN, "followup", "answer", thirty, "staff-course-2026", "--partly", "--reason", "23 so far.")
    repair = named("réparation des bornes")
    stage.within(VN, "followup", "decline", repair, "--reason", "No budget in 2026 (illustrative).")
    stage.tell(
        VN, "decides what became of seven undertakings, where no report tells it", stage.look(VN, "followup")
    )


# --- papers -----------------------------------------------------------------------------------


def _papers(stage: Stage) -> None:
    papers = stage.folder / "papers"
    head = ("--classification=en=Illustrative example", "--classification=fr=Exemple illustratif")
    options = ("--language=en", "--language=fr", *head, "--out", papers)
    for occasion, day in ((_NEXT, "2026-03-10"), ("visit-2026", "2026-05-21")):
        stage.within(VN, "brief", occasion, *options, "--on", day)
    told = "writes the briefs for the dialogue and the visit: PDF, DOCX, two languages"
    stage.tell(VN, told, str(papers))
    for paper, item in (
        ("annual", "plan-2025"),
        ("minutes", "dialogue-2026"),
        ("delegation", "staffs-2026"),
        ("programme", "visit-2026"),
        ("dossier", "visit-2026"),
    ):
        stage.within(VN, "write", paper, item, *options, "--on", _NOW, "--format", "pdf")
    for suffix in ("xlsx", "ics"):
        stage.within(VN, "plan", "plan-2026", "--out", papers / f"plan-2026.{suffix}")
    told = "writes the annual report of 2025, minutes, a dossier, the plan as workbook and calendar"
    stage.tell(VN, told, str(papers))


def _verify(stage: Stage) -> None:
    bundle = stage.folder / "record.foedus"
    stage.within(LA, "export", bundle, "--all")
    stage.run(LA, "verify", bundle)
    told = "hold the same record; anybody can check it from one file"
    stage.tell(None, told, f"{called()} verify {bundle}")


# --- the folder -------------------------------------------------------------------------------


def _card(stage: Stage, party: Party) -> Path:
    return stage.folder / party.lower() / f"{party}.card.json"


def _read(stage: Stage, *, until: Date) -> None:
    """Let both sides read the documents that are out by a date and were not read before."""
    fresh = [path for path, published in _documents(stage.folder) if published < until]
    for party in _BOTH:
        stage.within(party, "read", *fresh)


def _accept(stage: Stage) -> None:
    for party in _BOTH:
        stage.within(party, "accept", "--all")


def _documents(folder: Path) -> list[tuple[Path, Date]]:
    """The documents to read with the dates they bear: our own, and the source articles if at hand.

    An article without a date is taken for one of 2025: it speaks of that year as to come.
    """
    shelf, articles = folder / "documents", sorted(_SEEDS.glob("*.txt"))
    shelf.mkdir(exist_ok=True)
    for entry in resources("foedus_node.demo").iterdir():
        retold = articles and entry.name == _RETOLD
        if entry.name.endswith(".txt") and entry.name != _PLEDGE and not retold:
            (shelf / entry.name).write_bytes(entry.read_bytes())
    paths = [*sorted(shelf.glob("*.txt")), *(path.resolve() for path in articles)]
    documents = [(path, Document.from_bytes(path.read_bytes(), name=path.name)) for path in paths]
    return [(path, document.published or Date(2025)) for path, document in documents]


def _cleared(folder: Path) -> Path:
    """An empty folder for the example; only an earlier example is ever removed."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / _MARK).is_file():
            raise FileError(path=str(folder), reason="it holds something that is no earlier example")
        shutil.rmtree(folder)
    elif folder.exists() and not folder.is_dir():
        raise FileError(path=str(folder), reason="it is a file, and a folder is needed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    return folder
