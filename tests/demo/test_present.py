"""Beside its 2023 the demo has a living present: every open state, every light, every way to end."""

import pytest

from cases.models import ENDS, Case, Party
from cases.vocabulary import Status as CaseStatus
from junping.clocks.now import now, today
from junping.clocks.reading import light
from junping.notify.models import Notice
from safety.models import Hazard
from safety.vocabulary import Status as HazardStatus

HAZARD_ENDS = ("closed", "referred", "voided")


def open_cases():
    return Case.objects.exclude(status__in=ENDS)


def open_hazards():
    return Hazard.objects.exclude(status__in=HAZARD_ENDS)


def test_about_forty_records_are_open(demo):
    assert 38 <= open_cases().count() + open_hazards().count() <= 50


def test_every_open_state_is_there(demo):
    assert set(open_cases().values_list("status", flat=True)) == set(CaseStatus.values) - set(ENDS)
    assert set(open_hazards().values_list("status", flat=True)) == set(HazardStatus.values) - set(HAZARD_ENDS)


@pytest.mark.parametrize("colour", ["green", "yellow", "red", "grey"])
def test_every_light_is_there(demo, colour):
    assert demo.count("center", f"cases/?open=true&light={colour}") >= 1


@pytest.mark.parametrize("kind", ["petition", "dispute"])
@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
def test_petitions_and_disputes_show_every_colour(demo, kind, colour):
    assert demo.count("center", f"cases/?open=true&light={colour}&kind={kind}") >= 1


@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
def test_hazards_show_every_colour(demo, colour):
    assert demo.count("center", f"hazards/?open=true&light={colour}") >= 1


def test_every_way_to_end_is_there(demo):
    ended = Case.objects.filter(received_at__year__gt=2023, status__in=ENDS)
    assert set(ended.values_list("status", flat=True)) == set(ENDS)
    outcomes = {"partly_resolved", "explained", "unresolved", "withdrawn"}
    assert set(ended.exclude(outcome=None).values_list("outcome", flat=True)) == outcomes
    assert Hazard.objects.filter(status="referred").exists()


def test_the_reports_figures_count_without_a_date_too(demo):
    assert demo.count("center", "cases/?kind=dispute&outcome=resolved") == 66
    assert demo.count("center", "cases/?kind=request&source=yard_meeting&outcome=resolved") == 50


def test_something_is_unassigned_and_something_is_in_every_hand(demo):
    assert open_cases().filter(status="accepted", officer=None, handling_unit=None).exists()
    handled = open_cases().filter(status="handling")
    assert {"officer", "officer2"} <= set(handled.values_list("officer__username", flat=True))
    assert handled.filter(handling_unit__level="village").exists()
    assert open_cases().filter(lead__username="leader").exists()


def test_a_supervision_waits_for_an_answer_and_an_extension_for_a_leader(demo):
    assert open_cases().filter(clocks__rule="supervision", clocks__state="running").exists()
    assert open_hazards().filter(supervised=True).exists()
    assert open_cases().exclude(extension_asked=None).exists()
    assert open_hazards().exclude(extension_asked=None).exists()


def test_windows_and_performance_run(demo):
    for rule in ("review_window", "recheck_window", "confirmation_window", "performance", "objection"):
        assert open_cases().filter(clocks__rule=rule, clocks__state="running").exists(), rule


def test_a_confidential_record_is_seen_only_with_clearance(demo):
    confidential = Case.objects.filter(confidential=True)
    assert {"petition", "dispute"} <= set(confidential.values_list("kind", flat=True))
    seen = {name: confidential.visible_to(demo.actor(name)).count() for name in ("center", "leader", "center2")}
    assert seen == {"center": 3, "leader": 3, "center2": 0}


def test_the_accused_does_not_see_the_accusation(demo):
    accusation = Case.objects.get(petition_class="accusation")
    assert accusation.recused.get().username == "officer2"
    assert not Case.objects.visible_to(demo.actor("officer2")).filter(pk=accusation.pk).exists()


def test_somebody_comes_again_under_the_same_identity_number(demo):
    by_number = {}
    for party in Party.objects.exclude(id_number_index="").select_related("case"):
        by_number.setdefault(party.id_number_index, set()).add(party.case)
    (cases,) = [found for found in by_number.values() if len(found) > 1]
    assert sorted(case.is_repeat for case in cases) == [False, False, True]
    assert {case.status for case in cases} == {"closed", "registered"}


def test_twelve_petitioners_have_five_representatives(demo):
    (petition,) = Case.objects.filter(people_count=12)
    assert petition.parties.filter(role="representative").count() == 5


def test_a_major_hazard_has_its_five_provisions(demo):
    (hazard,) = open_hazards().filter(level="major")
    given = (hazard.responsible_person, hazard.measures, hazard.funds, hazard.standard, hazard.due_on)
    assert all(given)
    (order,) = [event for event in demo.get("leader", f"hazards/{hazard.number}/events/") if event["action"] == "order"]
    assert order["data"]["plan"]
    assert order["data"]["interim_measures"]


def test_files_are_attached_and_can_be_read(demo):
    files = [
        file
        for record in [*open_cases().exclude(attachments=None), *open_hazards().exclude(attachments=None)]
        for file in demo.get("center", f"{record.record_type}s/{record.number}/attachments/")
    ]
    assert {file["content_type"] for file in files} == {"image/png", "text/plain"}


def test_only_the_last_fortnights_notices_are_unread(demo):
    unread = Notice.objects.filter(read_at=None)
    assert unread.exists()
    assert all((now() - notice.created_at).days <= 14 for notice in unread)


def test_a_hazard_is_due_today_and_its_light_is_yellow(demo):
    hazard = open_hazards().get(due_on=today())
    assert light(hazard.warn_on, hazard.due_on, today()) == "yellow"
