"""The texts say what the program is: names, laws, settings, dependencies, links."""

import re
import tomllib
from pathlib import Path

import pytest

from junping.org.roles import Level, Role
from junping.workflow.registry import domains

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def page(name):
    return (ROOT / name).read_text("utf-8")


def tables():
    return [table for domain in domains() for table in domain.tables.values()]


def words():
    """Every identifier that the glossary owes, with its Chinese name."""
    for table in tables():
        yield from table.states
        yield from ((action.name, action.label) for action in table.actions)
        yield from ((rule.name, rule.label) for rule in table.rules())
    for domain in domains():
        for options in domain.enumerations.values():
            yield from options
    yield from Role.choices
    yield from Level.choices


def cited(laws, articles):
    """Two laws with two articles: each with its own; one law with several: with each."""
    names = [re.sub("（.*）", "", name) for name in laws.split("、")]
    numbers = articles.split("、")
    pairs = zip(names, numbers, strict=True) if len(names) == len(numbers) else [(laws, number) for number in numbers]
    return {f"{name} {number}".strip() for name, number in pairs}


def articles():
    found = set()
    for table in tables():
        for action in table.actions:
            if action.law:
                found |= cited(*action.law.split(" ", 1))
        for rule in table.rules():
            found |= cited(rule.law, rule.article)
    return found


def test_the_glossary_has_every_state_action_clock_role_and_value():
    text = page("docs/glossary.md")
    assert sorted({(name, label) for name, label in words() if f"`{name}`" not in text or str(label) not in text}) == []


def test_the_glossary_has_every_article_that_a_table_cites():
    text = page("docs/glossary.md")
    assert [article for article in sorted(articles()) if article not in text] == []


def test_operations_names_every_setting_and_no_other():
    read = set(re.findall(r'"(JUNPING_[A-Z_]+|DATABASE_URL)"', page("junping/settings.py")))
    told = set(re.findall(r"^\| `(JUNPING_[A-Z_]+|DATABASE_URL)`", page("docs/operations.md"), re.MULTILINE))
    assert read
    assert told == read


def test_every_pinned_dependency_has_its_reason():
    text = page("docs/decisions/0002-dependencies.md")
    pins = re.findall(
        r"^([\w.-]+)(?:\[[\w,]+\])?==", page("requirements.txt") + page("requirements-dev.txt"), re.MULTILINE
    )
    known = {"django-stubs": "stubs of Django", "djangorestframework-stubs": "stubs of Django and DRF"}
    assert pins
    assert [name for name in pins if known.get(name, name) not in text] == []


def test_the_changelog_begins_with_the_version_of_the_program():
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    assert re.findall(r"^## \[(\d[^\]]*)\]", page("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_the_readme_names_only_targets_that_make_has():
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)\b", page("README.md"))) - {"and"} <= targets


def test_both_halves_of_the_readme_paste_the_same_lines():
    blocks = re.findall(r"```sh\n(TOKEN=.*?)```", page("README.md"), re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]
    assert blocks[0].count("curl ") == 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_a_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))


def test_every_experiment_that_is_told_of_is_there():
    """`…::` stands for the file named last; a file without a folder lies in tests/failures."""
    file, told = "", []
    for named, test in re.findall(r"`([\w/]+\.py|…)(?:::(test_\w+…?))?`", page("docs/reliability.md")):
        file = file if named == "…" else named if "/" in named else f"tests/failures/{named}"
        told.append((file, test))
    assert len(told) > 30
    for file, test in told:
        text = page(file)
        assert f"def {test.removesuffix('…')}{'' if test.endswith('…') else '('}" in text or not test, (file, test)
