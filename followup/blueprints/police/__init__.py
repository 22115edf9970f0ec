"""Police: enter a referral, see what became of it, add to it."""

from flask import Blueprint

from followup.blueprints.police import asked, check, drafts, sent, steps
from followup.rules.access import Permission
from followup.web.access import action, add_pages, form, page, probe

police = Blueprint("police", __name__)
add_pages(
    police,
    page("/referrals", sent.referrals, Permission.ENTER_REFERRAL),
    page("/referrals/new", steps.event, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/event", steps.event, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/people", steps.people, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/contact", steps.contact, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/check", check.check, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/looks-like", check.looks_like, Permission.ENTER_REFERRAL),
    probe("/referrals/new/<draft>/<step>/keep", drafts.keep_step, Permission.ENTER_REFERRAL),
    form("/referrals/new/<draft>/delete", drafts.drafts_delete, Permission.ENTER_REFERRAL),
    page("/referrals/<reference>", sent.referral, Permission.READ_REFERRAL),
    page("/referrals/<reference>/receipt", sent.receipt, Permission.READ_REFERRAL),
    action("/referrals/<reference>/revisited", sent.revisited, Permission.REVISIT),
    form("/referrals/<reference>/asked/<question>", asked.answer, Permission.ANSWER_REQUEST),
    form("/referrals/<reference>/add", sent.add_information, Permission.ADD_INFORMATION),
)
