"""A backup restored elsewhere is the same system: every row, every file, every history, on either database."""

import json

import pytest

from tests.keeping.places import POSTGRESQL, SQLITE, column, contents, here, manifest

# The ways that `make check` goes too. tests/keeping/test_backup_command.py reads and writes the same every day.
SELDOM = [pytest.param(way, marks=pytest.mark.experiment) for way in ((POSTGRESQL, POSTGRESQL), (POSTGRESQL, SQLITE))]
WAYS = [(SQLITE, SQLITE)] if here() == SQLITE else [(SQLITE, POSTGRESQL), *SELDOM]
UNUSED = {"django_admin_log", "auth_group", "auth_group_permissions"}


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: "-to-".join(way))
def restored(request, places, tmp_path_factory):
    """A filled place, and the place that its backup was restored to, used and backed up again."""
    source, target = request.param
    before = request.getfixturevalue("filled" if source == here() else "filled_elsewhere")
    after = places.migrated(target)
    after.keys = before.field_key
    after.said = after.manage("restore", before.archive)
    after.archive = after.backup()
    after.facts = json.loads(after.python(f"from tests.keeping.living import on; on({str(before.noted)!r})").stdout)
    return before, after


def test_it_says_what_it_did_and_that_the_history_agrees(restored):
    before, after = restored
    last_seal = before.noted.read_text().splitlines()[-1]
    assert f"核对完好，与备份时的封存（{last_seal}）相符" in after.said.stdout
    assert "重新登录" in after.said.stdout
    assert after.said.stderr == ""


def test_every_row_and_every_file_is_the_same(restored):
    before, after = restored
    assert {name for name, told in manifest(before.archive)["tables"].items() if not told["rows"]} == UNUSED
    assert contents(after.archive) == contents(before.archive)
    assert after.files() == before.files() != {}


def test_an_empty_column_and_a_stored_null_stay_two_things(restored):
    _, after = restored
    values = column(after.archive, "cases_case", "extension_asked")
    assert values.count("null") == 1
    assert values.count(None) > 10
    assert any(isinstance(value, dict) for value in values)


def test_the_history_verifies_against_every_seal_noted_before_and_goes_on_verifying(restored):
    before, after = restored
    assert len(before.noted.read_text().splitlines()) == 2
    assert "完好" in after.facts["verified"]
    assert "完好" in after.facts["verified after work and another migrate"]


def test_personal_numbers_open_and_names_are_found(restored):
    _, after = restored
    assert after.facts["numbers"] == ["13874500001", "431224198807154414"]
    assert after.facts["found by name"] is True


def test_work_goes_on_with_a_new_number(restored):
    before, after = restored
    assert after.facts["new number"].startswith("JP-")
    assert after.facts["new number"] not in column(before.archive, "cases_case", "number")


def test_the_history_cannot_be_changed_there_either(restored):
    _, after = restored
    assert ["append-only" in said for said in after.facts["changing history"]] == [True, True]


def test_nobody_is_signed_in_any_more(restored):
    before, _ = restored
    assert "django_session" not in manifest(before.archive)["tables"]


def test_the_archive_holds_no_key_and_no_personal_number(restored):
    before, _ = restored
    whole = json.dumps([contents(before.archive), manifest(before.archive)], ensure_ascii=False, default=repr)
    for secret in (before.field_key, (before.folder / "secret-key").read_text(), *restored[1].facts["numbers"]):
        assert secret not in whole
