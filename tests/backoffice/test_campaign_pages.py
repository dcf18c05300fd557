import re

from junping.history.models import Event
from safety.models import Campaign, Visit
from tests.backoffice.conftest import text_of, verified

LIST = "/admin/safety/campaign/"
DRIVE = {"name": "敲门行动", "starts_on": "2026-01-01", "target": "4000", "domains": ["fire", "gas"]}


def started(browser) -> str:
    browser("center").post(f"{LIST}add/", DRIVE)
    return f"{LIST}{Campaign.objects.get().pk}/"


def test_the_centre_starts_a_drive_and_villages_hand_in_their_visits(browser) -> None:
    drive = started(browser)
    form = {"unit": "431224105207", "visited_on": "2026-01-05", "count": "37"}
    assert browser("banxi").post(f"{drive}visit/", form)["Location"] == f"{drive}change/"
    text = text_of(browser("center").get(f"{drive}change/"))
    assert "37，目标 4000" in text
    assert "消防、燃气" in text
    assert Event.objects.get(subject__startswith="visit:").actor_username == "banxi"
    assert verified()


def test_what_is_wrong_with_a_visit_stands_at_its_field(browser) -> None:
    drive = started(browser)
    form = {"unit": "431224105207", "visited_on": "2025-12-31", "count": "1"}
    text = text_of(browser("banxi").post(f"{drive}visit/", form))
    assert re.search(r'id="id_visited_on_error">不能早于专项行动的开始日期', text)
    assert not Visit.objects.exists()


def test_a_village_hands_in_for_itself_and_counts_only_its_own(browser) -> None:
    drive = started(browser)
    browser("banxi").post(f"{drive}visit/", {"unit": "431224105211", "visited_on": "2026-01-05"})
    assert not Visit.objects.exists()
    browser("laoyao").post(f"{drive}visit/", {"unit": "431224105211", "visited_on": "2026-01-05", "count": "9"})
    assert "9，目标" not in text_of(browser("banxi").get(f"{drive}change/"))


def test_who_may_not_start_or_hand_in_gets_403(browser) -> None:
    drive = started(browser)
    for username in ("banxi", "leader", "auditor"):
        assert browser(username).get(f"{LIST}add/").status_code == 403
    for username in ("leader", "auditor", "officer"):
        assert browser(username).post(f"{drive}visit/", {"unit": "431224105207"}).status_code == 403
    assert browser("admin").get(LIST).status_code == 403
