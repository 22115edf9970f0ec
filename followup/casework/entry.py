"""What a worker writes down about one try."""

from dataclasses import dataclass
from datetime import datetime

from followup.rules.next_step import Step
from followup.vocabulary import Outcome, Way


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Moments are aware; `at` None means now, `step` None the proposal of the rules."""

    way: Way
    outcome: Outcome
    at: datetime | None = None
    number: str | None = None
    asked: Outcome | None = None
    note: str = ""
    minutes: int | None = None
    card_confirmed: bool | None = None
    danger: bool = False
    call_once_more: bool = False
    chosen_at: datetime | None = None
    step: Step | None = None
    later_reason: str = ""
    against_card_reason: str = ""
    scripts: str = ""
