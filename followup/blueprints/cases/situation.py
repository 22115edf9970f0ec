"""The course of the situation, from the files the reader may open."""

from flask import render_template

from followup import clock
from followup.blueprints.cases.acts import opened
from followup.blueprints.cases.frame import frame
from followup.casework.course import courses
from followup.web import course_words
from followup.web.access import actor
from followup.web.risk_chart import chart


def situation(code):
    head = opened(code)
    shown = courses(head.follow_up, by=actor())
    return render_template(
        "cases/situation.html",
        **frame(head, "situation"),
        courses=[(one, _chart(one)) for one in shown],
        words=course_words,
    )


def _chart(course):
    return chart(course.risks, [one.at for one in course.interventions], clock.now())
