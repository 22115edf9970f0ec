"""The log form with the moment of an entry that is being corrected."""

from datetime import datetime

from followup.web.contact_form import OTHER_MOMENT, LogForm


def same_moment(text):
    """A form with this Brussels moment filled in; None when there is none to take over."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return LogForm(when=OTHER_MOMENT, when_day=at.date(), when_hour=at.time())
