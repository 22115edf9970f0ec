import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "followup").rglob("*.py"))
TEMPLATES = sorted((ROOT / "followup" / "templates").rglob("*.html"))
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_TEMPLATE = 300, 40, 30, 80
WITH_A_MIRROR = ("rules", "casework", "jobs")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "base_utils"}


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_stay_short(path):
    source = path.read_text()
    longest = LONGEST_VIEW if "blueprints" in path.parts else LONGEST_FUNCTION
    too_long = [
        f"{node.name}: {lines(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and lines(node) > longest
    ]

    assert source.count("\n") <= LONGEST_MODULE
    assert too_long == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_a_sentence_and_imports_at_the_top_only(path):
    tree = ast.parse(path.read_text())
    inside = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert not tree.body or (ast.get_docstring(tree) or "").partition("\n")[0].endswith(".")
    assert inside == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_short(path):
    assert path.read_text().count("\n") <= LONGEST_TEMPLATE


def test_rules_casework_and_jobs_have_their_tests_beside_them():
    untested = [
        name(path)
        for path in MODULES
        if path.parts[len(ROOT.parts) + 1] in WITH_A_MIRROR
        and path.name != "__init__.py"
        and not mirror(path).exists()
    ]

    assert untested == []


def test_no_module_is_named_after_nothing():
    assert [name(path) for path in MODULES if path.stem in EMPTY_NAMES] == []


def test_views_read_and_answer_but_do_not_commit():
    committing = [
        name(path)
        for path in MODULES
        if {"casework", "blueprints"} & set(path.parts) and ".commit()" in path.read_text()
    ]

    assert committing == []


def lines(node):
    return node.end_lineno - node.lineno + 1


def mirror(path):
    inside = path.relative_to(ROOT / "followup")
    return ROOT / "tests" / inside.parent / f"test_{path.name}"
