"""May I call now, in one line: the safe window of a row on any list."""

from followup.rules.working_time import local
from followup.rules.worklist import Reach
from followup.web.dates import clock_hour, hour, moment_in_sentence
from followup.web.texts import gettext as _


def window_line(window, *, gate_is_shut=False):
    """For the safe_window macro; a shut gate stands before every window."""
    if gate_is_shut:
        return {"state": "none", "text": _("Opens when the victim's side has been informed")}
    reach, span = window.reach, window.span
    words = {
        Reach.NOW: lambda: _("Safe to call until %(time)s", time=_end(span)),
        Reach.ANY: lambda: _("Safe to call at any time"),
        Reach.LATER: lambda: _(
            "Safe window %(opens)s–%(closes)s",
            opens=clock_hour(span.starts_at),
            closes=_end(span, clock_hour),
        ),
        Reach.SHUT: lambda: _(
            "Safe window opens %(time)s", time=moment_in_sentence(span.starts_at)
        ),
        Reach.NOT_BY_PHONE: lambda: _("Not by phone"),
        Reach.NONE: lambda: _("No safe way known"),
    }
    state = "none" if reach is Reach.NOT_BY_PHONE else reach.value
    return {"state": state, "text": words[reach]()}


def _end(span, written=hour):
    """The end of a window; midnight reads as 24:00, not as the morning before."""
    end = local(span.ends_at)
    return "24:00" if (end.hour, end.minute) == (0, 0) else written(span.ends_at)
