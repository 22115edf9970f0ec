"""The table of outcomes: what each one does whatever the risk and the tries before (ux.md §3)."""

from dataclasses import dataclass

from followup.rules.terms import Term
from followup.vocabulary import (
    Alert,
    Asks,
    CountsAs,
    DeadlineKind,
    Outcome,
    Risk,
    State,
    Way,
    WhyAsked,
)


@dataclass(frozen=True)
class Opens:
    """A duty the outcome opens. `chosen`: the worker may name the moment, up to `latest`."""

    kind: DeadlineKind
    term: Term
    latest: Term | None = None
    chosen: bool = False


@dataclass(frozen=True)
class NextTry:
    """How the next try is planned; without any of these, by the formula of `next_step`.

    `wait` in working days first; `retry` so soon if the window is open then; `chosen` at the moment
    that was named; `next_day` and `other_daypart` than this try.
    """

    wait: Term | None = None
    retry: Term | None = None
    chosen: bool = False
    next_day: bool = False
    other_daypart: bool = False
    with_interpreter: bool = False


@dataclass(frozen=True)
class Effect:
    """Everything one outcome does. Without `next_try` and `opens` the planned step only ends.

    `silences`: nothing is asked of the person any more, the reviews included.
    `keeps_step`: the planned step stays. `restores`: the entry it corrects is undone.
    `coordinator_only`: only the coordinator may end the follow-up now.
    """

    counts_as: CountsAs
    key: int | None = None
    next_try: NextTry | None = None
    opens: tuple[Opens, ...] = ()
    asks: tuple[Asks, ...] = ()
    needs_permit: Way | None = None
    state: State | None = None
    alert: Alert | None = None
    asks_police: WhyAsked | None = None
    risk_at_least: Risk | None = None
    flag_number: bool = False
    lock_number: bool = False
    lock_all_ways: bool = False
    pauses_clocks: bool = False
    proposes_close: bool = False
    silences: bool = False
    coordinator_only: bool = False
    emergency_list: bool = False
    ends_snooze: bool = False
    keeps_step: bool = False
    restores: bool = False

    @property
    def stops_first_attempt(self) -> bool:
        return self.counts_as is not CountsAs.NOTHING

    @property
    def stops_contact_made(self) -> bool:
        return self.counts_as is CountsAs.CONTACT


SPOKEN = (Asks.CARD_STILL_RIGHT, Asks.DANGER)
BY_FORMULA = NextTry()

# What holds whatever the risk and the number of tries; `effect_of` adds what depends on them.
EFFECTS: dict[Outcome, Effect] = {
    Outcome.SPOKE_SUPPORT: Effect(CountsAs.CONTACT, 1, asks=(*SPOKEN, Asks.CONSENT)),
    Outcome.SPOKE_THINK: Effect(CountsAs.CONTACT, 2, asks=(*SPOKEN, Asks.MOMENT)),
    Outcome.SPOKE_NOT_NOW: Effect(
        CountsAs.CONTACT,
        3,
        asks=(*SPOKEN, Asks.NUMBERS_GIVEN, Asks.CALL_ONCE_MORE),
        proposes_close=True,
        silences=True,
    ),
    Outcome.NOT_GOOD_MOMENT: Effect(
        CountsAs.ATTEMPT,
        4,
        next_try=NextTry(chosen=True),
        asks=(Asks.MOMENT, Asks.BETTER_WINDOW),
    ),
    Outcome.NO_ANSWER: Effect(CountsAs.ATTEMPT, 5, next_try=BY_FORMULA),
    Outcome.OTHER_ANSWERED: Effect(
        CountsAs.ATTEMPT,
        6,
        next_try=NextTry(next_day=True, other_daypart=True),
        flag_number=True,
    ),
    Outcome.NUMBER_DEAD: Effect(
        CountsAs.ATTEMPT,
        7,
        state=State.INCOMPLETE,
        asks_police=WhyAsked.NUMBER_DEAD,
        lock_number=True,
    ),
    Outcome.MESSAGE_LEFT: Effect(CountsAs.ATTEMPT, 8, needs_permit=Way.VOICEMAIL),
    Outcome.SMS_SENT: Effect(CountsAs.ATTEMPT, 9, needs_permit=Way.SMS),
    Outcome.BUSY: Effect(CountsAs.NOTHING),
    Outcome.VISIT_NOBODY: Effect(CountsAs.ATTEMPT, next_try=BY_FORMULA),
    Outcome.SAFE_PERSON: Effect(
        CountsAs.ATTEMPT,
        next_try=NextTry(chosen=True),
        asks=(Asks.MOMENT, Asks.BETTER_WINDOW),
        needs_permit=Way.SAFE_PERSON,
    ),
    Outcome.NO_SHARED_LANGUAGE: Effect(CountsAs.ATTEMPT),
    Outcome.CAME_TO_US: Effect(
        CountsAs.CONTACT, asks=(*SPOKEN, Asks.WHICH_OUTCOME), ends_snooze=True
    ),
    Outcome.DANGER_NOW: Effect(
        CountsAs.CONTACT,
        asks=(Asks.CARD_STILL_RIGHT,),
        alert=Alert.DANGER,
        risk_at_least=Risk.HIGH,
        emergency_list=True,
    ),
    Outcome.DURESS_WORD: Effect(
        CountsAs.CONTACT,
        alert=Alert.DANGER,
        risk_at_least=Risk.HIGH,
        emergency_list=True,
    ),
    Outcome.STOP_UNSAFE: Effect(
        CountsAs.ATTEMPT,
        state=State.STOPPED,
        alert=Alert.STOPPED,
        lock_all_ways=True,
        pauses_clocks=True,
        coordinator_only=True,
    ),
    Outcome.PROFESSIONAL: Effect(CountsAs.NOTHING, asks=(Asks.CONSENT,), keeps_step=True),
    Outcome.MISTAKE: Effect(CountsAs.NOTHING, restores=True),
}
