"""There is one road to write a record, one to ask the time, and no package knows those above it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, modules, nodes, text, tracked

LINTER = Path(sys.executable).parent / "lint-imports"
ABOVE_THE_ENGINE = ("junping/api", "junping/backoffice", "junping/demo", "cases", "safety")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
QUERIES = {"filter", "exclude", "all", "order_by", "objects"}
# The modules above the engine that write rows, and whose: none of them is a record's.
OWN_ROWS = {
    "junping/api/idempotency.py": "its keys, in the transaction of the act",
    "junping/backoffice/accounts.py": "the paths below a unit that moved",
    "junping/backoffice/sent_forms.py": "the forms already sent",
    "cases/parties.py": "a case's parties, called by the engine within the act",
}


def above_the_engine():
    return [path for path in modules() if str(path).startswith(ABOVE_THE_ENGINE)]


def receivers(node):
    """The names of the attributes and calls that a method call hangs on: `A.objects.filter().update` has all three."""
    names = set()
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
            node = node.value
        else:
            node = node.func
    return names


def writes(path):
    for call in nodes(path, ast.Call):
        if not isinstance(call.func, ast.Attribute):
            continue
        name = call.func.attr
        if name in WRITES or (name in {"update", "raw"} and receivers(call.func.value) & QUERIES):
            yield f"{path}:{call.lineno} .{name}()"


def test_nobody_above_the_engine_saves_a_record():
    assert [write for path in above_the_engine() if str(path) not in OWN_ROWS for write in writes(path)] == []


def test_the_list_of_those_who_write_rows_of_their_own_is_current():
    assert [path for path in OWN_ROWS if not list(writes(Path(path)))] == []


def test_nobody_but_the_engine_sets_a_status():
    found = [
        f"{path}:{node.lineno}"
        for path in modules()
        if path.parts[:2] != ("junping", "workflow") and path.parts[0] != "bench"
        for statement in nodes(path, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for node in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(node, ast.Attribute)
        and node.attr == "status"
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    ]
    assert found == []


def test_the_engine_and_the_tables_know_no_http_and_no_spreadsheet():
    inner = [path for path in modules() if "workflow" in path.parts or path.name == "workflow.py"]
    forbidden = re.compile(
        r"^\s*(?:from|import) (?:django\.http|django\.shortcuts|rest_framework|openpyxl)", re.MULTILINE
    )
    assert inner
    assert [str(path) for path in inner if forbidden.search(text(path))] == []


def test_only_one_module_asks_the_clock():
    asks = re.compile(r"timezone\.(?:now|localdate|localtime)\(|(?:date|datetime)\.today\(|datetime\.(?:now|utcnow)\(")
    found = [str(path) for path in modules() if path.parts[0] != "bench" and asks.search(text(path))]
    assert found == ["junping/clocks/now.py"]


def test_nothing_that_is_committed_names_a_machine():
    # Put together here, so that this file passes its own test.
    places = re.compile("|".join(["/" + "root/", "/" + "home/[a-z]", "/" + "work/", "/" + "Users/", "file:" + "//"]))
    found = []
    for path in tracked():
        try:
            content = (ROOT / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path}:{n}" for n, line in enumerate(content.splitlines(), 1) if places.search(line)]
    assert found == []


@pytest.mark.skipif(not LINTER.exists(), reason="import-linter comes with requirements-dev.txt")
def test_no_package_imports_one_above_it():
    command = [str(LINTER), "--no-cache"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout
