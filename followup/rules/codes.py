"""Case codes: short, random and said aloud character by character, with a check character.

The alphabet has 23 characters (a prime, so that the check below catches what it promises): the ten
digits and thirteen consonants. No vowel and no Y, so no word comes out; no B, G, I, L, O, S, U, V
or Z, which read as 8, 6, 1, 1, 0, 5, V, U and 2; no C, which sounds like S or K. What is typed in
their place is put right by `tidy`.
"""

import re
import secrets

ALPHABET = "0123456789DFHJKMNPQRTWX"
LENGTH = 8

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("OILBGSZ", "0118652")
# Distinct, none zero: one wrong character, or two neighbours swapped, always changes the sum.
_WEIGHTS = tuple(pow(7, place, len(ALPHABET)) for place in range(LENGTH))
# Not zero, so that 0000-0000 is no code.
_REMAINDER = 1


def new_code() -> str:
    """Draw a code nobody can guess from another one, written like 7QK2-M9FD."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _written(drawn + _check_character(drawn))


def new_mark() -> str:
    """Draw an address for a row that nobody says aloud; long enough for hundreds of millions."""
    return secrets.token_hex(6)


def tidy(text: str) -> str:
    """Write a typed code the normal way; what cannot be a code comes back unchanged."""
    typed = re.sub(r"[^A-Z0-9]", "", text.upper()).translate(_LOOK_ALIKES)
    return _written(typed) if len(typed) == LENGTH else text.strip()


def holds(code: str) -> bool:
    """Whether this is a code in its normal form with the right check character."""
    characters = code.replace("-", "")
    if code != _written(characters) or len(characters) != LENGTH:
        return False
    return all(c in _VALUES for c in characters) and _sum(characters) == _REMAINDER


def _check_character(drawn: str) -> str:
    inverse = pow(_WEIGHTS[-1], -1, len(ALPHABET))
    return ALPHABET[(_REMAINDER - _sum(drawn)) * inverse % len(ALPHABET)]


def _sum(characters: str) -> int:
    weighted = (_VALUES[c] * weight for c, weight in zip(characters, _WEIGHTS, strict=False))
    return sum(weighted) % len(ALPHABET)


def _written(characters: str) -> str:
    return f"{characters[:4]}-{characters[4:]}"
