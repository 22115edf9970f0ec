"""What a coordinator is asked to decide, in words."""

from flask_babel import lazy_gettext as _l

ASKED = {
    "close": _l("Ending asked for"),
    "stop": _l("Contact stopped: decide how to go on"),
    "not_reached": _l("Not reached after the agreed attempts"),
    "unreached": _l("Not reached in time: decide how to go on"),
    "revisit": _l("Police revisit asked for"),
    "think": _l("Third time in a row: would like time to think"),
    "not_now": _l("Does not want follow-up for now"),
    "move": _l("Later deadline asked for"),
    "role": _l("Roles to be looked at anew"),
    "look": _l("Decision of the coordinator"),
}
