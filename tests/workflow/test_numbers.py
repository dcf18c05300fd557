"""Numbers: one after the other, none skipped, none used twice; confidential ones tell nothing."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction

from cases.models import Case
from junping.history.verify import Verification
from junping.workflow.models import Series
from junping.workflow.numbers import number
from junping.workflow.refusals import Invalid
from safety.models import Hazard


def next_number(year, infix, *, hidden):
    record = Hazard() if infix else Case()
    number(record, year, infix, hidden=hidden)
    return record.number


def test_numbers_follow_each_other_by_year_and_kind(db):
    taken = [next_number(2026, infix, hidden=False) for infix in ("", "", "H", "", "H")]
    taken.append(next_number(2027, "", hidden=False))
    assert taken == [
        "JP-2026-0001",
        "JP-2026-0002",
        "JP-2026-H0001",
        "JP-2026-0003",
        "JP-2026-H0002",
        "JP-2027-0001",
    ]


def test_a_series_goes_on_beyond_four_digits(db):
    Series.objects.create(name="JP-2026-", last=9999)
    assert next_number(2026, "", hidden=False) == "JP-2026-10000"


def test_the_prefix_is_a_setting(db, settings):
    settings.NUMBER_PREFIX = "XP"
    assert next_number(2026, "", hidden=False) == "XP-2026-0001"
    assert next_number(2026, "", hidden=True).startswith("XP-2026-")


def test_a_number_taken_in_vain_is_given_back(road):
    road.log("petition")
    with pytest.raises(Invalid):
        road.log("petition", parties=[{"role": "applicant", "name": "x", "id_number": "1"}])
    with transaction.atomic():
        road.log("petition")
        transaction.set_rollback(True)
    assert road.log("petition").number == "JP-2026-0002"


def test_a_confidential_number_is_random_and_is_taken_for_no_number_in_sequence(db):
    taken = [next_number(2026, "", hidden=True) for _ in range(300)]
    assert len(set(taken)) == 300
    assert all(re.fullmatch(r"JP-2026-[A-GJ-NP-Z][2-9A-HJ-NP-Z]{7}", number) for number in taken)
    assert next_number(2026, "", hidden=False) == "JP-2026-0001"


def test_a_record_becomes_confidential_without_another_number(road):
    matter = road.log("petition")
    matter.act("center", "correct", {"confidential": True})
    assert matter.record.number == "JP-2026-0001"


def _missing() -> list[str]:
    return [p.subject for p in Verification().problems() if p.subject.startswith(("case:", "hazard:"))]


def test_verify_misses_a_number_that_was_given_out(road):
    road.log("petition")
    road.log("accusation")
    road.log("hazard")
    assert _missing() == []
    Series.objects.filter(name="JP-2026-").update(last=3)
    Series.objects.filter(name="JP-2026-*").update(last=2)
    assert _missing() == ["case:JP-2026-0002", "case:JP-2026-0003", "case:JP-2026-*"]


def test_verify_finds_every_record_of_a_busy_day_whole(road, capsys):
    for kind in ("petition", "accusation", "dispute", "request", "hazard"):
        road.log(kind)
    assert _missing() == []
    with pytest.raises(SystemExit):
        call_command("verify")  # the people of the tests have no history of their own
    assert "JP-2026" not in capsys.readouterr().out
