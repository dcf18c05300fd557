"""Small modules, short functions, names that say what a thing is."""

import ast
from statistics import median

from tests.architecture.sources import lines, modules, nodes, own_files_of_tests, text

MODULE, MODULE_AT_MOST, MEDIAN, FUNCTION, TABLE_WIDTH, TEST_FILE = 250, 400, 80, 40, 140, 500
# A story told day by day reads best whole.
STORY = 70
# Names under which anything may be put, and soon is.
BANNED = {"util", "helper", "common", "base", "manager", "service"}
DATA = "texts"


def is_table(path):
    return path.name == "workflow.py" or (path.parent.name == "workflow" and path.parts[0] in {"cases", "safety"})


def test_no_module_is_longer_than_400_lines_and_few_are_longer_than_250():
    sizes = {str(path): lines(path) for path in modules() if DATA not in path.parts}
    assert {path: size for path, size in sizes.items() if size > MODULE_AT_MOST} == {}
    large = [path for path, size in sizes.items() if size > MODULE]
    assert len(large) * 20 <= len(sizes), large


def test_half_of_the_modules_are_no_longer_than_80_lines():
    assert median(lines(path) for path in modules() if lines(path)) <= MEDIAN


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in [*modules(), *own_files_of_tests()]
        for node in nodes(path, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > (STORY if "journeys" in path.parts else FUNCTION)
    ]
    assert long == []


def test_no_test_file_is_longer_than_500_lines():
    assert [str(path) for path in own_files_of_tests() if lines(path) > TEST_FILE] == []


def test_a_table_is_short_and_its_lines_are_readable():
    tables = [path for path in modules() if is_table(path)]
    assert tables
    assert [str(path) for path in tables if lines(path) > MODULE] == []
    wide = [
        f"{path}:{number}"
        for path in tables
        for number, line in enumerate(text(path).splitlines(), 1)
        if len(line) > TABLE_WIDTH
    ]
    assert wide == []


def test_no_module_is_named_for_anything_at_all():
    parts = {part.removesuffix(".py").rstrip("s") for path in modules() for part in path.parts}
    assert parts & BANNED == set()
