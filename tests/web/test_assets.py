"""Files of the page that a browser may keep."""

import re

import pytest

from followup.web.assets import current_version


@pytest.mark.parametrize("name", ["followup.css", "followup.js"])
def test_a_file_is_kept_for_a_year_under_the_address_of_its_content(client, name):
    page = client.get("/sign-in").text

    address = re.search(rf'"(/static/\w+/{name})"', page)[1]
    answer = client.get(address)

    assert current_version() in address
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_bootstrap_and_the_icons_are_kept_as_long(client):
    page = client.get("/sign-in").text

    for address in re.findall(r'"(/assets/\w+/[a-z.]+)', page):
        assert "immutable" in client.get(address).headers["Cache-Control"]


def test_under_another_version_a_file_is_there_but_not_kept(client):
    answer = client.get("/static/0123456789ab/followup.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_nothing_outside_the_folder_is_served(client):
    assert client.get("/static/x/../app.py").status_code == 404
