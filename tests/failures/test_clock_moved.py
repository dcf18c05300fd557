"""The machine's clock is set back or forward while people work, or stands in another zone: order and deadlines hold."""

import itertools
import secrets

import pytest

from tests.failures.ending import ends_well, seen
from tests.failures.outage import under_load
from tests.failures.town import of, own_town

pytestmark = pytest.mark.experiment
DAY = 24 * 3600
SEAL = "import django; django.setup(); from junping.clocks.now import now; from junping.history.seal import seal_days; "


@pytest.fixture(scope="module")
def moved_town(tmp_path_factory):
    """A town and the file that says how wrong its clock is."""
    folder = tmp_path_factory.mktemp("town")
    wrong = folder / "clock"
    wrong.write_text("0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEST_CLOCK", str(wrong))
        with own_town(folder, "tests.failures.moved_clock") as made:
            yield made, wrong


@pytest.fixture
def town(moved_town):
    return moved_town[0]


@pytest.fixture
def clock(moved_town):
    """`clock.write_text(…)` sets it; it begins right."""
    moved_town[1].write_text("0")
    return moved_town[1]


def story(town, number):
    return town.client("center").get(f"{of(number)}events/").json


def went_back(events):
    """How often an event is dated before the one before it."""
    return sum(later["at"] < earlier["at"] for earlier, later in itertools.pairwise(events))


def test_set_back_a_day_the_order_is_that_of_what_happened(town, clock):
    record = town.handled("拨慢以前")
    number, key = record["number"], secrets.token_hex(8)
    fresh = town.logged("刚登记")
    noted = town.client("officer").act(number, "note", {"text": "拨慢以前"}, key)
    clock.write_text(str(-DAY))
    assert town.client("officer").act(number, "note", {"text": "拨慢以前"}, key).replayed
    assert town.client().get(of(number)).json["version"] == noted.json["version"]
    town.done("officer", number, "note", text="拨慢以后")
    accepted = town.done("center", fresh["number"], "accept")
    assert accepted["due_on"] > accepted["received_at"][:10]
    file = town.client().attach(number, "拨慢以后的附件")
    assert file.status == 201, file.body
    later = town.logged("拨慢以后登记的")
    events = story(town, number)
    assert [event["action"] for event in events] == ["register", "accept", "assign", "note", "note", "attach"]
    assert went_back(events) == 1
    assert number < fresh["number"] < later["number"]
    ends_well(town, [later, accepted, town.client().get(of(number)).json], files=[file.json])


def test_jumping_a_year_ahead_and_back_under_load(town, clock):
    with under_load(town, 4) as load:
        for wrong in (365 * DAY, 0, -DAY, 0):
            clock.write_text(str(wrong))
            load.reaches(15)
    assert set(load.statuses) == {201}
    found = ends_well(town, load.acknowledged.values())
    assert len({number.split("-")[1] for number in found["records"]}) == 2
    for year, numbers in itertools.groupby(sorted(found["records"]), lambda number: number.split("-")[1]):
        taken = sorted(int(number.rpartition("-")[2]) for number in numbers)
        assert taken == list(range(1, len(taken) + 1)), year
    clock.write_text(str(2 * DAY))
    sealed = town.python(f"{SEAL} print(sum(seal.events for seal in seal_days(now())))")
    assert int(sealed.stdout) >= len(found["records"])
    ends_well(town, load.acknowledged.values())
    seen("clock jumps", records=len(found["records"]), sealed=int(sealed.stdout))


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_a_deadline_ends_with_its_day_in_shanghai_wherever_the_server_thinks_it_is(town, clock, zone):
    town.stop()
    town.start(TZ=zone)
    clock.write_text("2026-03-02T23:59:59.900000+08:00")
    monday = town.logged("星期一")
    clock.write_text("2026-03-03T00:00:00+08:00")
    tuesday = town.logged("星期二")
    assert [record["due_on"] for record in (monday, tuesday)] == ["2026-03-05", "2026-03-06"]
    clock.write_text("2026-03-05T23:59:59.900000+08:00")
    assert light(town, monday) == ("yellow", False)
    clock.write_text("2026-03-06T00:00:00+08:00")
    assert light(town, monday) == ("red", True)
    assert light(town, tuesday)[0] == "yellow"
    ends_well(town, [monday, tuesday])


def light(town, record):
    """The light of the record, and whether the list of red ones holds it."""
    red = town.client().get("cases/?light=red").json["results"]
    number = record["number"]
    return town.client().get(of(number)).json["light"], number in [row["number"] for row in red]
