"""The texts of a call as they are shipped with the product, in four languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from followup.rules.scripts import Text
from followup.vocabulary import Language, Script

SHIPPED = files("followup") / "texts" / "scripts"


def shipped_version() -> int:
    """The version of the shipped texts; all languages carry the same."""
    return version_in(Language.ENGLISH)


def version_in(language: Language) -> int:
    return _file(language)["version"]


@cache
def shipped(language: Language) -> Mapping[Script, Text]:
    kept = _file(language)
    return {one: Text(**{part: kept[one][part] for part in kept[one]}) for one in Script}


@cache
def words(language: Language) -> Mapping[str, str]:
    """What stands in a slot when nothing better is known, and how dates and hours are said."""
    return _file(language)["words"]


@cache
def _file(language: Language) -> dict:
    return tomllib.loads((SHIPPED / f"{language}.toml").read_text(encoding="utf-8"))
