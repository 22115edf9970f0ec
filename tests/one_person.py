"""Files of one person that came in twice, each with its referral, and a worker of its own."""

from followup.casework import situations
from followup.db import db
from followup.models import Referral, Situation
from followup.vocabulary import Strand
from tests import factories, files


def file_in(service, family="Benali", strand=Strand.VICTIM, *, beside=None, worker=None, **columns):
    """`beside`: somebody else of the same intervention."""
    worker = worker or factories.account(files.ROLE_OF[strand], service)
    if beside is None:
        referral = factories.referral()
    else:
        referral = db.session.get(Referral, beside.referral_id)
    situation = db.session.get(Situation, referral.situation_id)
    person = factories.person(situation, family_name=family, first_name="Amina")
    file = files.running(
        strand, worker=worker, situation=situation, person=person, referral=referral, **columns
    )
    situations.index_person(person)
    db.session.commit()
    return file
