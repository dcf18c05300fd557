"""A major hazard: found by a village, ordered with the five provisions, failed once, struck off, and back again."""

from datetime import date

from junping.history.verify import Verification
from tests.safety.test_ordering import FIVE


def test_a_hazard_is_struck_off_only_when_it_is_gone(road, time):
    time.set("2026-03-02 14:00")
    matter = road.log("hazard", domain="dilapidated", title="镇政府门口危房", legacy_since="2016-01-01")
    assert matter.running() == {"dispatch": "2026-03-04"}
    time.set("2026-03-03 09:00")
    matter.do("center", "grade", level="major", standard=FIVE["standard"])
    time.set("2026-03-04 09:00")
    matter.do("leader", "order", due_on="2026-04-30", **FIVE)
    matter.do("leader", "supervise", due_on="2026-03-31")
    assert (matter.record.supervised, matter.record.due_on) == (True, date(2026, 3, 31))

    time.set("2026-03-30 09:00")
    matter.do("handling", "answer_supervision", text="已腾空，正在拆除")
    time.set("2026-04-20 09:00")
    matter.do("officer", "ask_extension", due_on="2026-05-31", reason="雨季停工")
    time.set("2026-04-22 09:00")
    matter.do("leader", "extend", due_on="2026-05-31")
    assert matter.clock("rectification").due_on == date(2026, 5, 31)

    time.set("2026-05-25 09:00")
    matter.do("handling", "rectify", rectified_on="2026-05-24", funds_spent=43000)
    time.set("2026-05-27 09:00")
    matter.do("center", "fail", due_on="2026-06-15", reason="残墙没有拆")
    time.set("2026-06-10 09:00")
    matter.do("handling", "rectify")
    time.set("2026-06-12 09:00")
    matter.do("center", "pass", inspectors=["周敏", "李强"])
    record = matter.record
    assert (record.status, record.due_on, record.supervised) == ("closed", None, False)

    time.set("2026-09-01 09:00")
    matter.do("center", "reopen", due_on="2026-09-15", reason="有人又搭了棚")
    time.set("2026-09-16 09:00")
    matter.do("handling", "rectify")
    matter.do("center", "pass")
    assert [(clock.rule, clock.state) for clock in matter.clocks] == [
        ("dispatch", "met"),
        ("rectification", "met"),
        ("supervision", "met"),
        ("recheck_hazard", "met"),
        ("rectification", "met"),
        ("recheck_hazard", "met"),
        ("rectification", "missed"),
        ("recheck_hazard", "met"),
    ]
    assert matter.record.legacy_since == date(2016, 1, 1)
    assert [p for p in Verification().problems() if p.subject.startswith("hazard:")] == []
