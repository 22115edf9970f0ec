"""Why a worker cannot take a follow-up, in words that name the worker and nobody else."""

from flask_babel import gettext as _

from followup.casework.errors import OtherSide


def why(name, code):
    if code == OtherSide.code:
        return _("%(name)s already works with a linked person. Choose someone else", name=name)
    return _("%(name)s cannot take this kind of case. Choose someone else", name=name)


def cannot_texts(cannot, workers):
    """By the worker's code: the reason, with the cases it is about."""
    names = {one.id: one for one in workers}
    return {
        names[worker_id].code: _(
            "%(cases)s: %(why)s",
            cases=", ".join(one.code for one in refused),
            why=why(names[worker_id].name, refused[0].why),
        )
        for worker_id, refused in cannot.items()
    }


def each_refused(refused, worker):
    """One line for each follow-up that stood in the way."""
    return [{"code": one.code, "why": why(worker.name, one.why)} for one in refused.cannot]
