"""66 disputes, all resolved: land, marriage, family and what else there was."""

from collections.abc import Generator
from datetime import date, datetime, timedelta
from random import Random

from junping.demo import people, spreading
from junping.demo.diary import Diary, Story
from junping.demo.hands import Hand
from junping.demo.pace import Pace
from junping.demo.town import Town, Village
from junping.demo.wording import Text, filled, texts

Assigning = Generator[datetime, None, Hand]

FIRST, LAST = date(2023, 1, 4), date(2023, 10, 20)
SOURCES = ("village",) * 5 + ("visit", "patrol", "phone", "reception", "door_knock")
LABOUR = ("wage", "labour")
CONFIRMED = ("debt", "wage", "injury")
COURT = "溆浦县人民法院"
AFTERWARDS = (
    "电话回访，双方都说协议已经履行，没有再起争执。",
    "上门回访，两家已正常往来。",
    "回访申请人，款项已收到，对处理结果满意。",
    "到现场看过，协议约定的事都已做完。",
    "回访时双方在场，表示今后有事先找村里商量。",
)


def begin_disputes(town: Town, diary: Diary) -> None:
    rng = Random("disputes 2023")
    told = spreading.shuffled(texts("disputes"), rng)
    received = spreading.days(len(told), FIRST, LAST, rng)
    for i, (text, day) in enumerate(spreading.in_season(told, received)):
        diary.begin(_dispute(town, town.villages[i % len(town.villages)], text, day, i))


def _dispute(town: Town, village: Village, text: Text, day: date, i: int) -> Story:
    rng = Random(f"dispute 2023 {i}")
    said = filled(text, rng, village.name)
    pace = Pace(rng, day)
    yield pace.now()
    number = village.hand.log_case(**_registration(village, said, rng, pace, late=i % 22 == 9))
    yield pace.later(0, 2)
    town.center.case(number, "accept", note="双方都愿意调解。")
    yield pace.minutes(5, 40)
    handler = yield from _assigned(town, village, number, pace, i)
    yield pace.later(1, 4)
    handler.case(number, "note", text=said["progress"])
    yield from _interlude(town, handler, number, pace, text["category"], i)
    yield pace.later(2, 6)
    yield from _settled(town, handler, number, said, pace, rng)


def _registration(village: Village, said: Text, rng: Random, pace: Pace, *, late: bool) -> dict[str, object]:
    mediator = f"{village.name}调解委员会 {people.name(rng)}"
    data = {
        "kind": "dispute",
        "category": said["category"],
        "title": said["title"],
        "description": said["description"],
        "source": rng.choice(SOURCES),
        "place": f"{village.name}{said['g']}{said['spot']}",
        "people_count": said["n"] if "等" in said["title"] else 2,
        "occurred_on": pace.today - timedelta(days=rng.randint(1, 12)),
        "parties": [
            people.party(rng, "applicant", said["a"], village.name),
            people.party(rng, "respondent", said["b"], village.name, with_number=rng.random() < 0.6),
            {"role": "mediator", "name": mediator},
        ],
    }
    return data | ({"received_at": pace.now() - timedelta(days=6), "occurred_on": None} if late else {})


def _assigned(town: Town, village: Village, number: str, pace: Pace, i: int) -> Assigning:
    """To the village, or to an officer with the village helping; now and then it comes back first."""
    if i % 3:
        town.center.case(number, "assign", handling_unit=village.code)
        return village.hand
    officer, other = (town.officer, town.officer2) if i % 2 else (town.officer2, town.officer)
    if i % 9 == 6:
        town.center.case(number, "assign", officer=other.username)
        yield pace.later(1)
        other.case(number, "send_back", reason="涉及另一位同志包的村，请改派熟悉情况的人。")
        yield pace.minutes(10, 60)
    town.center.case(number, "assign", officer=officer.username, co_units=[village.code])
    return officer


def _interlude(town: Town, handler: Hand, number: str, pace: Pace, category: str, i: int) -> Story:
    """What does not happen in every case."""
    if category in LABOUR:
        return
    if i % 10 == 4:
        yield pace.later(1, 3)
        town.leader.case(number, "comment", text="注意方式方法，多听两边意见，不要激化矛盾。")
    elif i % 12 == 5:
        yield pace.later(2, 5)
        town.center.case(number, "suspend", reason="一方当事人外出，约定返乡后继续调解。")
        yield pace.later(6, 10)
        town.center.case(number, "resume", note="当事人已返乡。")
    elif i % 14 == 8:
        yield pace.later(6, 9)
        handler.case(number, "extend", days=10, reason="需请相关部门踏勘、核对档案。", agreed_by_parties=True)
    elif i % 20 == 10:
        yield pace.later(3, 6)
        town.center.case(number, "urge", text="请加快调解，调解情况及时记入系统。")


def _settled(town: Town, handler: Hand, number: str, said: Text, pace: Pace, rng: Random) -> Story:
    agreement = {"form": "oral" if rng.random() < 0.15 else "written", "terms": said["terms"]}
    if rng.random() < 0.6:
        agreement["perform_by"] = pace.today + timedelta(days=rng.randint(18, 24))
    handler.case(number, "settle", effective_on=pace.today, **agreement)
    if said["category"] in CONFIRMED and rng.random() < 0.5:
        yield pace.later(2, 5)
        handler.case(number, "request_confirmation", filed_on=pace.today, court=COURT)
    yield pace.later(9, 14)
    asked = {"satisfaction": rng.choice((4, 4, 5, 5, 5, 3)), "held": "yes", "text": rng.choice(AFTERWARDS)}
    town.center.case(number, "follow_up", **asked)
    yield pace.later(0, 2)
    town.center.case(number, "close", outcome="resolved")
