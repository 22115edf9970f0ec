"""Why a worker cannot take a follow-up, in words that name the worker and nobody else."""

from flask_babel import gettext as _

from followup.casework.errors import AlreadyAssigned, ConflictDeclared, OtherSide
from followup.web.refusals import said_of


def why(name, code):
    if code == OtherSide.code:
        return _("%(name)s already works with a linked person. Choose someone else", name=name)
    if code == ConflictDeclared.code:
        return _("%(name)s has declared a conflict. Choose someone else", name=name)
    if code == AlreadyAssigned.code:
        return said_of(code)
    return _("%(name)s cannot take this kind of case. Choose someone else", name=name)


def hindered(cannot, workers, count):
    """By the worker's code: why this choice is impossible, and for how many of the cases."""
    found = {}
    for one in workers:
        hard = [line for line in cannot.get(one.id, ()) if line.why != ConflictDeclared.code]
        if hard:
            reasons = "; ".join(dict.fromkeys(_short(line.why) for line in hard))
            found[one.code] = (
                reasons
                if len(hard) == count
                else _("%(n)s of %(all)s: %(why)s", n=len(hard), all=count, why=reasons)
            )
    return found


def conflicts_of(cannot, workers):
    """The codes of the workers who have declared a conflict with one of these cases."""
    return {
        one.code
        for one in workers
        if any(line.why == ConflictDeclared.code for line in cannot.get(one.id, ()))
    }


def each_refused(refused, worker):
    """One line for each follow-up that stood in the way."""
    return [{"code": one.code, "why": why(worker.name, one.why)} for one in refused.cannot]


def _short(code):
    if code == OtherSide.code:
        return _("already works with a linked person")
    return _("not of this strand")
