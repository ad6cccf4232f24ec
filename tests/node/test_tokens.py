"""Keys in a token: they sign as files do and never leave it; what goes wrong with a token is said.

SoftHSM2 stands for the token (Debian's package `softhsm2`); where it is not installed, these tests are
skipped.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.errors import FoedusError
from foedus.record import keyfile, signature
from foedus.record.keyfile import KeyInToken
from foedus_node.keys import chest as chest_files
from foedus_node.keys import token
from foedus_node.keys.chest import TokenNamed
from foedus_node.keys.errors import (
    PinLockedError,
    PinRefusedError,
    TokenAbsentError,
    TokenFaultError,
    TokenKeyAbsentError,
    TokenLibraryError,
)
from foedus_node.keys.token import TokenKey
from tests.node.nodes import founded

PIN = "271828"
DRIVERS = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
DRIVER = next((driver for driver in DRIVERS if Path(driver).is_file()), "")
pytestmark = pytest.mark.skipif(
    not DRIVER or not shutil.which("softhsm2-util"), reason="SoftHSM2 is not installed (package softhsm2)"
)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place for tokens; the driver reads where it is once a process."""
    folder = tmp_path_factory.mktemp("tokens")
    config, held = folder / "softhsm2.conf", folder / "held"
    held.mkdir()
    config.write_text(f"directories.tokendir = {held}\nobjectstore.backend = file\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    for label in ("op", "officials"):
        plugged_in(label)
    yield folder
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def plugged_in(label: str) -> None:
    """Initialize a token."""
    words = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "314159"]
    subprocess.run(words, check=True, capture_output=True)


@pytest.fixture(scope="module")
def named(tokens: Path) -> KeyInToken:
    assert tokens
    return token.make(DRIVER, "op", role="op", pin=PIN)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.binary(max_size=2_000))
def test_a_token_signs_what_libsodium_takes(named: KeyInToken, message: bytes) -> None:
    key = token.open_key(named, pin=PIN)
    made = key.sign(message)
    assert key.public == named.public
    assert signature.is_valid(message, made, bytes.fromhex(named.public))
    assert made == key.sign(message)  # Ed25519 throws no dice


def test_the_key_file_of_a_token_says_where_the_key_is_and_holds_nothing_secret(named: KeyInToken) -> None:
    assert keyfile.read(named.to_bytes(), name="op.key") == named
    with pytest.raises(FoedusError, match="its key lies in the token op"):
        keyfile.parse(named.to_bytes(), name="op.key")


def test_two_keys_of_one_token_are_not_mistaken_for_each_other(named: KeyInToken) -> None:
    second = token.make(DRIVER, "op", role="op", pin=PIN)
    assert second.public != named.public
    for key in (named, second):
        made = TokenKey(key, PIN).sign(b"which?")
        assert signature.is_valid(b"which?", made, bytes.fromhex(key.public))


def test_a_signature_that_is_not_the_keys_is_not_given_out(named: KeyInToken) -> None:
    second = token.make(DRIVER, "op", role="op", pin=PIN)
    with pytest.raises(TokenFaultError, match="the signature it made is not valid"):
        TokenKey(evolve(named, id=second.id), PIN).sign(b"whose?")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"library": "/nowhere/driver.so"}, TokenLibraryError),
        ({"library": __file__}, TokenLibraryError),
        ({"token": "another"}, TokenAbsentError),
        ({"id": "00" * 16}, TokenKeyAbsentError),
    ],
    ids=["no driver", "a driver that is none", "not plugged in", "no such key"],
)
def test_what_is_missing_of_a_token_is_named(
    changed: dict[str, str], refusal: type[FoedusError], named: KeyInToken
) -> None:
    with pytest.raises(refusal) as told:
        token.open_key(evolve(named, **changed), pin=PIN)
    assert told.value.advice


@pytest.mark.parametrize("pin", ["999999", "1", "9" * 300], ids=["wrong", "too short", "too long"])
def test_a_wrong_pin_is_named_and_does_not_appear(pin: str, named: KeyInToken) -> None:
    with pytest.raises(PinRefusedError) as told:
        token.open_key(named, pin=pin)
    assert str(told.value) == "The PIN does not open the token op."


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (pkcs11.exceptions.PinLocked, PinLockedError),
        (pkcs11.exceptions.UserPinNotInitialized, PinLockedError),
        (pkcs11.exceptions.DeviceRemoved, TokenAbsentError),
        (pkcs11.exceptions.MechanismInvalid, TokenFaultError),
    ],
)
def test_what_a_token_says_while_it_is_open_is_said_in_our_words(
    told: type[Exception], refusal: type[FoedusError], named: KeyInToken
) -> None:
    # SoftHSM2 neither locks itself nor can it be unplugged: what other tokens say then is said for it.
    with pytest.raises(refusal), token._opened(named.library, named.token, pin=PIN):
        raise told


def test_an_operational_key_moves_into_a_token_and_signs_there(tokens: Path, tmp_path: Path) -> None:
    vn, la = founded(tmp_path / "vn", "VN"), founded(tmp_path / "la", "LA")
    (tmp_path / "pin").write_text(f"{PIN}\n")
    vn.do("draft", "charter", "--with", tmp_path / "la" / "LA.card.json")
    vn.do("offer", "charter")
    config = str(tokens / "softhsm2.conf")
    pin = str(tmp_path / "pin")
    words = ("keys", "rotate", "--token", DRIVER, "--label", "op")
    assert "The PIN of the token op is needed" in vn.run(*words, SOFTHSM2_CONF=config).refused
    assert not (vn.folder / "keys" / "op.new.key").exists()
    done = vn.run(*words, SOFTHSM2_CONF=config, FOEDUS_PIN_FILE=pin)
    assert done.code == 0, done
    assert "in the token op" in vn.do("keys")
    report = ("mandate", "chief of staff")
    assert "The PIN of the token op is needed" in vn.run(*report, SOFTHSM2_CONF=config).refused
    wrong = tmp_path / "wrong"
    wrong.write_text("999999")
    assert (
        "does not open the token op"
        in vn.run(*report, SOFTHSM2_CONF=config, FOEDUS_PIN_FILE=str(wrong)).refused
    )
    empty = tmp_path / "empty.conf"
    empty.write_text(f"directories.tokendir = {tmp_path}\n")
    gone = vn.run(*report, SOFTHSM2_CONF=str(empty), FOEDUS_PIN_FILE=pin)
    assert "The token op is not plugged in." in gone.refused
    assert vn.run(*report, SOFTHSM2_CONF=config, FOEDUS_PIN_FILE=pin).code == 0
    vn.do("export", tmp_path / "out.foedus", "--to", "LA")
    assert "5 new entries of VN" in la.do("import", tmp_path / "out.foedus")


def test_an_officials_root_key_may_lie_in_a_token(
    tokens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tokens
    (tmp_path / "pin").write_text(PIN)
    monkeypatch.setenv("FOEDUS_PIN_FILE", str(tmp_path / "pin"))
    public = chest_files.make_in_token(
        tmp_path / "secretary.key", TokenNamed(DRIVER, "officials"), role="root"
    )
    key = chest_files.opened(tmp_path / "secretary.key")
    assert key.public == public
    assert signature.is_valid(b"yes", key.sign(b"yes"), bytes.fromhex(public))
