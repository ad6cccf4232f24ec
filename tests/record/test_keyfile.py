"""A key file opens with its passphrase only, and tells when it was altered."""

import resource
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import KeyFileError, PassphraseError
from foedus.record import canonical, keyfile
from tests.worlds import chance, signing_key

KEY = signing_key("keyfile")
PASSPHRASE = "four words of somebody"
CHEAP = {"ops": 1, "memory": 8192}  # the cost is Argon2's matter; here it would only take time


def locked(passphrase: str = PASSPHRASE) -> bytes:
    return keyfile.lock(
        KEY.seed,
        role="op",
        passphrase=passphrase,
        salt=chance("salt")[:16],
        nonce=chance("nonce")[:24],
        **CHEAP,
    )


def altered(**changes: Any) -> bytes:
    return canonical.encode(canonical.decode(locked().removesuffix(b"\n")) | changes) + b"\n"


def with_kdf(**changes: Any) -> bytes:
    return altered(kdf=canonical.decode(locked().removesuffix(b"\n"))["kdf"] | changes)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_locked_key_opens_with_its_passphrase(passphrase: str) -> None:
    found = keyfile.parse(locked(passphrase), name="op")
    assert (found.role, found.public) == ("op", KEY.public)
    assert keyfile.unlock(found, passphrase=passphrase, name="op") == KEY


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda text: text != PASSPHRASE))
def test_another_passphrase_does_not_open_it(passphrase: str) -> None:
    with pytest.raises(PassphraseError) as refusal:
        keyfile.unlock(keyfile.parse(locked(), name="op"), passphrase=passphrase, name="op")
    assert str(refusal.value) == "The passphrase does not open the key op."


def test_neither_the_seed_nor_the_passphrase_stands_in_the_file() -> None:
    assert KEY.seed.hex().encode() not in locked()
    assert PASSPHRASE.encode() not in locked()


def test_every_byte_of_a_key_file_counts() -> None:
    data = locked()
    for place in range(len(data) - 1):
        for flip in (0x01, 0x10, 0x80):
            changed = bytearray(data)
            changed[place] ^= flip
            with pytest.raises((KeyFileError, PassphraseError)):
                keyfile.unlock(keyfile.parse(bytes(changed), name="op"), passphrase=PASSPHRASE, name="op")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        locked()[:-10],
        locked() + b"\n",
        altered(v=2),
        altered(v=True),
        altered(role="king"),
        altered(public="00"),
        altered(box="zz"),
        altered(box=canonical.decode(locked().removesuffix(b"\n"))["box"][:-2]),
        altered(nonce="00" * 23),
        altered(more=1),
        with_kdf(name="scrypt"),
        with_kdf(salt="00" * 8),
        with_kdf(memory=2**40),
        with_kdf(memory=keyfile.MOST_MEMORY + 1),
        with_kdf(memory=1024),
        with_kdf(memory=0),
        with_kdf(ops=10**6),
        with_kdf(ops=0),
        with_kdf(ops=True),
    ],
    ids=str,
)
def test_what_is_no_key_file_is_refused_before_any_cost(data: bytes) -> None:
    with pytest.raises(KeyFileError) as refusal:
        keyfile.parse(data, name="op")
    assert str(refusal.value).startswith("The key file op cannot be used: ")


def test_a_key_file_that_names_another_key_is_refused() -> None:
    found = keyfile.parse(altered(public=signing_key("another").public), name="op")
    with pytest.raises(KeyFileError, match="not the one it names"):
        keyfile.unlock(found, passphrase=PASSPHRASE, name="op")


def test_too_little_memory_is_not_taken_for_a_wrong_passphrase() -> None:
    def starved() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))

    script = (
        "from foedus.record import keyfile; import sys\n"
        "keyfile.unlock(keyfile.parse(sys.stdin.buffer.read(), name='op'), passphrase='', name='op')"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        input=with_kdf(memory=2**30),
        capture_output=True,
        preexec_fn=starved,
        check=False,
    )
    assert b"KeyFileError: The key file op cannot be used: opening it takes 1024 MiB of memory." in run.stderr


def test_its_usual_cost_is_within_what_may_be_asked() -> None:
    data = keyfile.lock(
        KEY.seed, role="root", passphrase=PASSPHRASE, salt=chance("salt")[:16], nonce=chance("nonce")[:24]
    )
    found = keyfile.parse(data, name="root")
    assert (found.ops, found.memory) == (keyfile.OPS, keyfile.MEMORY)
    assert keyfile.unlock(found, passphrase=PASSPHRASE, name="root") == KEY
