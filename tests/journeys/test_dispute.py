"""Neighbours quarrel, agree, fall out again, and agree for good."""

from datetime import date

from junping.history.verify import Verification


def test_an_agreement_that_does_not_hold_is_taken_up_again(road, time):
    time.set("2026-03-02 08:40")
    parties = [{"role": "applicant", "name": "李四"}, {"role": "respondent", "name": "王五"}]
    matter = road.log("dispute", parties=parties, longitude=110.6, latitude=27.9)
    time.set("2026-03-03 09:00")
    matter.do("center", "accept")
    matter.do("center", "assign", officer="", handling_unit=road.cast.code("village"))

    time.set("2026-03-10 09:00")
    matter.do("center", "suspend", reason="等国土所丈量")
    assert matter.record.due_on is None
    time.set("2026-03-25 09:00")
    matter.do("center", "resume")
    assert matter.running() == {"mediation": "2026-04-20"}  # fifteen days later, and off a Saturday
    time.set("2026-03-30 09:00")
    matter.do("village", "extend", days=7)
    assert matter.clock("mediation").due_on == date(2026, 4, 27)

    time.set("2026-04-13 09:00")
    matter.do("village", "settle", perform_by="2026-06-30")
    assert set(matter.running()) == {"confirmation_window", "performance", "revisit"}
    time.set("2026-04-20 09:00")
    matter.do("village", "request_confirmation")
    time.set("2026-05-11 09:00")
    matter.do("village", "follow_up", satisfaction=2, held="no", text="又占了过道")
    assert matter.clock("revisit").state == "met"

    time.set("2026-05-12 09:00")
    matter.do("leader", "reopen", reason="协议没有履行")
    assert matter.running() == {"rework": "2026-06-11"}
    time.set("2026-06-01 09:00")
    matter.do("village", "settle", form="oral", terms="退回过道，当场画线")
    time.set("2026-06-05 09:00")
    matter.do("center", "close")
    time.set("2026-06-29 09:00")
    matter.do("village", "follow_up", satisfaction=5, held="yes")

    states = [(clock.rule, clock.state) for clock in matter.clocks]
    assert states == [
        ("intake", "met"),
        ("mediation", "met"),
        ("confirmation_window", "met"),
        ("performance", "cancelled"),
        ("revisit", "met"),
        ("rework", "met"),
        ("confirmation_window", "running"),
        ("revisit", "met"),
    ]
    record = matter.record
    assert (record.status, record.outcome, record.satisfaction) == ("closed", "resolved", 5)
    assert [p for p in Verification().problems() if p.subject.startswith("case:")] == []
