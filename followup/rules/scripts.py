"""The texts of a call: which fit this file, what they may name, and how they are filled.

A text has two parts. The opening may be overheard by anybody; the safe part is said only once the
person can talk freely. A slot that tells why we call never stands in an opening (practice.md R-17).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from followup.vocabulary import Language, Outcome, Script, Slot, Strand

LANGUAGES = (Language.FRENCH, Language.DUTCH, Language.GERMAN, Language.ENGLISH)
TELLING = frozenset({Slot.SERVICE, Slot.DATE, Slot.CODE_WORD})
NEUTRAL = frozenset(Slot) - TELLING
# Heard by somebody else, or by whoever plays the message: neither whom we look for nor who we are.
FOR_OTHERS = frozenset({Script.OTHER_ANSWERS, Script.CHILD_ANSWERS, Script.VOICEMAIL})
FOR_ANYBODY = frozenset({Slot.WORKER, Slot.AGREED})
LONGEST = 1500

FIRST_CALLS = {
    Strand.VICTIM: Script.FIRST_CALL,
    Strand.PERPETRATOR: Script.PERPETRATOR_FIRST_CALL,
    Strand.CHILD: Script.CHILD_FIRST_CALL,
}
AFTER = {
    Outcome.NOT_GOOD_MOMENT: Script.NOT_ALONE,
    Outcome.OTHER_ANSWERED: Script.OTHER_ANSWERS,
    Outcome.MESSAGE_LEFT: Script.VOICEMAIL,
    Outcome.BUSY: Script.INTERRUPTED,
    Outcome.NO_SHARED_LANGUAGE: Script.INTERPRETER,
    Outcome.DANGER_NOW: Script.DURESS_WORD,
    Outcome.DURESS_WORD: Script.DURESS_WORD,
    Outcome.STOP_UNSAFE: Script.DURESS_WORD,
}


@dataclass(frozen=True)
class Text:
    """One text in one language; `safe` is empty where there is nothing more to say."""

    opening: str
    safe: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text: the slot that may not stand in this part, or broken braces."""

    part: str
    slot: str = ""
    telling: bool = False


def fitting(
    strand: Strand, *, contacted: bool, may_leave_message: bool, interpreter: bool
) -> tuple[Script, ...]:
    """The texts that can be needed in this call, the likeliest first."""
    first = () if contacted else (FIRST_CALLS[strand],)
    with_help = (Script.INTERPRETER,) if interpreter else ()
    left_out = {*FIRST_CALLS.values(), *with_help}
    left_out |= {Script.DURESS_WORD} if strand is Strand.PERPETRATOR else {Script.ABOUT_VICTIM}
    left_out |= set() if may_leave_message else {Script.VOICEMAIL}
    return (*with_help, *first, *(one for one in Script if one not in left_out))


def outcomes_of(script: Script) -> tuple[Outcome, ...]:
    """The outcomes beside which this text is shown."""
    return tuple(outcome for outcome, after in AFTER.items() if after is script)


def allowed(script: Script, part: str) -> frozenset[Slot]:
    """The slots that may stand in this part of this text."""
    if script in FOR_OTHERS:
        return FOR_ANYBODY
    return NEUTRAL if part == "opening" else frozenset(Slot)


def has_safe_part(script: Script) -> bool:
    return script not in FOR_OTHERS


def faults(script: Script, text: Text) -> Iterator[Fault]:
    """Everything that keeps a text from being used."""
    for part, words in (("opening", text.opening), ("safe", text.safe)):
        try:
            named = _slots(words)
        except ValueError:
            yield Fault(part)
            continue
        for slot in sorted(named - allowed(script, part)):
            yield Fault(part, slot, telling=slot in TELLING)


def fill(words: str, values: Mapping[Slot, str]) -> str:
    """The words with their slots filled; a text that was checked always fills."""
    return words.format_map(values)


def _slots(words: str) -> set[str]:
    """The names between braces. Raises ValueError for a brace without its other, or with more."""
    named = set()
    for _literal, name, spec, conversion in Formatter().parse(words):
        if name is None:
            continue
        if spec or conversion or not name:
            raise ValueError("only a plain name may stand between braces")
        named.add(name)
    return named
