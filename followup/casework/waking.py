"""News brings a follow-up back to My day before the moment for which it was planned."""

from followup import clock
from followup.casework import events
from followup.casework.events import What
from followup.models import FollowUp
from followup.vocabulary import News


def wake(follow_up: FollowUp, news: News) -> None:
    """What was put off is shown again now, with the reason. Who sent the news is not said."""
    until = follow_up.shown_again_at
    if until is None or until <= clock.now():
        return
    follow_up.shown_again_at, follow_up.woken_by = None, news
    events.note(follow_up, What.WOKEN, by=None, news=news)


def settle(follow_up: FollowUp) -> None:
    """The worker has dealt with it, or somebody else has it: nothing is put off any more."""
    follow_up.shown_again_at = follow_up.woken_by = None
