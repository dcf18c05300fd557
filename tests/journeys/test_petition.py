"""A petition from the village's counter to the recheck, day by day."""

from datetime import date

from junping.clocks import reading
from junping.clocks.now import today
from junping.history.verify import Verification


def light(matter):
    record = matter.record
    return reading.light(record.warn_on, record.due_on, today())


def test_a_petition_goes_all_the_way_and_its_history_is_whole(road, time):
    time.set("2023-01-06 10:20")  # a Friday before the Spring Festival
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三", "phone": "13812340726"}])
    assert (matter.running(), light(matter)) == ({"notice": "2023-01-28"}, "green")

    time.set("2023-01-17 09:00")
    assert light(matter) == "yellow"
    matter.do("center", "ask_reporter", text="请补充承包证")
    time.set("2023-01-18 09:00")
    matter.act("village", "correct", {"place": "板溪村二组"})

    time.set("2023-01-28 16:00")  # the make-up Saturday, its last day
    matter.do("center", "accept")
    assert (matter.clock("notice").state, matter.running()) == ("met", {"handling": "2023-03-29"})

    time.set("2023-01-30 09:00")
    matter.do("center", "assign")
    time.set("2023-02-01 09:00")
    matter.do("handling", "note", text="已到现场丈量")
    matter.do("leader", "take_charge")
    time.set("2023-02-03 09:00")
    matter.do("leader", "supervise", due_on="2023-02-20")
    assert matter.record.due_on == date(2023, 2, 20)
    time.set("2023-02-17 09:00")
    matter.do("officer", "answer_supervision", text="已核实面积")

    time.set("2023-03-20 09:00")
    matter.do("officer", "ask_extension", days=20, reason="等测绘")
    time.set("2023-03-22 09:00")
    matter.do("leader", "extend", days=20, notified_on="2023-03-22")
    assert matter.running() == {"handling": "2023-04-18"}

    time.set("2023-04-14 09:00")
    matter.do("officer", "reply", decision="explain")
    time.set("2023-05-15 09:00")  # the window's last day fell on a Sunday
    assert matter.clock("review_window").due_on == date(2023, 5, 15)
    matter.do("center", "request_review")
    time.set("2023-06-09 09:00")
    matter.do("center", "review", decision="send_back")
    assert matter.status == "handling"

    time.set("2023-06-30 09:00")
    matter.do("officer", "reply", decision="support")
    time.set("2023-07-03 09:00")
    matter.do("center", "close", outcome="partly_resolved")
    assert (light(matter), matter.running()) == ("grey", {"review_window": "2023-07-31"})

    time.set("2023-07-20 09:00")
    matter.do("center", "request_review")
    time.set("2023-08-10 09:00")
    matter.do("center", "review")
    time.set("2023-08-25 09:00")
    matter.do("center", "request_recheck")
    time.set("2023-09-04 09:00")
    matter.do("center", "hearing", **{"from": "2023-09-04", "to": "2023-09-08"})
    assert matter.running() == {"recheck": "2023-10-07"}  # 29 September is off, 7 October is worked
    time.set("2023-09-27 09:00")
    matter.do("center", "recheck", outcome="resolved")
    time.set("2023-10-20 09:00")
    matter.do("center", "follow_up", satisfaction=4, held="yes")

    record = matter.record
    assert (record.status, record.outcome, record.satisfaction, record.due_on) == ("closed", "resolved", 4, None)
    assert {clock.state for clock in matter.clocks} == {"met"}
    assert [event.seq for event in matter.events] == list(range(1, record.version + 1))
    assert [p for p in Verification().problems() if p.subject.startswith("case:")] == []
