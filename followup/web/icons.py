"""The icon sprite: only the marks we use, cut from the Bootstrap Icons of the installed package."""

import re
from functools import cache
from importlib.resources import files

NAMES = frozenset({
    "alarm", "arrow-left", "arrow-repeat", "arrow-up", "balloon", "bar-chart", "bell",
    "box-arrow-right", "building", "calendar-check", "calendar-event", "calendar-x", "calendar3",
    "chat-quote", "chat-square-text", "check-circle", "check2", "check2-circle", "chevron-down",
    "clipboard-check", "clock", "clock-history", "cloud-check", "cloud-slash", "envelope",
    "exclamation-triangle", "exclamation-triangle-fill", "eye", "eye-slash", "file-earmark-text",
    "folder2-open", "funnel", "gear", "geo-alt", "hourglass", "hourglass-split", "house-door",
    "inbox", "info-circle", "journal-bookmark", "key", "list", "list-check", "lock", "pencil",
    "people", "person", "person-check", "person-circle", "person-dash", "person-plus",
    "person-slash", "plus-circle", "printer", "search", "send", "shield", "shield-check",
    "shield-lock", "shield-lock-fill", "signpost-split", "sun", "telephone",
    "telephone-plus", "telephone-x", "trash", "translate", "unlock", "x-lg",
    "x-octagon", "x-octagon-fill",
})  # fmt: skip
SYMBOL = re.compile(r'<symbol[^>]*? id="([a-z0-9-]+)"[^>]*>.*?</symbol>', re.DOTALL)


@cache
def sprite():
    """Only the named symbols: the whole file of the package has more than a megabyte."""
    drawn = [found[0] for found in SYMBOL.finditer(_package_sprite()) if found[1] in NAMES]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>'


def _package_sprite():
    package = files("flask_bootstrap") / "static" / "bootstrap5"
    return (package / "icons" / "bootstrap-icons.svg").read_text(encoding="utf-8")
