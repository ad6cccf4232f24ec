"""The paper of an act: making it, and signing it with an officer's certificate."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from foedus import terms
from foedus.record.bundle import MOST_BLOB
from foedus.reporting.acts.act_pdf import Setting, act_pdf
from foedus.reporting.acts.signed import Paper, verify_paper
from foedus.reporting.acts.signing import officer, sign_paper
from foedus.terms import Party
from foedus_node import clock, files
from foedus_node.cli import node, printing
from foedus_node.errors import UnreadPaperError, ValueRefusedError
from foedus_node.keys.words import passphrase

paper = App(name="paper", help="Make the paper of an act, and sign it with an officer's certificate.")

_LARGEST_CERTIFICATE = 2**20

File = Annotated[Path, Parameter(help="The paper, FILE.pdf.")]


@paper.command
def make(
    act: Annotated[str, Parameter(help="The act, by the first digits of its hash.")],
    file: File,
    /,
    *,
    language: Annotated[str | None, Parameter(help="en or fr; the node's own if not given.")] = None,
    ministry: Annotated[
        list[str] | None, Parameter(help="What a party's ministry is called, as PARTY=WORDS.")
    ] = None,
    compact: node.Compact = None,
) -> None:
    """Write the paper of an act: its pages, the act's own bytes attached, a place for each signature.

    Example: foedus paper make 3fa9c1 plan-2026.pdf --ministry "LA=Ministry of National Defence"

    It says what the act says and no more; nothing of ours alone is in it.
    """
    seat = node.seat(compact)
    wanted = node.act_named(act, seat.held)
    setting = Setting(
        language=node.taken("--language", language or seat.home.language, terms.language),
        at=clock.now().replace(microsecond=0),
        ministries=ministries(ministry, seat),
    )
    with printing.busy("Setting the pages"):
        data = act_pdf(wanted, seat.held, setting)
    files.write(file, data)
    printing.say(
        f"Wrote {file}: the paper of act {wanted.hash[:12]}, "
        f"with places for {', '.join(seat.held.acts[wanted.charter].parties)}; {len(data):,} bytes.",
        "Read it, then sign it with `foedus paper sign`.",
    )


@paper.command
def sign(
    file: File,
    /,
    *,
    certificate: Annotated[Path, Parameter(help="The officer's certificate with its key, FILE.p12.")],
    passphrase_file: Annotated[
        Path | None, Parameter(name="--passphrase-file", help="The file that holds what locks it.")
    ] = None,
    out: Annotated[Path | None, Parameter(help="The file to write; the paper itself if not given.")] = None,
    as_read: Annotated[
        bool, Parameter(help="Sign though the pages cannot be compared here: the officer has read them.")
    ] = False,
    compact: node.Compact = None,
) -> None:
    """Sign a paper in our party's place with an officer's certificate (PAdES).

    Example: foedus paper sign plan-2026.pdf --certificate minister.p12

    The pages are set again from the record and compared first. Signing the paper is not signing the
    act: that is `foedus sign`, in our log. File the paper once all have signed: `foedus file`.
    """
    seat = node.seat(compact)
    data = files.read(file, most=MOST_BLOB)
    seen = verify_paper(data, held=seat.held)
    _refuse_foreign(seen, seat)
    if seen.pages != "proven" and not as_read:
        raise UnreadPaperError(reason=seen.pages)
    at = clock.now().replace(microsecond=0)
    by = officer(
        files.read(certificate, most=_LARGEST_CERTIFICATE),
        passphrase=_passphrase(passphrase_file),
        name=str(certificate),
        at=at,
    )
    signed = sign_paper(data, party=seat.home.party, by=by, at=at)
    after = verify_paper(signed, held=seat.held)  # what others would refuse must not leave the house
    files.write(out or file, signed)
    printing.say(f"Signed {out or file} for {seat.home.party}, as {after.signatures[-1].name}.")
    if seat.home.party not in seat.held.settlement.standings[seen.act.hash].signed:
        printing.say(f"Our log has not signed the act: `foedus sign {seen.act.hash[:12]}`.")
    if after.awaited:
        printing.say(f"Send the file to {', '.join(after.awaited)} to sign.")
    else:
        printing.say("All have signed. File it: `foedus file`, here and on the others' nodes.")


def _refuse_foreign(seen: Paper, seat: node.Seat) -> None:
    if seen.act.hash not in seat.held.acts:
        reason = f"its act {seen.act.hash[:12]} is not in this compact's record"
        raise ValueRefusedError(name="The paper", reason=reason)


def _passphrase(file: Path | None) -> str:
    if file is None:
        return passphrase("certificate")
    words = files.read(file, most=_LARGEST_CERTIFICATE)
    try:
        return words.decode().strip("\r\n")
    except UnicodeDecodeError:
        raise ValueRefusedError(name="--passphrase-file", reason="it is not UTF-8") from None


def ministries(given: list[str] | None, seat: node.Seat) -> dict[Party, str]:
    """What the ministries are called: ours as this node says, the others' as told.

    Raises:
        ValueRefusedError: one is not PARTY=WORDS, or of no party to the compact.
    """
    told: dict[Party, str] = {}
    for one in given or []:
        code, equals, name = one.partition("=")
        if not equals or not 0 < len(name.strip()) <= 200:
            raise ValueRefusedError(name="--ministry", reason=f"{one!r} is not PARTY=WORDS")
        party = node.taken("--ministry", code, terms.party)
        if party not in seat.held.parties:
            raise ValueRefusedError(name="--ministry", reason=f"{party} is no party to this compact")
        told[party] = name.strip()
    return seat.home.ministries(told)
