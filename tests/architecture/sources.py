"""The program's own source files, as text and as syntax trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("junping", "cases", "safety", "bench")


def _below(*folders):
    return sorted(
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def modules():
    """Every module of the program, migrations left out."""
    return [*_below(*PACKAGES), Path("manage.py")]


def own_files_of_tests():
    return _below("tests")


@cache
def text(path):
    return (ROOT / path).read_text("utf-8")


@cache
def tree(path):
    return ast.parse(text(path), str(path))


def lines(path):
    return len(text(path).splitlines())


def nodes(path, kind):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kind)]


def tracked():
    """Every file that git knows, or that would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.splitlines() if (ROOT / name).is_file()]
