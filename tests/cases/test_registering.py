"""登记: who may, for which unit, what is read how; and what of a name is kept exactly."""

import pytest

from junping.workflow.refusals import Forbidden
from tests.cast import moment
from tests.road import LEFT_OUT


@pytest.mark.parametrize("who", ["village", "center", "center2", "officer", "grid"])
def test_villages_the_centre_and_officers_register(road, who):
    matter = road.log("petition", who, unit=LEFT_OUT if who == "village" else road.cast.units["grid"].code)
    event = matter.last
    assert (event.seq, event.action, event.from_state, event.to_state) == (1, "register", None, "registered")
    assert (event.actor_username, matter.record.created_by.username) == (who, who)


@pytest.mark.parametrize("who", ["leader", "auditor", "admin"])
@pytest.mark.parametrize("kind", ["petition", "hazard"])
def test_leaders_auditors_and_administrators_do_not(road, kind, who):
    with pytest.raises(Forbidden):
        road.log(kind, who)


def test_a_villages_own_unit_is_understood_and_everybody_else_names_one(road):
    assert road.log("petition").record.unit.name == "板溪村"
    for who in ("center", "officer"):
        assert road.unfit("petition", who, unit=None) == {"unit": "required"}


def test_a_unit_out_of_scope_and_an_unknown_one_are_told_alike(road):
    for code in ("431224106000", "431224", "431224105214", "000"):
        assert road.unfit(unit=code) == {"unit": "unknown"}
    assert road.log("petition", unit=road.cast.code("grid")).record.unit.name == "板溪村一网格"


def test_the_year_of_receipt_makes_the_number(road):
    old = road.log("petition", received_at="2025-12-31T23:59:59+08:00")
    new = road.log("petition", received_at="2025-12-31T16:00:00Z")
    assert (old.number, new.number) == ("JP-2025-0001", "JP-2026-0001")


def test_a_receipt_lies_not_in_the_future_but_a_clock_may_be_five_minutes_fast(road):
    assert road.log("petition", received_at="2026-03-02T09:04:59+08:00").record.received_at == moment(
        "2026-03-02 09:00"
    )
    assert road.unfit(received_at="2026-03-02T09:06:00+08:00") == {"received_at": "in_future"}
    assert road.unfit(received_at="2026-03-02") == {"received_at": "invalid"}


def test_a_receipt_that_is_null_is_now_and_its_clocks_run(road):
    matter = road.log("petition", received_at=None)
    assert (matter.record.received_at, matter.running()) == (moment("2026-03-02 09:00"), {"notice": "2026-03-17"})


def test_a_late_entry_keeps_both_times(road):
    event = road.log("petition", received_at="2026-02-20T09:00:00+08:00").last
    assert (event.at, event.occurred_at) == (moment("2026-03-02 09:00"), moment("2026-02-20 09:00"))


@pytest.mark.parametrize("field", ["kind", "petition_class", "category", "title", "source"])
def test_what_is_required_is_named(road, field):
    assert road.unfit(**{field: LEFT_OUT}) == {field: "required"}
    assert road.unfit(**{field: None}) == {field: "required"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "hazard", "not_a_choice"),
        ("kind", 5, "not_a_choice"),
        ("category", "ufo", "not_a_choice"),
        ("title", "x" * 201, "too_long"),
        ("title", 5, "invalid"),
        ("title", "两行\n标题", "characters"),
        ("description", "x" * 20_001, "too_long"),
        ("people_count", 0, "out_of_range"),
        ("people_count", "3", "invalid"),
        ("people_count", True, "invalid"),
        ("people_count", 2.0, "invalid"),
        ("confidential", "false", "invalid"),
        ("is_backlog", 1, "invalid"),
        ("occurred_on", "2026-03-03", "in_future"),
        ("longitude", "110.5", "invalid"),
        ("recused", ["nobody"], "unknown"),
        ("parties", {}, "invalid"),
        ("parties", ["张三"], "invalid"),
        ("status", "closed", "unknown"),
        ("number", "JP-2026-0001", "unknown"),
        ("nonsense", 1, "unknown"),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(road, field, value, code):
    found = road.unfit(**{field: value})
    assert list(found.values()) == [code]
    assert next(iter(found)).split(".")[0] == field


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30, 10**400, 180.1, True, "110"])
def test_a_longitude_is_a_number_on_the_globe(road, value):
    assert set(road.unfit(longitude=value, latitude=27.9)) == {"longitude"}


def test_every_fault_is_told_at_once(road):
    assert road.unfit(title=LEFT_OUT, category="ufo", people_count=0, parties=[{"role": "judge"}]) == {
        "title": "required",
        "category": "not_a_choice",
        "people_count": "out_of_range",
        "parties.0.role": "not_a_choice",
        "parties.0.name": "required",
    }


def test_a_dispute_and_a_request_have_no_petition_class(road):
    for kind in ("dispute", "request"):
        assert set(road.unfit(kind, petition_class="appeal")) == {"petition_class"}
        assert road.log(kind).record.petition_class is None


@pytest.mark.parametrize("name", ["𠮷野", "\ue123某", "买买提·吐尔逊", "葛\U000e0100", "O'Brien"])
def test_rare_and_private_characters_of_a_name_are_kept_exactly(road, name):
    matter = road.log("petition", title=name, parties=[{"role": "applicant", "name": name}])
    assert (matter.record.title, matter.children.parties[0].name) == (name, name)
    assert matter.problem() == ""


@pytest.mark.parametrize(
    "text",
    ["a\u202eb", "a\u200bb", "a\u0000b", "a\u0007b", "a\ufeffb", "a\ud800b", "a\u2028b", "a\U000e0041b", "a\u00adb"],
)
@pytest.mark.parametrize("field", ["title", "description", "place"])
def test_bidirectional_zero_width_and_control_characters_are_refused(road, field, text):
    assert road.unfit(**{field: text}) == {field: "characters"}
    assert road.unfit(parties=[{"role": "applicant", "name": text}]) == {"parties.0.name": "characters"}


def test_texts_are_composed_and_trimmed_and_long_ones_keep_their_lines(road):
    record = road.log("petition", title="  cafe\u0301　", description="一\r\n二\t三\n").record
    assert (record.title, record.description) == ("café", "一\n二\t三")


def test_a_title_of_blanks_is_none(road):
    assert road.unfit(title=" \u3000 ") == {"title": "required"}


def test_the_identity_number_is_folded_checked_and_never_told(road):
    from cases.parties import unmasked
    from junping.vault.identity import check_digit

    number = next(n for n in (f"1101011990{i:07d}" for i in range(307400, 307500)) if check_digit(n) == "X") + "X"
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number[:-1]) + "x"
    matter = road.log("petition", parties=[{"role": "applicant", "name": "张三", "id_number": wide}])
    assert unmasked(matter.children.parties[0])["id_number"] == number
    assert number not in str(matter.last.data)
    wrong = number[:-1] + "1"
    assert road.unfit(parties=[{"role": "applicant", "name": "张三", "id_number": wrong}]) == {
        "parties.0.id_number": "invalid"
    }
    road.log("petition", parties=[{"role": "applicant", "name": "张三", "id_type": "other", "id_number": wrong}])


def test_the_history_tells_what_was_given_but_no_long_text_twice(road):
    data = road.log("petition", recused=["far"], people_count=3).last.data
    assert (data["unit"], data["title"], data["people_count"]) == ("431224105207", "反映占地补偿", 3)
    assert data["recused"] == ["far"]
    assert "description" not in data
