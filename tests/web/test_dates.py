from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from followup import clock
from followup.web import dates, texts

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)  # Monday 10:12 in Brussels
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "nl", "de")


@pytest.fixture
def reading():
    """Read what `show` gives in one language, with the clock stopped."""
    language = {"now": "en"}
    app = Flask(__name__)
    babel = Babel(app, locale_selector=lambda: language["now"])
    dates.register(app)
    texts.set_up(app, babel)

    def read(chosen, show, *args):
        language["now"] = chosen
        with clock.stopped_at(NOW), app.app_context():
            return show(*args)

    read.app = app
    return read


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Fri 20 Nov 17:00"),
        ("fr", "ven. 20 nov. 17:00"),
        ("nl", "vr 20 nov. 17:00"),
        ("de", "Fr. 20. Nov. 17:00"),
    ],
)
def test_a_moment_in_a_table_reads_in_brussels_time(reading, language, written):
    assert reading(language, dates.moment, FRIDAY) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Fri 21 Nov 2025 17:00"),
        ("fr", "ven. 21 nov. 2025 17:00"),
        ("nl", "vr 21 nov. 2025 17:00"),
        ("de", "Fr. 21. Nov. 2025 17:00"),
    ],
)
def test_the_year_is_shown_when_it_is_not_this_one(reading, language, written):
    last_year = datetime(2025, 11, 21, 16, 0, tzinfo=UTC)

    assert reading(language, dates.moment, last_year) == written


def test_the_year_is_the_one_in_brussels(reading):
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert reading("en", dates.moment, new_year) == "Fri 1 Jan 2027 00:30"


def test_may_has_no_point_in_dutch(reading):
    assert reading("nl", dates.day, date(2026, 5, 8)) == "vr 8 mei"
    assert reading("nl", dates.day, date(2026, 3, 6)) == "vr 6 mrt."


def test_today_is_named(reading):
    assert reading("en", dates.moment_today, NOW) == "Today 10:12"
    assert reading("en", dates.moment_today, FRIDAY) == "Fri 20 Nov 17:00"


def test_just_after_midnight_in_brussels_is_already_today(reading):
    after_midnight = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert reading("en", dates.moment_today, after_midnight) == "Today 00:30"


def test_a_day_takes_moments_too(reading):
    assert reading("en", dates.day, datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "Mon 23 Nov"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Monday 24 November 2025"),
        ("fr", "Lundi 24 novembre 2025"),
        ("nl", "Maandag 24 november 2025"),
        ("de", "Montag, 24. November 2025"),
    ],
)
def test_a_long_day_is_written_out(reading, language, written):
    assert reading(language, dates.long_day, date(2025, 11, 24)) == written


@pytest.mark.parametrize(
    ("language", "whole", "half"),
    [
        ("en", "17:00", "17:30"),
        ("fr", "17\u00a0h", "17\u00a0h\u00a030"),
        ("nl", "17.00\u00a0uur", "17.30\u00a0uur"),
        ("de", "17:00\u00a0Uhr", "17:30\u00a0Uhr"),
    ],
)
def test_an_hour_in_a_sentence_reads_as_said(reading, language, whole, half):
    assert reading(language, dates.hour, FRIDAY) == whole
    assert reading(language, dates.hour, time(17, 30)) == half


@pytest.mark.parametrize("show", [dates.moment, dates.moment_today, dates.hour])
def test_the_doubled_hour_says_which_one(reading, show):
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert reading("en", show, first).endswith("02:30 (CEST)")
    assert reading("en", show, first + timedelta(hours=1)).endswith("02:30 (CET)")
    assert reading("en", show, first + timedelta(hours=2)).endswith("03:30")


def test_the_time_element_carries_utc(reading):
    assert reading("fr", dates.isotime, FRIDAY) == "2026-11-20T16:00:00Z"
    assert reading("fr", dates.isotime, date(2026, 11, 20)) == "2026-11-20"


@pytest.mark.parametrize(
    ("left", "written"),
    [
        (timedelta(hours=1, minutes=48), "In 1 h 48"),
        (timedelta(minutes=5), "In 5 min"),
        (timedelta(0), "In 1 min"),
        (timedelta(hours=23, minutes=59), "In 23 h 59"),
        (timedelta(days=1, hours=3), "In 1 day"),
        (timedelta(days=14), "In 14 days"),
        (timedelta(days=14, minutes=1), ""),
        (-timedelta(hours=1, minutes=12), "Overdue 1 h 12"),
        (-timedelta(hours=2, minutes=5), "Overdue 2 h 05"),
        (-timedelta(seconds=10), "Overdue 1 min"),
        (-timedelta(days=1, hours=1), "Overdue 1 day"),
        (-timedelta(days=3), "Overdue 3 days"),
        (-timedelta(days=15), "Overdue"),
    ],
)
def test_the_second_line_says_how_long_is_left(reading, left, written):
    assert reading("en", dates.until, NOW + left) == written


@pytest.mark.parametrize(
    ("gone", "written"),
    [
        (timedelta(seconds=20), "1 min ago"),
        (timedelta(hours=2, minutes=5), "2 h 05 ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=9), "9 days ago"),
        (timedelta(days=15), ""),
        (-timedelta(hours=1), ""),
    ],
)
def test_the_second_line_says_how_long_ago(reading, gone, written):
    assert reading("en", dates.ago, NOW - gone) == written


def test_what_is_not_known_is_left_blank(reading):
    shown = [
        reading("en", show, None)
        for show in (
            dates.moment, dates.moment_today, dates.day, dates.long_day, dates.hour,
            dates.isotime, dates.until, dates.ago, dates.phone,
        )
    ]  # fmt: skip

    assert set(shown) == {""}


def test_templates_know_the_filters(reading):
    template = reading.app.jinja_env.from_string(
        "{{ at | moment }}, {{ at | isotime }}, {{ number | phone }}"
    )

    page = reading("nl", lambda: template.render(at=FRIDAY, number="+32470123456"))

    assert page == "vr 20 nov. 17:00, 2026-11-20T16:00:00Z, 0470 12 34 56"


@given(st.integers(min_value=0, max_value=15 * 366 * 24 * 60))
def test_two_moments_a_minute_or_an_hour_apart_never_read_the_same(minutes):
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    shown = {dates._moment(at + timedelta(minutes=later), "en", 2026) for later in (0, 1, 60)}

    assert len(shown) == 3


def test_a_language_we_do_not_speak_reads_english(reading):
    assert reading("es", dates.moment, FRIDAY) == "Fri 20 Nov 17:00"


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("Qui ?", "Qui\u202f?"),
        ("Qui?", "Qui\u202f?"),
        ("Attention ! Danger", "Attention\u202f! Danger"),
        ("un ; deux", "un\u202f; deux"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("Erreur : vide", "Erreur\u00a0: vide"),
        ("Erreur: vide", "Erreur\u00a0: vide"),
        ("Étape 2: fin", "Étape 2\u00a0: fin"),
        ("« Non »", "«\u00a0Non\u00a0»"),
        ("«Non»", "«\u00a0Non\u00a0»"),
        ("« Non : »", "«\u00a0Non\u00a0:\u00a0»"),
        ("« Pas de PV » ?", "«\u00a0Pas de PV\u00a0»\u202f?"),
        ("Le %(name)s?", "Le %(name)s\u202f?"),
        ("<b>Qui</b>?", "<b>Qui</b>\u202f?"),
    ],
)
def test_french_gets_its_spaces(typed, spaced):
    assert dates.french_spaces(typed) == spaced


@pytest.mark.parametrize(
    "text",
    [
        "à 17:00",
        "https://exemple.be/a?b=c;d=e",
        "www.exemple.be?q=1",
        '<a href="/x?y=1" title="Qui ?">lien</a>',
        "l&#39;aide &amp; vous",
        "fr_BE:nl_BE",
        "",
    ],
)
def test_times_addresses_tags_and_entities_stay_as_they_are(text):
    assert dates.french_spaces(text) == text


@given(st.text("ab ?!;:«»\u202f\u00a0<>&/17"))
def test_spacing_twice_changes_nothing_more(text):
    once = dates.french_spaces(text)

    assert dates.french_spaces(once) == once


@given(st.text("ab ?!;:«»<>&/17"))
def test_spacing_touches_nothing_but_spaces(text):
    assert "".join(dates.french_spaces(text).split()) == "".join(text.split())


def test_safe_markup_stays_safe_and_other_text_does_not_become_so():
    assert isinstance(dates.french_spaces(Markup("<b>Qui ?</b>")), Markup)
    assert not isinstance(dates.french_spaces("Qui ?"), Markup)
