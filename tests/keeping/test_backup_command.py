"""How `manage.py backup` behaves as a command: where it writes, what it says, and what it leaves when it fails."""

import resource
import stat
import subprocess
import sys

import pytest

from tests.keeping.places import ROOT, contents, manifest


def test_the_file_is_whole_and_only_its_owner_may_read_it(filled):
    assert stat.S_IMODE(filled.archive.stat().st_mode) == 0o600
    assert not list(filled.archive.parent.glob(".*.part"))


def test_the_manifest_says_what_is_in_it(filled):
    told = manifest(filled.archive)
    assert told["vendor"] == ("postgresql" if filled.database_url else "sqlite")
    assert told["last_seal"] == filled.noted.read_text().splitlines()[-1]
    assert told["settings"]["JUNPING_NUMBER_PREFIX"] == "JP"
    assert told["ciphertext_keys"] == [told["oldest_key"]]
    rows = contents(filled.archive)
    assert {name: table["rows"] for name, table in told["tables"].items()} == {
        name.removeprefix("tables/").removesuffix(".jsonl"): len(lines)
        for name, lines in rows.items()
        if name.startswith("tables/")
    }


def test_an_existing_file_is_kept_unless_forced(filled, tmp_path):
    target = tmp_path / "there.zip"
    target.write_text("先前的")
    refused = filled.manage("backup", target, check=False)
    assert (refused.returncode, target.read_text()) == (1, "先前的")
    assert "--force" in refused.stderr
    done = filled.manage("backup", target, "--force", "--progress")
    assert manifest(target)["damaged"] == {}
    assert "[####################]" in done.stderr
    assert manifest(target)["oldest_key"] in done.stdout
    assert filled.field_key not in done.stdout + done.stderr


def test_a_folder_that_is_not_there_is_a_clear_message(filled, tmp_path):
    refused = filled.manage("backup", tmp_path / "no" / "b.zip", check=False)
    assert refused.returncode == 1
    assert "没有" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_full_disk_leaves_no_file(filled, tmp_path):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    full = subprocess.run(
        [sys.executable, "manage.py", "backup", str(tmp_path / "b.zip")],
        cwd=ROOT,
        env=filled.environment,
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )
    assert full.returncode == 1
    assert "磁盘满了" in full.stderr
    assert "Traceback" not in full.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def worn(filled, places):
    """A copy of the filled place in which one file is lost, another changed, and a record edited by hand."""
    place = places.copy(filled)
    lost, changed, *_ = sorted((place.folder / "attachments").glob("*/*"))
    lost.unlink()
    changed.write_bytes(b"something else")
    place.python("from cases.models import Case\nCase.objects.filter(pk=1).update(title='改过的标题')")
    place.lost, place.changed = (f"{path.parent.name}/{path.name}" for path in (lost, changed))
    return place


def test_what_was_broken_before_is_backed_up_told_and_restored_as_it_is(worn, places, tmp_path):
    target = tmp_path / "worn.zip"
    done = worn.manage("backup", target, check=False)
    assert done.returncode == 3
    assert worn.lost in done.stderr
    assert worn.changed in done.stderr
    assert manifest(target)["damaged"] == {worn.lost: "missing", worn.changed: "changed"}

    after = places.migrated("sqlite")
    after.keys = worn.field_key
    restored = after.manage("restore", target, check=False)
    assert restored.returncode == 2
    assert "核对发现 1 处问题" in restored.stderr
    assert "case:" in restored.stderr
    assert worn.lost in restored.stderr
    assert after.files() == worn.files()


def test_an_unmigrated_database_is_a_clear_message(places, tmp_path):
    refused = places.new("sqlite").manage("backup", tmp_path / "b.zip", check=False)
    assert refused.returncode == 1
    assert "migrate" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []
