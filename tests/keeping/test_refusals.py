"""A damaged, foreign or unfit archive is refused with a reason, and the place stays as it was."""

import json
import random
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from junping.attachments import storage
from junping.clocks.models import CalendarDay
from junping.history import triggers
from junping.keeping.tables import tables
from junping.keeping.writing import Writer
from tests.keeping.places import here

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(filled, settings, tmp_path):
    """A good backup; this process has its key, no attachments, and an empty database."""
    settings.FIELD_KEYS = [filled.field_key]
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return filled.archive


@contextmanager
def nothing_touched(settings):
    before = {table.name: list(table.rows()) for table in tables()}
    yield
    assert {table.name: list(table.rows()) for table in tables()} == before
    assert triggers.missing(connection) == []
    assert not list(settings.MEDIA_ROOT.glob("*/*"))


def refusal(path, **options):
    with pytest.raises(CommandError) as refused:
        call_command("restore", path, **options)
    assert refused.value.returncode == 1
    return str(refused.value)


def rebuilt(archive, path, change=lambda manifest, members: None):
    """The archive written anew, with a right last line, after `change` has had its manifest and members."""
    with zipfile.ZipFile(archive) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(manifest, members)
    with Writer(path) as writer:
        for name, content in members.items():
            with writer.member(name) as member:
                member.write(content)
        writer.finish(json.dumps(manifest).encode())
    return path


def test_the_archive_itself_is_good(archive, tmp_path, capsys):
    call_command("restore", rebuilt(archive, tmp_path / "same.zip"), check=True)
    assert "备份文件完好，可以恢复" in capsys.readouterr().out


def test_one_changed_byte_anywhere_is_refused(archive, settings, tmp_path):
    good = archive.read_bytes()
    picked = random.Random(20261124)
    damaged = tmp_path / "damaged.zip"
    places = [picked.randrange(len(good)) for _ in range(90)] + [len(good) - n for n in range(1, 180, 18)]
    with nothing_touched(settings):
        for place in places:
            damaged.write_bytes(good[:place] + bytes([good[place] ^ picked.randrange(1, 256)]) + good[place + 1 :])
            assert "换一份备份" in refusal(damaged), place


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.9, 0.9999])
def test_a_truncated_archive_is_refused(archive, settings, tmp_path, share):
    good = archive.read_bytes()
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(good[: int(len(good) * share)])
    with nothing_touched(settings):
        assert "不完整" in refusal(damaged)


def test_something_appended_is_refused(archive, settings, tmp_path):
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(archive.read_bytes() + b"\n")
    with nothing_touched(settings):
        assert "换一份备份" in refusal(damaged)


def test_what_is_no_backup_is_refused(archive, settings, tmp_path):
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as packed:
        packed.writestr("manifest.json", "{}")
    text = tmp_path / "text.zip"
    text.write_text("不是备份" * 100)
    with nothing_touched(settings):
        for path in (foreign, text):
            assert "不是本系统的备份文件" in refusal(path)
        assert "读不了" in refusal(tmp_path)
        assert "读不了" in refusal(tmp_path / "nothing.zip")


def of_another_kind(manifest, members):
    manifest["format"] = "other-backup"


def of_a_newer_form(manifest, members):
    manifest["version"] = 2


def with_a_word_too_many(manifest, members):
    manifest["news"] = 1


def of_another_program(manifest, members):
    manifest["migrations"].append("cases.0099_later")


def with_another_column(manifest, members):
    manifest["tables"]["cases_case"]["columns"].append("later")


def without_a_member(manifest, members):
    del members["tables/cases_party.jsonl"]


def without_an_attachment(manifest, members):
    del members[next(name for name in members if name.startswith("attachments/"))]


def without_an_attachment_even_in_the_manifest(manifest, members):
    name = next(name for name in members if name.startswith("attachments/"))
    del members[name], manifest["files"][name]


def with_a_member_too_many(manifest, members):
    members["tables/more.jsonl"] = b""


def with_another_file_as_an_attachment(manifest, members):
    members[next(name for name in members if name.startswith("attachments/"))] = b"another"


def with_a_row_less(manifest, members):
    members["tables/org_user.jsonl"] = members["tables/org_user.jsonl"].partition(b"\n")[2]


def with_another_row(manifest, members):
    members["tables/org_user.jsonl"] = members["tables/org_user.jsonl"].replace(b"center2", b"center3")


UNFIT = {
    of_another_kind: "不是本系统的备份文件",
    of_a_newer_form: "第 2 版",
    with_a_word_too_many: "读不懂",
    of_another_program: "cases.0099_later",
    with_another_column: "列与本程序不同",
    without_a_member: "与清单不符",
    without_an_attachment: "与清单不符",
    without_an_attachment_even_in_the_manifest: "与它的记录不符",
    with_a_member_too_many: "与清单不符",
    with_another_file_as_an_attachment: "校验值不符",
    with_a_row_less: "校验值不符",
    with_another_row: "校验值不符",
}


@pytest.mark.parametrize("change", UNFIT, ids=lambda change: change.__name__)
def test_an_archive_that_does_not_fit_is_refused_even_if_its_last_line_is_right(archive, settings, tmp_path, change):
    unfit = rebuilt(archive, tmp_path / "unfit.zip", change)
    with nothing_touched(settings):
        assert UNFIT[change] in refusal(unfit)
        assert UNFIT[change] in refusal(unfit, check=True)


def test_who_has_not_the_key_cannot_make_an_archive(archive, settings, tmp_path):
    forged = rebuilt(archive, tmp_path / "forged.zip")
    forged.write_bytes(forged.read_bytes()[:-64] + b"0" * 64)
    with nothing_touched(settings):
        assert "签名" in refusal(forged)


def test_without_the_key_it_is_refused_and_the_key_is_named(archive, settings):
    needed = json.loads(zipfile.ZipFile(archive).read("manifest.json"))["oldest_key"]
    settings.FIELD_KEYS = ["another key of another place"]
    with nothing_touched(settings):
        said = refusal(archive)
    assert needed in said
    assert "field-key" in said


def test_a_key_that_only_some_numbers_need_is_asked_for_too(archive, settings, tmp_path):
    def encrypted_by_another(manifest, members):
        manifest["ciphertext_keys"].append("01234567")

    path = rebuilt(archive, tmp_path / "rotated.zip", encrypted_by_another)
    with nothing_touched(settings):
        assert "缺少编号为 01234567 的密钥" in refusal(path)


def test_a_newer_key_in_front_does_no_harm(archive, settings):
    settings.FIELD_KEYS = ["a newer key in front of it", *settings.FIELD_KEYS]
    call_command("restore", archive, check=True)


@pytest.fixture
def full_disk(monkeypatch):
    """Two files find room, no more."""
    put, room = storage.put, iter(range(2))

    def full(*arguments):
        if next(room, None) is None:
            raise storage.DiskFull
        put(*arguments)

    monkeypatch.setattr(storage, "put", full)


def test_where_the_disk_is_full_nothing_remains(archive, settings, full_disk):
    with nothing_touched(settings):
        assert "磁盘满了" in refusal(archive)


def test_after_a_restore_that_failed_late_new_rows_do_not_take_ids_that_are_there(archive, settings, full_disk):
    """On PostgreSQL a sequence stays where it was set, though all else is rolled back."""
    days = list(CalendarDay.objects.order_by("pk"))
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(CalendarDay(year=d.year, date=d.date, is_working=d.is_working) for d in days)
    with nothing_touched(settings):
        assert "磁盘满了" in refusal(archive)
    CalendarDay.objects.create(year=days[0].year, date=date(1999, 12, 31), is_working=False)
    assert CalendarDay.objects.count() == len(days) + 1


def test_what_the_database_refuses_leaves_nothing(archive, settings, tmp_path):
    def with_a_user_twice(manifest, members):
        name = "tables/org_user.jsonl"
        first = members[name].partition(b"\n")[0]
        members[name] += first + b"\n"
        manifest["tables"]["org_user"]["rows"] += 1
        manifest["files"][name] = _file(members[name])

    path = rebuilt(archive, tmp_path / "twice.zip", with_a_user_twice)
    with nothing_touched(settings):
        assert "数据库拒绝了" in refusal(path)


def test_a_reference_to_nothing_leaves_nothing(archive, settings, tmp_path):
    def without_units(manifest, members):
        name = "tables/org_unit.jsonl"
        members[name] = b""
        manifest["tables"]["org_unit"]["rows"] = 0
        manifest["files"][name] = _file(b"")

    path = rebuilt(archive, tmp_path / "dangling.zip", without_units)
    with nothing_touched(settings):
        assert "数据库拒绝了" in refusal(path)


def test_it_asks_for_migrate_first(places, filled):
    bare = places.new(here())
    bare.keys = filled.field_key
    refused = bare.manage("restore", filled.archive, check=False)
    assert refused.returncode == 1
    assert "migrate" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_place_with_a_user_is_not_empty(filled, archive, settings):
    from tests.cast import gather

    gather()
    with nothing_touched(settings):
        assert "已经有数据" in refusal(archive)


def test_evidence_without_records_is_not_overwritten(archive, settings):
    from junping.history.append import append
    from tests.history.cast import entry, unit

    append(unit(), entry())
    with nothing_touched(settings):
        assert "已经有数据（经过）" in refusal(archive)


def _file(content):
    from hashlib import sha256

    return {"size": len(content), "sha256": sha256(content).hexdigest()}
