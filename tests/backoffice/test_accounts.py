import re
from typing import Any

import pytest
from django.test import Client

from junping.clocks.now import now
from junping.history.models import Event
from junping.org.models import ApiToken, Unit, User
from junping.org.tokens import find
from tests.backoffice.conftest import PASSWORD, in_days, text_of, verified

USERS = "/admin/org/user/"


def filled(user: User, **changes: Any) -> dict[str, Any]:
    """The form about a user as it stands, with changes."""
    form = {"name": user.name, "unit": user.unit_id, "roles": sorted(user.role_set)}
    form |= {"cleared": "on"} if user.cleared else {}
    form |= {"is_active": "on"} if user.is_active else {}
    return {name: value for name, value in (form | changes).items() if value is not None}


def last(subject: str) -> Event:
    event = Event.objects.filter(subject=subject).order_by("-seq").first()
    assert event is not None
    return event


def test_a_new_account_signs_in_and_its_making_is_an_event(browser, villages) -> None:
    form = {"username": "wang", "password": "a-long-secret-7", "name": "王芳", "unit": villages["板溪村"].pk}
    response = browser("admin").post(f"{USERS}add/", {**form, "roles": ["village", "officer"], "is_active": "on"})
    assert response.status_code == 302
    made = User.objects.get(username="wang")
    assert made.roles == "officer,village"
    assert Client().login(username="wang", password="a-long-secret-7")
    event = last("user:wang")
    assert (event.action, event.actor_username, event.data["roles"]) == ("create", "admin", "officer,village")
    assert "a-long-secret-7" not in str(event.data)
    assert verified()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("username", "center", "已有这个用户名"),
        ("username", "Center", "已有这个用户名"),
        ("username", "王芳", "用户名只能用字母"),
        ("password", "1234567890123", "密码"),
        ("password", "short-7", "密码"),
        ("unit", "", "请"),
    ],
)
def test_what_is_wrong_with_a_new_account_stands_at_its_field(browser, villages, field, value, message) -> None:
    form = {"username": "wang", "password": "a-long-secret-7", "name": "王芳", "unit": villages["板溪村"].pk}
    response = browser("admin").post(f"{USERS}add/", {**form, field: value})
    text = text_of(response)
    assert re.search(rf'id="id_{field}_error">[^<]*{message}', text)
    assert re.search(rf'id="id_{field}"[^>]*|aria-invalid="true"', text)
    assert not User.objects.filter(name="王芳").exists()


def test_changing_an_account_tells_old_and_new(browser, people, villages) -> None:
    user = people["officer"]
    form = filled(user, name="向春花", unit=villages["板溪村"].pk)
    browser("admin").post(f"{USERS}{user.pk}/edit/", form)
    assert last("user:officer").data == {"name": ["向春华", "向春花"], "unit": ["431224105000", "431224105207"]}
    assert verified()


def test_a_form_that_changes_nothing_writes_nothing(browser, people) -> None:
    before = Event.objects.count()
    browser("admin").post(f"{USERS}{people['officer'].pk}/edit/", filled(people["officer"]))
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": ["admin", "center"]},
        {"cleared": "on"},
        {"roles": ["auditor"]},
        {"is_active": None},
    ],
)
def test_an_administrator_neither_raises_nor_ends_their_own_account(browser, people, changes) -> None:
    admin = people["admin"]
    response = browser("admin").post(f"{USERS}{admin.pk}/edit/", filled(admin, **changes))
    assert "自己的" in text_of(response)
    admin.refresh_from_db()
    assert (admin.roles, admin.cleared, admin.is_active) == ("admin", False, True)


def test_a_deactivated_user_is_out_at_the_next_request(browser, people) -> None:
    officer = browser("officer")
    assert officer.get("/admin/").status_code == 200
    browser("admin").post(f"{USERS}{people['officer'].pk}/edit/", filled(people["officer"], is_active=None))
    assert officer.get("/admin/").status_code == 302


def test_a_new_password_ends_sessions_and_tokens_and_is_told_without_itself(browser, people) -> None:
    officer, admin = browser("officer"), browser("admin")
    response = admin.post(f"{USERS}{people['officer'].pk}/token/", {"name": "软件", "days": 30})
    plain = re.search(r"jp_[\w-]{43}", text_of(response)).group()
    admin.post(f"{USERS}{people['officer'].pk}/password/", {"password": "another-secret-7"})
    assert officer.get("/admin/").status_code == 302
    assert find(plain, now()) is None
    assert last("user:officer").data == {}
    assert Client().login(username="officer", password="another-secret-7")
    assert verified()


def test_ones_own_password_asks_for_the_old_one_and_keeps_this_session(browser) -> None:
    center, elsewhere = browser("center"), browser("center")
    refused = center.post("/admin/password_change/", {"old": "wrong", "password": "another-secret-7"})
    assert "和现在的密码不符" in text_of(refused)
    done = center.post("/admin/password_change/", {"old": PASSWORD, "password": "another-secret-7"})
    assert done["Location"] == "/admin/"
    assert center.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert last("user:center").action == "set_password"


def test_a_token_is_shown_once_and_kept_nowhere(browser, people) -> None:
    admin = browser("admin")
    response = admin.post(f"{USERS}{people['banxi'].pk}/token/", {"name": "村级软件", "days": 180})
    plain = re.search(r"jp_[\w-]{43}", text_of(response)).group()
    assert response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    assert find(plain, now()).user.username == "banxi"
    token = ApiToken.objects.get()
    for path in (
        f"/admin/org/apitoken/{token.pk}/change/",
        "/admin/org/apitoken/",
        f"{USERS}{people['banxi'].pk}/change/",
    ):
        page = text_of(admin.get(path))
        assert "村级软件" in page
        assert plain not in page
    assert plain not in str(list(Event.objects.values_list("data", flat=True)))
    assert verified()


def test_a_revoked_token_is_dead_and_revoking_is_an_event(browser, people) -> None:
    admin = browser("admin")
    response = admin.post(f"{USERS}{people['banxi'].pk}/token/", {"name": "村级软件", "days": 180})
    plain = re.search(r"jp_[\w-]{43}", text_of(response)).group()
    token = ApiToken.objects.get()
    admin.post(f"/admin/org/apitoken/{token.pk}/revoke/")
    assert find(plain, now()) is None
    assert last(token.chain_subject).action == "revoke"
    assert verified()


def test_a_moved_unit_takes_along_what_lies_below_each_with_an_event(browser, town, villages) -> None:
    admin, units = browser("admin"), "/admin/org/unit/"
    admin.post(
        f"{units}add/", {"code": "43122410520701", "name": "一网格", "level": "grid", "parent": villages["板溪村"].pk}
    )
    admin.post(
        f"{units}{villages['板溪村'].pk}/edit/",
        {"name": "板溪村", "level": "village", "parent": villages["老窑上村"].pk},
    )
    grid = Unit.objects.get(code="43122410520701")
    assert grid.path == f"/{town.pk}/{villages['老窑上村'].pk}/{villages['板溪村'].pk}/{grid.pk}/"
    assert last("unit:431224105207").data == {"parent": ["431224105000", "431224105211"]}
    assert last("unit:43122410520701").action == "move"
    assert verified()


def test_a_unit_cannot_be_hung_below_itself(browser, town, villages) -> None:
    form = {"name": "均坪镇", "level": "town", "parent": villages["板溪村"].pk}
    browser("admin").post(f"/admin/org/unit/{town.pk}/edit/", form)
    town.refresh_from_db()
    assert town.parent is None


def test_the_day_of_retiring_stands_filled_in_as_a_browser_reads_it(browser, villages) -> None:
    text = text_of(browser("admin").get(f"/admin/org/unit/{villages['老窑上村'].pk}/retire/"))
    assert re.search(r'<input type="date"[^>]*>', text)[0].count(f'value="{in_days(0)}"') == 1


def test_a_unit_is_retired_and_taken_back(browser, villages) -> None:
    admin, unit = browser("admin"), villages["板溪村"]
    admin.post(f"/admin/org/unit/{unit.pk}/retire/", {"on": "2026-11-01"})
    unit.refresh_from_db()
    assert str(unit.retired_on) == "2026-11-01"
    admin.post(f"/admin/org/unit/{unit.pk}/retire/")
    unit.refresh_from_db()
    assert unit.retired_on is None
    assert Event.objects.filter(subject=unit.chain_subject, action="retire").count() == 2
    assert verified()


def test_an_administrator_reaches_only_their_own_subtree(browser, villages, people) -> None:
    from tests.backoffice.conftest import add_user

    add_user("small", "小管", villages["板溪村"], "admin")
    client = Client()
    client.force_login(User.objects.get(username="small"))
    assert client.get(f"{USERS}{people['banxi'].pk}/change/").status_code == 200
    assert client.get(f"{USERS}{people['center'].pk}/edit/").status_code == 404
    form = filled(people["banxi"], unit=people["center"].unit_id)
    client.post(f"{USERS}{people['banxi'].pk}/edit/", form)
    people["banxi"].refresh_from_db()
    assert people["banxi"].unit.name == "板溪村"


def test_an_auditor_reads_and_changes_nothing(browser, people, villages) -> None:
    auditor = browser("auditor")
    for path in (USERS, "/admin/org/unit/", "/admin/org/apitoken/", f"{USERS}{people['center'].pk}/change/"):
        assert auditor.get(path).status_code == 200
    for path in (f"{USERS}add/", f"{USERS}{people['center'].pk}/edit/", f"{USERS}{people['center'].pk}/password/"):
        assert auditor.get(path).status_code == 403
        assert auditor.post(path, {"password": "another-secret-7"}).status_code == 403


def test_an_accounts_history_is_on_its_page(browser, people) -> None:
    admin, user = browser("admin"), people["officer"]
    admin.post(f"{USERS}{user.pk}/edit/", filled(user, roles=["officer", "village"]))
    page = text_of(admin.get(f"{USERS}{user.pk}/change/"))
    assert "修改账号" in page
    assert "角色：承办人 → <b>村级综治中心、承办人</b>" in page


def test_a_form_opened_before_somebody_elses_change_is_not_taken_unseen(browser, people) -> None:
    admin, user = browser("admin"), people["officer"]
    opened = text_of(admin.get(f"{USERS}{user.pk}/edit/"))
    seen = re.search(r'name="seen" value="(\d+)"', opened).group(1)
    admin.post(f"{USERS}{user.pk}/edit/", filled(user, roles=["officer", "village"]))
    response = admin.post(f"{USERS}{user.pk}/edit/", filled(user, name="向春花", seen=seen))
    assert "您打开后有人改过" in text_of(response)
    user.refresh_from_db()
    assert (user.name, user.roles) == ("向春华", "officer,village")
