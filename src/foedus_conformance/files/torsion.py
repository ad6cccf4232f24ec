"""Signatures on which Ed25519 verifiers differ, forged over any message.

The twelve kinds are those of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs"
(SSR 2020, https://eprint.iacr.org/2020/1244), whose published examples sign fixed messages;
these sign an entry's. The curve's arithmetic is libsodium's; nothing here verifies.
"""

import hashlib
from collections.abc import Callable, Iterator

import nacl.bindings as sodium
from attrs import frozen

ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = bytes([1]) + bytes(31)
OF_ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
MINUS_ONE_OTHERWISE = bytes([0xEC]) + b"\xff" * 31
"""The point of order 2 with a sign that it has not."""
MINUS_ONE = bytes([0xEC]) + b"\xff" * 30 + b"\x7f"


def _multiples() -> tuple[bytes, ...]:
    found = [IDENTITY]
    while len(found) < 8:
        found.append(sodium.crypto_core_ed25519_add(found[-1], OF_ORDER_8))
    return tuple(found)


TORSION = _multiples()
"""The eight points of small order, by their multiple of the one of order 8."""


@frozen
class Odd:
    """A key of a kind that is in question, and how something is signed with it."""

    name: str
    public: bytes
    sign: Callable[[bytes], bytes]
    accepted: bool = False


def scalar(seed: bytes) -> int:
    """A secret scalar."""
    return int.from_bytes(hashlib.sha512(seed).digest(), "little") % ORDER


def _times_base(number: int) -> bytes:
    if not number % ORDER:
        return IDENTITY
    return sodium.crypto_scalarmult_ed25519_base_noclamp((number % ORDER).to_bytes(32, "little"))


def _challenge(point: bytes, public: bytes, message: bytes) -> int:
    return int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % ORDER


def _plus(point: bytes, multiple: int) -> bytes:
    return sodium.crypto_core_ed25519_add(point, TORSION[multiple % 8])


def _joined(point: bytes, number: int) -> bytes:
    return point + number.to_bytes(32, "little")


@frozen
class _Mixed:
    """A key with a part of small order: its secret, and which multiple of the point of order 8."""

    secret: int
    part: int = 0

    @property
    def public(self) -> bytes:
        return _plus(_times_base(self.secret), self.part)

    def sign(self, message: bytes, fits: Callable[[int, int], bool], *, parts: range = range(1)) -> bytes:
        """A signature whose challenge and part of small order fit."""
        for number in range(1, 10_000):
            for part in parts:
                point = _plus(_times_base(number), part)
                challenge = _challenge(point, self.public, message)
                if fits(challenge, part):
                    return _joined(point, (number + challenge * self.secret) % ORDER)
        raise ArithmeticError("no such signature within 10,000 tries")


def odd_keys(seed: bytes) -> Iterator[Odd]:
    """The twelve kinds, each with a key of its own."""
    plain, mixed, small = _Mixed(scalar(seed)), _Mixed(scalar(seed + b"mixed"), 1), _Mixed(0, 1)

    def vanishes(key: _Mixed) -> Callable[[int, int], bool]:
        return lambda challenge, part: (part + challenge * key.part) % 8 == 0

    def remains(key: _Mixed) -> Callable[[int, int], bool]:
        return lambda challenge, part: (part + challenge * key.part) % 8 != 0

    def with_small_point(message: bytes) -> bytes:
        return _joined(IDENTITY, _challenge(IDENTITY, plain.public, message) * plain.secret % ORDER)

    def beyond(times: int) -> Callable[[bytes], bytes]:
        def sign(message: bytes) -> bytes:
            signature = plain.sign(message, lambda *_: True)
            return _joined(signature[:32], int.from_bytes(signature[32:], "little") + times * ORDER)

        return sign

    def with_other_point(hashed: bytes) -> Callable[[bytes], bytes]:
        def sign(message: bytes) -> bytes:
            challenge = _challenge(hashed, plain.public, message)
            return _joined(MINUS_ONE_OTHERWISE, challenge * plain.secret % ORDER)

        return sign

    yield Odd("0-small-key-and-point", IDENTITY, lambda _: _joined(IDENTITY, 0))
    yield Odd("1-small-key", small.public, lambda message: small.sign(message, vanishes(small)))
    yield Odd("2-small-point", plain.public, with_small_point)
    both = range(1, 8)
    yield Odd("3-mixed", mixed.public, lambda m: mixed.sign(m, vanishes(mixed), parts=both), accepted=True)
    yield Odd("4-mixed-by-cofactor", mixed.public, lambda m: mixed.sign(m, remains(mixed), parts=both))
    yield Odd("5-mixed-key-by-cofactor", mixed.public, lambda m: mixed.sign(m, remains(mixed)))
    yield Odd("6-scalar-too-large", plain.public, beyond(1))
    yield Odd("7-scalar-much-too-large", plain.public, beyond(15))
    yield Odd("8-point-spelt-otherwise", plain.public, with_other_point(MINUS_ONE))
    yield Odd("9-point-spelt-otherwise-and-hashed-so", plain.public, with_other_point(MINUS_ONE_OTHERWISE))
    yield Odd("10-key-spelt-otherwise", MINUS_ONE_OTHERWISE, _of_minus_one(MINUS_ONE))
    yield Odd("11-key-spelt-otherwise-and-hashed-so", MINUS_ONE_OTHERWISE, _of_minus_one(MINUS_ONE_OTHERWISE))


def _of_minus_one(hashed: bytes) -> Callable[[bytes], bytes]:
    """A signature under the point of order 2, whose own part vanishes where the challenge is even."""

    def sign(message: bytes) -> bytes:
        for number in range(1, 10_000):
            point = _times_base(number)
            if _challenge(point, hashed, message) % 2 == 0:
                return _joined(point, number)
        raise ArithmeticError("no such signature within 10,000 tries")

    return sign
