import pytest

from followup.web.browsers import browser_name

MOZILLA = "Mozilla/5.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Edg/126.0", "Edge, Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) {CHROME}", "Chrome, Linux"),
        (f"{MOZILLA} (Linux; Android 14) {CHROME}", "Chrome, Android"),
        (f"{MOZILLA} (iPhone; like Mac OS X) Version/17.5 Safari", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_call_it(sent, named):
    assert browser_name(sent) == named
