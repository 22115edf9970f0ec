import re
from pathlib import Path

import pytest

from followup.web import icons, navigation

TEMPLATES = Path(icons.__file__).parents[1] / "templates"
DRAWN = re.compile(r'\bicon\(\s*"([a-z0-9-]+)"')
HANDED_ON = re.compile(
    r'\b(?:timeline_item|tag|kpi|work_group)\((?:[^()"]|"[^"]*")*?"([a-z0-9]+(?:-[a-z0-9]+)+)"'
)


def names_in_templates():
    return {
        name[1]
        for template in TEMPLATES.rglob("*.html")
        for pattern in (DRAWN, HANDED_ON)
        for name in pattern.finditer(template.read_text(encoding="utf-8"))
    }


def test_every_icon_a_template_draws_is_in_the_sprite():
    assert names_in_templates() - icons.NAMES == set()


def test_every_icon_of_the_menu_is_in_the_sprite():
    assert {mark for _, _, mark, *_ in navigation.ITEMS} - icons.NAMES == set()


def test_icons_drawn_directly_and_through_a_macro_are_both_seen():
    assert {"search", "exclamation-triangle"} <= names_in_templates()


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_the_package_has_every_icon_we_name(name):
    assert f' id="{name}"' in icons.sprite()


def test_the_sprite_holds_nothing_else():
    assert icons.sprite().count("<symbol") == len(icons.NAMES)
