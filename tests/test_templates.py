import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

ROOT = Path(__file__).parent.parent / "followup"
FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
OUTERMOST = {"base.html", "base_public.html"}
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
# Words of a person: they stand in the page, never in its title or address.
NAMES = re.compile(r"\b(family_name|first_name|person\.name|place|report_number|phone|address)\b")


def name(path):
    return str(path.relative_to(FOLDER))


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name)


@each_template
def test_a_template_escapes_everything(path):
    source = path.read_text()

    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", source)


@each_template
def test_a_template_has_no_script_or_style_of_its_own(path):
    source = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S)

    assert re.findall(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style\b|javascript:", source) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", source) if "src=" not in tag] == []
    assert re.findall(r"(?:src|href|action)=[\"']?(?:https?:)?//", source) == []


@each_template
def test_a_template_imports_only_what_it_uses(path):
    tree = parsed(path)
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    imported = set()
    for node in tree.find_all(nodes.FromImport):
        imported |= {one if isinstance(one, str) else one[1] for one in node.names}
    imported |= {node.target for node in tree.find_all(nodes.Import)}

    assert imported - used == set()


@each_template
def test_gettext_is_not_hidden_by_a_variable(path):
    stored = {node.name for node in parsed(path).find_all(nodes.Name) if node.ctx == "store"}

    assert not stored & {"_", "gettext", "ngettext", "may", "url_for"}


@each_template
def test_a_title_names_nobody(path):
    source = path.read_text()
    titles = re.findall(r"{%-?\s*block title\s*-?%}(.*?){%-?\s*endblock", source, re.S)
    titles += re.findall(r"<title>(.*?)</title>", source, re.S)

    assert [title for title in titles if NAMES.search(title)] == []


@each_template
def test_a_form_that_changes_something_carries_its_marks(path):
    source = path.read_text()
    forms = re.findall(r"<form\b.*?</form>", source, re.S)

    assert [form[:80] for form in forms if "post" in form[:300].lower() and unmarked(form)] == []


def test_every_template_is_used():
    mentioned = {name for path in TEMPLATES for name in mentions(path)}
    python = "".join(path.read_text() for path in ROOT.rglob("*.py"))
    chosen = set(re.findall(r'f"(\w+)/\{\w+\}\.html"', python))

    unused = [
        name(path)
        for path in TEMPLATES
        if name(path) not in mentioned | OUTERMOST
        and f'"{name(path)}"' not in python
        and not (path.parent.name in chosen and f'"{path.stem}"' in python)
    ]

    assert unused == []


def test_every_template_that_is_asked_for_is_there():
    there = {name(path) for path in TEMPLATES}
    wanted = {name for path in TEMPLATES for name in mentions(path)}
    for path in ROOT.rglob("*.py"):
        wanted |= set(re.findall(r"render_template\(\s*\"([^\"]+)\"", path.read_text()))

    assert wanted - there == set()


@each_template
def test_the_product_itself_can_read_the_template(path, apps):
    assert apps("sqlite").jinja_env.get_template(name(path))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_code_out_of_text_and_calls_no_other_site(path):
    forbidden = r"\beval\(|\bnew Function\(|document\.write|https?://(?!www\.w3\.org/2000/svg)"

    assert re.findall(forbidden, path.read_text()) == []


def parsed(path):
    return ENVIRONMENT.parse(path.read_text())


def mentions(path):
    return {name for name in meta.find_referenced_templates(parsed(path)) if name}


def unmarked(form):
    return "form_marks" not in form and "csrf_token" not in form
