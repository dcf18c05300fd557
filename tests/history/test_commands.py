"""`manage.py seal` and `manage.py verify`, as an administrator meets them."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from junping.history.models import Seal
from junping.history.seal import database_now
from junping.org.models import Unit
from tests.history.cast import NOON, story, unit, write

pytestmark = pytest.mark.django_db

A, B = "431224105200", "431224105201"


def run(name, *args):
    """Return exit code, standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=err)
        code = 0
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def long_ago():
    """Events of 2023, which is over by any clock."""
    for day, code in enumerate((A, B)):
        story(code, 2, datetime(2023, 1, 6 + day, 4, tzinfo=UTC))


def test_a_whole_history_is_said_to_be_whole(long_ago):
    code, out, _ = run("verify")
    assert (code, out) == (0, "核对了 4 条经过，2 条记录，0 个封存（其后 4 条尚未封存）：完好。\n")


def test_a_broken_one_is_named_and_the_exit_code_is_one(long_ago):
    Unit.objects.filter(code=B).update(name="别村")
    code, out, _ = run("verify")
    assert code == 1
    assert out.splitlines()[0].startswith(f"unit:{B} 第 2 条：")
    assert out.splitlines()[-1].endswith("：1 处有问题。")


def test_progress_is_shown_on_standard_error_when_asked_for(long_ago):
    _, out, err = run("verify", "--progress")
    assert "[####################] 4/4" in err
    assert "#" not in out


def test_no_progress_is_shown_to_a_file(long_ago):
    assert run("verify")[2] == ""


def test_seal_prints_one_line_for_each_new_seal(long_ago):
    _, out, _ = run("seal")
    assert out.splitlines() == [str(seal) for seal in Seal.objects.order_by("number")]
    assert len(out.splitlines()) == 2


def test_seal_prints_nothing_when_all_is_sealed(long_ago):
    run("seal")
    assert run("seal")[:2] == (0, "")


def test_what_was_logged_a_minute_ago_is_not_sealed():
    write(unit(A), database_now())
    assert run("seal")[:2] == (0, "")


def test_the_database_tells_the_time_in_utc():
    assert abs(database_now() - NOON) < timedelta(days=36500)
    assert database_now().utcoffset() == timedelta()


def test_lines_noted_earlier_still_stand(long_ago, tmp_path):
    paper = tmp_path / "seals.txt"
    paper.write_text(run("seal")[1] + "\n", "utf-8")
    assert run("verify", "--against", str(paper))[0] == 0


def test_a_line_that_does_not_fit_is_told(long_ago, tmp_path):
    paper = tmp_path / "seals.txt"
    paper.write_text(run("seal")[1].replace("events 2", "events 3", 1), "utf-8")
    code, out, _ = run("verify", "--against", str(paper))
    assert code == 1
    assert out.splitlines()[0] == "封存 1（2023-01-06）：与所记的封存行不符"


@pytest.mark.parametrize("content", ["", "\n\n", "完好。\n"])
def test_a_file_without_seals_is_refused(content, tmp_path):
    paper = tmp_path / "seals.txt"
    paper.write_text(content, "utf-8")
    with pytest.raises(CommandError) as refusal:
        run("verify", "--against", str(paper))
    assert refusal.value.returncode == 2


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError):
        run("verify", "--against", str(tmp_path / "none"))
