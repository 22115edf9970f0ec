import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "followup").rglob("*.py"))


def test_imports_point_downwards():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_nothing_is_imported_that_is_not_pinned():
    pinned = {
        line.split("==")[0]
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    distributions = packages_distributions()

    missing = {
        name
        for name in imported(MODULES) - sys.stdlib_module_names - {"followup"}
        if not pinned & {distribution.lower() for distribution in distributions[name]}
    }

    assert missing == set()


def imported(paths):
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in names}
