"""Papers for tests: a plan and an amendment in a world, set and signed."""

import datetime
from functools import cache
from typing import Any

from foedus.record.act import Act, ActKind
from foedus.reporting.acts.act_pdf import Setting, act_pdf
from foedus.reporting.acts.signing import Officer, officer, sign_paper
from foedus.terms import Language, Party
from tests.certificates import PASSPHRASE, Authority, authority
from tests.worlds import World

EN, FR = Language("en"), Language("fr")
LA, VN = Party("LA"), Party("VN")
AT = datetime.datetime(2026, 1, 12, 9, 30, tzinfo=datetime.UTC)
LATER = AT + datetime.timedelta(days=2)
MINISTRIES = {VN: "Ministry of National Defence (illustrative)"}
OFFICERS = {VN: "Nguyễn Văn A (illustrative)", LA: "ຄຳໄຊ B (illustrative)"}


def line(name: str, **said: Any) -> dict[str, Any]:
    """A line of Plan 2026."""
    plain = {"type": "activity", "id": name, "plan": "plan-2026", "participants": ["LA", "VN"]}
    return plain | {"title": {"en": f"{name} (illustrative)"}, **said}


SAYS: dict[str, dict[str, Any]] = {
    "plan-2026": {
        "type": "plan",
        "id": "plan-2026",
        "title": {"en": "Cooperation plan 2026", "lo": "ແຜນການຮ່ວມມື", "km": "ផែនការសហប្រតិបត្តិការ"},
        "period": "2026",
        "parties": ["LA", "VN"],
    },
    "talks": line(
        "talks",
        kind="dialogue",
        domain="policy-dialogue",
        title={"en": "Talks (illustrative)", "vi": "Đối thoại", "lo": "ການເຈລະຈາ"},
        host="VN",
        when="2026-03",
        place="Hà Nội",
        level="deputy-minister",
    ),
    "patrol": line("patrol", kind="border-patrol", domain="border", host="LA", when="2026-05-04/2026-05-15"),
}


@cache
def world() -> tuple[World, Act, Act]:
    """A compact with Plan 2026 in force, and an amendment of it that Viet Nam has offered."""
    made = World("VN", "LA", seed="papers")
    plan = made.act(dict.fromkeys(SAYS), kind=ActKind.ADOPT, says=SAYS, effective="2026-01-01")
    made.all_sign(plan)
    later: dict[str, dict[str, Any] | None] = {
        "talks": {**SAYS["talks"], "when": "2026-04-14/2026-04-16", "place": "Huế"},
        "patrol": None,
        "visit": line("visit", kind="visit", domain="strategic-exchange", host="LA"),
    }
    amendment = made.act({"talks": plan, "patrol": plan, "visit": None}, says=later)
    made.sign("VN", amendment)
    return made, plan, amendment


@cache
def ministry() -> Authority:
    """The authority that certifies both officers."""
    return authority()


def minister(party: Party = VN) -> Officer:
    """An officer of a party, with a certificate of its own."""
    return officer(ministry().officer(OFFICERS[party]), passphrase=PASSPHRASE, name="p12", at=AT)


def setting(language: Language = EN) -> Setting:
    """How the papers of these tests are set."""
    return Setting(language=language, at=AT, ministries=MINISTRIES)


@cache
def made() -> bytes:
    """The paper of Plan 2026, signed by nobody."""
    return act_pdf(world()[1], world()[0].holding(), setting())


def signed_by(data: bytes, party: Party, *, days: int = 0, kind: str = "ec") -> bytes:
    """The paper with one more signature."""
    at = AT + datetime.timedelta(days=days)
    file = ministry().officer(OFFICERS[party], kind=kind)
    return sign_paper(data, party=party, by=officer(file, passphrase=PASSPHRASE, name="p12", at=at), at=at)


@cache
def once() -> bytes:
    """The paper of Plan 2026, signed by Viet Nam."""
    return signed_by(made(), VN)


@cache
def twice() -> bytes:
    """The paper of Plan 2026, signed by Viet Nam and then by Laos."""
    return signed_by(once(), LA, days=2)
