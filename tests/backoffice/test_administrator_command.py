"""`manage.py administrator`: a fresh system gets its first account, and who is locked out comes in again."""

import io

import pytest
from django.core.management import CommandError, call_command

from junping.history.models import Event
from junping.history.verify import Verification
from junping.org.models import Unit, User

BEGIN = ["admin", "--name", "戴思远", "--unit", "431224105000", "--unit-name", "均坪镇"]


@pytest.fixture
def typed(monkeypatch):
    """What stands on the standard input."""

    def put(line):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))

    put("溆水东流去-2026")
    return put


@pytest.fixture
def begun(db, typed):
    call_command("administrator", *BEGIN)


def test_an_empty_system_gets_its_unit_and_its_administrator(begun, client):
    user = User.objects.get()
    assert (user.unit.name, user.unit.path, user.roles, user.cleared) == ("均坪镇", f"/{user.unit.pk}/", "admin", False)
    assert client.login(username="admin", password="溆水东流去-2026")


def test_both_have_a_history_that_holds(begun):
    assert set(Event.objects.values_list("subject", flat=True)) >= {"unit:431224105000", "user:admin"}
    assert list(Verification().problems()) == []


def test_a_weak_password_makes_nothing_and_is_told_in_chinese(db, typed):
    typed("1234567")
    with pytest.raises(CommandError, match="密码太短，至少要 10 个字符"):
        call_command("administrator", *BEGIN)
    assert not Unit.objects.exists()


@pytest.mark.parametrize("left_out", ["--name", "--unit", "--unit-name"])
def test_what_is_missing_is_named(db, typed, left_out):
    at = BEGIN.index(left_out)
    with pytest.raises(CommandError, match=f"还缺：{left_out}$"):
        call_command("administrator", *BEGIN[:at], *BEGIN[at + 2 :])


def test_a_code_or_name_that_is_none_is_refused(db, typed):
    for place, wrong in ((0, "王 五"), (4, "镇"), (6, "镇" * 61)):
        with pytest.raises(CommandError):
            call_command("administrator", *BEGIN[:place], wrong, *BEGIN[place + 1 :])
    assert not Unit.objects.exists()


def test_where_accounts_are_it_makes_no_other(begun, typed):
    with pytest.raises(CommandError, match="只能给现有的系统管理员"):
        call_command("administrator", "second", *BEGIN[1:])
    assert User.objects.count() == 1


def test_it_gives_an_administrator_a_new_password_with_an_event(begun, typed, client):
    typed("雪峰山下村-2027")
    call_command("administrator", "admin")
    assert client.login(username="admin", password="雪峰山下村-2027")
    assert Event.objects.get(subject="user:admin", seq=2).action == "set_password"
    assert list(Verification().problems()) == []


def test_it_gives_nobody_else_one(begun, typed):
    User.objects.create_user("center", "junping-demo", name="贺晓岚", unit=Unit.objects.get(), roles="center")
    with pytest.raises(CommandError, match="只能给现有的系统管理员"):
        call_command("administrator", "center")
