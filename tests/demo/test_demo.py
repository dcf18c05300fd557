"""`manage.py demo`: whose database it may fill, what it makes, that it may run again."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cases.models import Case, Party
from cases.parties import unmasked
from junping.clocks.now import SHANGHAI, now, today, travel
from junping.clocks.reading import light
from junping.demo import filling
from junping.demo.town import MAKER, VILLAGES
from junping.history.models import Event
from junping.history.seal import seal_days
from junping.history.verify import Verification
from junping.org.models import Unit, User
from junping.vault.identity import read_resident_number
from junping.workflow import engine
from junping.workflow.registry import domain
from safety.models import Hazard, HazardAttachment

ACCOUNTS = {
    "center": ("center", True),
    "center2": ("center", False),
    "officer": ("officer", False),
    "officer2": ("officer", False),
    "leader": ("leader", True),
    "auditor": ("auditor", False),
    "admin": ("admin", False),
} | {f"village-{i:02}": ("village", False) for i in range(1, 13)}


def run():
    out = StringIO()
    call_command("demo", stdout=out, stderr=StringIO())
    return out.getvalue()


def stranger():
    unit = Unit.objects.create(code="431224106000", name="观音阁镇", level="town", path="/1/")
    return User.objects.create_user("clerk", "a long password", name="某", unit=unit, roles="center")


def test_it_takes_well_under_two_minutes(demo):
    assert demo.seconds < 80


def test_the_accounts_have_their_roles_and_clearances(demo):
    rows = User.objects.values_list("username", "roles", "cleared")
    assert {username: (roles, cleared) for username, roles, cleared in rows} == ACCOUNTS


def test_the_villages_are_in_the_order_of_the_town_under_town_and_county(demo):
    codes = User.objects.filter(roles="village").order_by("username").values_list("unit__code", flat=True)
    assert list(codes) == [code for code, _ in VILLAGES]
    assert Unit.objects.get(code="431224105207").parent.parent.code == "431224"


@pytest.mark.parametrize("username", ["center", "village-12", "admin"])
def test_they_sign_in_with_the_demos_password(demo, undone, username):
    answer = Client().post("/admin/login/", {"username": username, "password": "junping-demo"})
    assert answer.status_code == 302


def test_each_password_has_a_hash_of_its_own(demo):
    assert User.objects.values("password").distinct().count() == len(ACCOUNTS)


def test_the_history_verifies_and_can_be_sealed(demo, undone):
    assert list(Verification().problems()) == []
    assert seal_days(datetime(2200, 1, 1, tzinfo=SHANGHAI))
    assert list(Verification().problems()) == []


def test_the_times_of_the_history_only_rise_and_none_lies_ahead(demo):
    first = Event.objects.filter(actor_username=MAKER.username).order_by("id").first()
    times = list(Event.objects.filter(id__gte=first.id).order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= now()


def test_every_record_has_gone_the_engines_road(demo):
    registered = Event.objects.filter(action="register", seq=1)
    assert registered.filter(subject__startswith="case:").count() == Case.objects.count()
    assert registered.filter(subject__startswith="hazard:").count() == Hazard.objects.count()


def test_it_is_the_same_every_time(demo):
    assert Case.objects.get(number="JP-2023-0002").title == "反映旧城建设时宅基地置换未兑现"
    assert Case.objects.filter(number="JP-2023-0134").exists()
    assert not Case.objects.filter(number="JP-2023-0135").exists()


def test_identity_numbers_are_right_in_form_and_nobodys(demo):
    parties = list(Party.objects.exclude(id_number=""))
    assert len(parties) > 100
    numbers = [unmasked(party)["id_number"] for party in parties]
    assert all(read_resident_number(number, now().date()) for number in numbers)
    assert all(number.startswith("431299") for number in numbers)


def test_run_again_it_adds_nothing_and_leaves_what_was_logged_meanwhile(demo, undone):
    logged = {"kind": "dispute", "category": "land", "title": "后来登记的", "source": "village"}
    number = engine.register(domain("case"), demo.actor("village-06"), logged).record.number
    before = (Event.objects.count(), Case.objects.count(), Hazard.objects.count())
    assert "没有再写入" in run()
    assert (Event.objects.count(), Case.objects.count(), Hazard.objects.count()) == before
    assert Case.objects.filter(number=number).exists()


def test_it_prints_accounts_and_curl_lines(demo):
    printed = run()
    assert "junping-demo" in printed
    assert "village-12" in printed
    assert printed.count("curl ") == 3


def test_it_refuses_when_somebody_else_has_joined(demo, undone):
    User.objects.create_user("clerk", "a long password", name="某", unit=demo.user("center").unit, roles="center")
    before = Event.objects.count()
    with pytest.raises(CommandError, match="clerk"):
        run()
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_it_refuses_a_database_with_a_user_it_did_not_make():
    stranger()
    with pytest.raises(CommandError, match="没有改动任何内容"):
        run()
    assert (User.objects.count(), Unit.objects.count(), Case.objects.count()) == (1, 1, 0)


@pytest.mark.django_db
def test_a_user_of_the_same_name_that_it_did_not_make_is_refused_too():
    stranger()
    User.objects.update(username="center")
    with pytest.raises(CommandError, match="center"):
        run()


@pytest.mark.django_db
def test_interrupted_it_leaves_nothing_and_can_run_again(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    only_the_present(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(filling, "_read_old_notices", interrupt)
        with pytest.raises(KeyboardInterrupt):
            filling.fill()
    assert not User.objects.exists()
    assert not Hazard.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert filling.fill()
    assert HazardAttachment.objects.exists()


# In a long holiday, after one, at a year's end without a notice for the next, on a leap day.
@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2025-10-05", "2026-02-25", "2026-12-31", "2028-02-29"])
def test_the_present_shows_every_light_and_state_on_any_day(monkeypatch, settings, tmp_path, day):
    settings.MEDIA_ROOT = tmp_path
    only_the_present(monkeypatch)
    with travel(datetime.fromisoformat(f"{day}T00:20").replace(tzinfo=SHANGHAI)):
        assert filling.fill()
        seen = Case.objects.filter(status__in=OPEN)
        assert set(seen.values_list("status", flat=True)) == set(OPEN)
        assert {lit(case) for case in seen} == {"green", "yellow", "red", "grey"}
        assert {lit(hazard) for hazard in Hazard.objects.exclude(status__in=("closed", "referred"))} >= LIT


OPEN = (
    "registered",
    "accepted",
    "handling",
    "suspended",
    "replied",
    "settled",
    "reviewing",
    "reviewed",
    "rechecking",
)
LIT = {"green", "yellow", "red"}


def lit(record):
    return light(record.warn_on, record.due_on, today())


def interrupt(moment):
    raise KeyboardInterrupt


def only_the_present(monkeypatch):
    for name in (
        "begin_disputes",
        "begin_backlog",
        "begin_yard_meetings",
        "begin_enterprises",
        "begin_inspection",
        "begin_toilets",
        "begin_door_knocking",
    ):
        monkeypatch.setattr(filling, name, lambda town, diary: None)
