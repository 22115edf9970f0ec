"""What can be refused, as exceptions that say what is true."""

from datetime import datetime, timedelta


class Refused(Exception):
    """The act is not possible now. `code` names the sentence the reader gets; nothing is lost."""

    code = "refused"

    def __init__(self, **facts: str) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(Exception):
    """Missing, or not the actor's: the two look alike. The codes asked for go to the trail."""


class FollowUpClosed(Refused):
    code = "follow_up_closed"


class OtherSide(Refused):
    """The worker has, or had, the other side of this situation."""

    code = "other_side"


class ConflictDeclared(Refused):
    """The worker is tied to the person; only the coordinator goes on, with a written reason."""

    code = "conflict"


class AlreadyAssigned(Refused):
    """Somebody else gave it to a worker meanwhile."""

    code = "already_assigned"


class WrongStrand(Refused):
    """The worker's roles do not cover this strand, or the worker is of another organisation."""

    code = "wrong_strand"


class AgainstCard(Refused):
    """The card forbids this way or this moment."""

    code = "against_card"


class NeedsCoordinator(Refused):
    """Only the coordinator decides this."""

    code = "needs_coordinator"


# The bar is shown for 10 seconds and waits while it is pointed at; the server allows a minute.
UNDO_WITHIN = timedelta(minutes=1)


class TooLate(Refused):
    """The time for this act is over."""

    code = "too_late"


class NotThatMoment(Refused):
    """The moment lies in the future or more than seven days back."""

    code = "not_that_moment"


class LaterThanRule(Refused):
    """The chosen moment is later than the rule allows, or not after the try."""

    code = "later_than_rule"


class LaterDayOnly(Refused):
    """Somebody else answered: the next call comes on another day."""

    code = "later_day_only"


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing; both versions are kept for the choice."""

    code = "changed_meanwhile"


class SomebodyCalls(Refused):
    """A colleague is calling this person, or this number, now; the facts say who and since when."""

    code = "somebody_calls"

    def __init__(self, name: str, since: datetime) -> None:
        super().__init__()
        self.name, self.since = name, since


class NotAfterNow(Refused):
    """What is planned must lie ahead."""

    code = "not_after_now"


class BarredInterpreter(Refused):
    """The person does not want to be translated by this interpreter."""

    code = "barred_interpreter"


class GateShut(Refused):
    """The victim-first gate has not been opened."""

    code = "gate_shut"


class AlreadyThere(Refused):
    """A row with this name, code or day exists."""

    code = "already_there"


class HasFollowUps(Refused):
    """The account still has open follow-ups that would be left without anybody."""

    code = "has_follow_ups"


class BothSides(Refused):
    """Merged, somebody would work, or have worked, on both sides."""

    code = "both_sides"


class NotAlike(Refused):
    """The two files are not of one strand and one organisation, or are one file."""

    code = "not_alike"


class AlreadyMerged(Refused):
    """One of the two is part of a merge already."""

    code = "already_merged"


class GatesShut(Refused):
    """The victim's side of one of the two has not been informed."""

    code = "gates_shut"


class NobodyReceives(Refused):
    """The table names no organisation for this zone and strand."""

    code = "nobody_receives"


class NobodyThere(Refused):
    """Nobody on the other side of this situation has a file."""

    code = "nobody_there"


class LastAdministrator(Refused):
    """Without this account nobody could open accounts any more."""

    code = "last_administrator"
