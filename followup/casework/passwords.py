"""What a password must be while it is the only proof, and what a new account starts with."""

import re
import secrets
from enum import StrEnum

from zxcvbn import zxcvbn

LEAST = 15
MOST = 200
GUESSED = 72
SCORE = 3
OWN = 8
# The library knows the American keyboard; ours is the Belgian one.
KEYBOARD_ROWS = ["azertyuiop", "qsdfghjklm", "wxcvbn", "azerty", "qsdfgh"]

# No letter or digit that reads like another one: it is read aloud or copied from paper.
_CHARACTERS = "abcdefhjkmnpqrtwxyz2346789"


class Weakness(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    EASY = "easy"
    SAME = "same"


def weakness(password: str, about: list[str]) -> Weakness | None:
    """Why this password is refused, or None. `about` holds words an acquaintance would try."""
    if len(password) < LEAST:
        return Weakness.TOO_SHORT
    if len(password) > MOST:
        return Weakness.TOO_LONG
    words = [word for text in about for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
    words += KEYBOARD_ROWS
    if len(_without(words, password.lower())) < OWN:
        return Weakness.EASY
    guess = zxcvbn(password[:GUESSED], user_inputs=words)
    return Weakness.EASY if guess["score"] < SCORE else None


def _without(words: list[str], password: str) -> str:
    """What is the password's own. The library calls any three words in a row strong."""
    for word in sorted(words, key=len, reverse=True):
        password = password.replace(word, "")
    return password


def one_time_password() -> str:
    """Twenty characters in four groups, drawn by chance (94 bits)."""
    groups = ("".join(secrets.choice(_CHARACTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
