"""The keys that seal names, contacts and free text, kept outside the database.

Measured design: security.md §7. A sealed value is one format byte, one key number, a 96-bit nonce
and AES-256-GCM ciphertext bound to its table and column. Search goes by short keyed tokens.
"""

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE = 12


class KeysMissing(RuntimeError):
    """The key file is not there; without it nothing can be read."""


class CannotUnseal(RuntimeError):
    """The value was sealed with another key, for another column, or was tampered with."""


class KeyRing:
    """Seals and unseals text, and makes the tokens by which sealed text is found."""

    def __init__(self, keys: dict[int, bytes], current: int, search: bytes):
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._current = current
        self._search = search

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt for one place, written table.column."""
        nonce = os.urandom(NONCE)
        body = self._ciphers[self._current].encrypt(nonce, text.encode(), place.encode())
        return bytes([FORMAT, self._current]) + nonce + body

    def unseal(self, sealed: bytes, place: str) -> str:
        """Raises CannotUnseal when key, place or content do not fit."""
        cipher = self._ciphers.get(sealed[1]) if len(sealed) > 2 and sealed[0] == FORMAT else None
        if cipher is None:
            raise CannotUnseal(place)
        try:
            return cipher.decrypt(
                sealed[2 : 2 + NONCE], sealed[2 + NONCE :], place.encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise CannotUnseal(place) from None

    def token(self, kind: str, text: str, length: int = 8) -> bytes:
        """A keyed, shortened fingerprint; short ones collide on purpose."""
        digest = hmac.new(self._search, f"{kind}\x1f{text}".encode(), hashlib.sha256).digest()
        return digest[:length]


_ring: KeyRing | None = None


def use(keys: KeyRing) -> None:
    """Make these the keys of this process."""
    global _ring  # noqa: PLW0603 - one key ring per process
    _ring = keys


def ring() -> KeyRing:
    if _ring is None:
        raise KeysMissing
    return _ring


def create(path: Path) -> None:
    """Write a new key file, readable by its owner only. Raises FileExistsError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    content = {"current": 1, "keys": {"1": _fresh()}, "search": _fresh()}
    with os.fdopen(handle, "w") as kept:
        json.dump(content, kept, indent=2)


def read(path: Path) -> KeyRing:
    """Raises KeysMissing when there is no key file."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        raise KeysMissing(str(path)) from None
    keys = {int(number): base64.b64decode(key) for number, key in content["keys"].items()}
    return KeyRing(keys, content["current"], base64.b64decode(content["search"]))


def _fresh() -> str:
    return base64.b64encode(os.urandom(32)).decode()
