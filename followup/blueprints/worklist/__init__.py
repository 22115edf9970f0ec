"""What a worker has to do: my day, my cases, and the people out of reach."""

from flask import Blueprint

from followup.blueprints.worklist import day, lists, sheet
from followup.rules.access import Permission
from followup.web.access import add_pages, names_people, page

worklist = Blueprint("worklist", __name__)
add_pages(
    worklist,
    page("/day", day.day, Permission.WORK_THE_DAY),
    page("/day/print", sheet.day_print, Permission.WORK_THE_DAY),
    names_people(page("/cases", lists.cases, Permission.WORK_THE_DAY)),
    names_people(page("/not-reached", lists.not_reached, Permission.WORK_THE_DAY)),
    names_people(page("/not-now", lists.not_now, Permission.WORK_THE_DAY)),
    names_people(page("/stopped", lists.stopped, Permission.WORK_THE_DAY)),
    names_people(page("/incomplete", lists.incomplete, Permission.WORK_THE_DAY)),
)
