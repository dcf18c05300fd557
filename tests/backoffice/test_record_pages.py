import re

import pytest

from cases.models import Case
from junping.history.models import Event
from junping.workflow import policy
from junping.workflow.models import Reading
from junping.workflow.registry import domain
from tests.backoffice.conftest import ID_NUMBER, acting, assigned, do, in_days, log_case, page, text_of, verified


def buttons(text: str) -> list[str]:
    bar = re.search(r'aria-label="您现在能做的">(.*?)</div>', text, re.S)
    return re.findall(r">([^<]+)</a>", bar.group(1)) if bar else []


def version(number: str) -> int:
    return Case.objects.get(number=number).version


def act(client, number: str, name: str, **data):
    return client.post(page(number, "do", name), {"seen": version(number), **data})


def test_the_page_shows_everything_about_the_record(browser, dispute) -> None:
    text = text_of(browser("center").get(page(dispute)))
    for shown in (
        dispute,
        "水渠放水先后引发两户口角",
        "两户争水，动了手。",
        "谌绍文",
        "板溪村三组",
        "村级上报",
        "已登记",
        "登记",
    ):
        assert shown in text
    assert "为什么是这天" in text
    assert "受理" in text


def test_numbers_of_people_are_masked_on_the_page(browser, dispute) -> None:
    text = text_of(browser("center").get(page(dispute)))
    assert "110105**********2X" in text
    assert "138****0726" in text
    assert ID_NUMBER not in text
    assert "13812340726" not in text


@pytest.mark.parametrize("username", ["center", "center2", "officer", "leader", "banxi", "auditor"])
def test_there_is_a_button_for_exactly_what_may_be_done_now(browser, dispute, username) -> None:
    assigned(dispute)
    cases = domain("case")
    record = Case.objects.select_related("unit").get(number=dispute)
    allowed = policy.allowed(cases, record, acting(username), cases.load(record))
    shown = buttons(text_of(browser(username).get(page(dispute))))
    assert [label for label in shown if label != "更正"] == [action.label for action in allowed]


def test_an_action_taken_behind_its_button_goes_the_engines_road(browser, dispute) -> None:
    response = act(browser("center"), dispute, "accept", note="属镇综治中心受理范围")
    assert response["Location"] == page(dispute)
    event = Event.objects.get(subject=f"case:{dispute}", action="accept")
    assert (event.via, event.actor_username, event.note) == ("admin", "center", "属镇综治中心受理范围")
    assert Case.objects.get(number=dispute).status == "accepted"
    assert verified()


def test_a_problem_stands_at_its_field_and_what_was_filled_in_stays(browser, dispute) -> None:
    assigned(dispute)
    response = act(browser("officer"), dispute, "extend", days="0", reason="证据还没收齐", agreed_by_parties="on")
    text = text_of(response)
    assert response.status_code == 200
    assert "没有提交，有 1 处要改" in text
    assert 'href="#id_days"' in text
    assert 'id="id_days_error">您填了 0，请改成 1 到 365。' in text
    assert re.search(r'<input[^>]*id="id_days"[^>]*aria-invalid="true"', text) or 'aria-invalid="true"' in text
    assert "证据还没收齐" in text


def test_what_the_engine_finds_wrong_stands_at_its_field_too(browser, people) -> None:
    number = assigned_petition()
    response = act(browser("leader"), number, "extend", days="30", reason="等施工图", notified_on="2020-01-01")
    assert re.search(r'id="id_notified_on_error">不能早于收到日期', text_of(response))


def test_too_long_an_extension_is_refused_with_the_law_and_what_will_do(browser, people) -> None:
    number = assigned_petition()
    filled = {"reason": "等施工图", "notified_on": in_days(0)}
    first = text_of(act(browser("leader"), number, "extend", days="45", **filled))
    rule = "延期合计不得超过 30 日（信访工作条例第三十四条）。"
    assert f'id="id_days_error">{rule}您填了 45，请改成 1 到 30。' in first
    do(number, "extend", "leader", days=20, **filled)
    second = text_of(act(browser("leader"), number, "extend", days="15", **filled))
    assert f"{rule}您填了 15，请改成 1 到 10。" in second


def test_what_is_missing_is_asked_for_by_its_name_all_at_once(browser, people) -> None:
    number = assigned_petition()
    text = text_of(act(browser("leader"), number, "extend", days="三十"))
    for message in ("请填整数，例如 30。", "请填写“延期理由”。", "请填写“告知信访人日期”。"):
        assert message in text
    assert "有 3 处要改" in text


def test_an_extension_asked_for_stands_in_the_leaders_form(browser, people) -> None:
    number = assigned_petition()
    do(number, "ask_extension", "officer", days=20, reason="等县里的施工图")
    text = text_of(browser("leader").get(page(number, "do", "extend")))
    assert re.search(r'name="days" value="20"', text)
    assert re.search(r'name="reason"[^>]*>\s*等县里的施工图</textarea>', text)


def test_who_stays_away_already_stands_in_the_form(browser, dispute) -> None:
    do(dispute, "recuse", "center", users=["officer"], reason="与当事人是亲戚")
    form = filled_in(text_of(browser("center").get(page(dispute, "do", "recuse"))))
    assert form["users"] == "officer"


def test_assigning_anew_starts_from_who_has_it_now(browser, dispute) -> None:
    do(dispute, "accept", "center")
    do(dispute, "assign", "center", officer="officer", co_units=["431224105211"])
    form = filled_in(text_of(browser("center").get(page(dispute, "do", "assign"))))
    assert (form["officer"], form["co_units"]) == ("officer", "431224105211")


def assigned_petition() -> str:
    number = log_case("banxi", kind="petition", petition_class="appeal")
    do(number, "accept", "center", notified_on=in_days(0), route="petition")
    do(number, "assign", "center", officer="officer")
    return number


def test_whoever_was_slower_reads_who_was_quicker(browser, dispute) -> None:
    assigned(dispute)
    seen = version(dispute)
    do(dispute, "note", "officer", text="已到现场")
    response = browser("center").post(page(dispute, "do", "note"), {"seen": seen, "text": "我也去了"})
    text = text_of(response)
    assert "您打开后有人改过：向春华办了“进展”。您填的还在，核对后再提交。" in text
    assert "我也去了" in text
    assert f'name="seen" value="{version(dispute)}"' in text
    assert not Event.objects.filter(note="我也去了").exists()


def test_in_the_wrong_state_one_reads_what_is_possible_now(browser, dispute) -> None:
    do(dispute, "accept", "center")
    response = act(browser("center"), dispute, "accept")
    assert "已由周敏办了“受理”，现在可以：" in text_of(response)
    opened = browser("center").get(page(dispute, "do", "accept"), follow=True)
    assert "已由周敏办了“受理”，现在可以：" in text_of(opened)


def test_an_action_that_is_none_of_mine_is_forbidden(browser, dispute) -> None:
    before = Event.objects.count()
    assert act(browser("banxi"), dispute, "accept").status_code == 403
    assert act(browser("auditor"), dispute, "note", text="x").status_code == 403
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["reply", "register", "correct", "nothing", "delete"])
def test_an_action_that_this_kind_does_not_have_is_not_found(browser, dispute, name) -> None:
    assert browser("center").get(page(dispute, "do", name)).status_code == 404


def test_out_of_scope_is_like_a_number_that_does_not_exist(browser, dispute) -> None:
    laoyao = browser("laoyao")
    for name in (("change",), ("do", "note"), ("correct",), ("attach",), ("reveal", "1"), ("files", "1")):
        there, nowhere = laoyao.get(page(dispute, *name)), laoyao.get(page("JP-2026-9999", *name))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content


def test_an_administrator_sees_no_case_content(browser, dispute) -> None:
    admin = browser("admin")
    for path in (
        "/admin/cases/case/",
        page(dispute),
        "/admin/cases/case/add/",
        "/admin/safety/hazard/",
        "/admin/history/event/",
    ):
        assert admin.get(path).status_code == 403
    assert "水渠" not in text_of(admin.get("/admin/"))


def test_opening_a_confidential_record_leaves_a_trace_and_others_none(browser, dispute) -> None:
    number = log_case("center", kind="petition", petition_class="accusation", unit="431224105207", parties=[])
    browser("leader").get(page(dispute))
    assert not Reading.objects.exists()
    browser("leader").get(page(number))
    assert Reading.objects.get().username == "leader"
    assert number in text_of(browser("auditor").get("/admin/workflow/reading/"))
    assert number not in text_of(browser("auditor").get("/admin/history/event/"))


def test_a_correction_sends_only_what_was_changed(browser, dispute) -> None:
    center = browser("center")
    form = text_of(center.get(page(dispute, "correct")))
    sent = filled_in(form) | {"title": "水渠放水引发两户口角"}
    assert center.post(page(dispute, "correct"), sent)["Location"] == page(dispute)
    event = Event.objects.get(subject=f"case:{dispute}", action="correct")
    assert event.data == {"title": ["水渠放水先后引发两户口角", "水渠放水引发两户口角"]}
    assert verified()


def test_a_correction_keeps_numbers_that_are_not_filled_in_again(browser, dispute) -> None:
    center = browser("center")
    sent = filled_in(text_of(center.get(page(dispute, "correct")))) | {"parties-0-name": "谌绍武"}
    center.post(page(dispute, "correct"), sent)
    text = text_of(center.get(page(dispute)))
    assert "谌绍武" in text
    assert "110105**********2X" in text
    assert verified()


def filled_in(html: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    from html import unescape

    form = re.search(r'<section class="jp-act".*?</form>', html, re.S).group(0)
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attrs.get("type") in {"checkbox", "radio"} and "checked" not in tag:
            continue
        if "name" in attrs and attrs.get("type") != "submit":
            sent[attrs["name"]] = unescape(attrs.get("value", "on" if attrs.get("type") == "checkbox" else ""))
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = unescape(inner)
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        sent[name] = chosen.group(1) if chosen else ""
    return sent


def test_where_one_of_two_is_enough_both_are_named(browser, dispute) -> None:
    do(dispute, "accept", "center")
    text = text_of(act(browser("center"), dispute, "assign", officer="", handling_unit=""))
    assert 'id="id_officer_error">“承办人”、“承办单位”至少填一项。' in text


def test_a_full_number_is_shown_once_a_reason_is_written_down(browser, dispute) -> None:
    party = Case.objects.get(number=dispute).parties.get().public_id
    center = browser("center")
    empty = center.post(page(dispute, "reveal", str(party)), {"reason": ""})
    assert ID_NUMBER not in text_of(empty)
    shown = center.post(page(dispute, "reveal", str(party)), {"reason": "核对送达回证"})
    assert ID_NUMBER in text_of(shown)
    assert "13812340726" in text_of(shown)
    event = Event.objects.get(subject=f"case:{dispute}", action="reveal")
    assert ID_NUMBER not in str(event.data) + event.note
    assert browser("auditor").get(page(dispute, "reveal", str(party))).status_code == 403
    told = re.search(r'id="event-2">.*?</ul>', text_of(browser("auditor").get(page(dispute))), re.S)[0]
    assert "谌绍文" in told
    assert str(party) not in told


def test_a_file_is_added_shown_and_handed_out_as_a_download(browser, dispute) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    banxi = browser("banxi")
    file = SimpleUploadedFile("现场笔录.txt", "双方到场。".encode())
    response = banxi.post(page(dispute, "attach"), {"file": file, "purpose": "record", "seen": version(dispute)})
    assert response["Location"] == page(dispute)
    text = text_of(banxi.get(page(dispute)))
    assert "现场笔录.txt" in text
    url = re.search(r'href="([^"]+/files/[0-9a-f]+/)"', text).group(1)
    handed = banxi.get(url)
    assert b"".join(handed.streaming_content).decode() == "双方到场。"
    assert handed["X-Content-Type-Options"] == "nosniff"
    assert browser("laoyao").get(url).status_code == 404
    assert verified()


def test_a_file_whose_content_is_not_its_name_is_refused_at_the_field(browser, dispute) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = browser("banxi").post(
        page(dispute, "attach"), {"file": SimpleUploadedFile("图.jpg", b"MZ\x90not a picture"), "purpose": "other"}
    )
    assert re.search(r'id="id_file_error">[^<]+', text_of(response))
    assert not Event.objects.filter(action="attach").exists()


def test_an_act_entered_later_says_so_in_the_history(browser, people) -> None:
    number = log_case("banxi", received_at="2026-01-05T09:00:00+08:00")
    act(browser("center"), number, "accept", occurred_at="2026-01-06T10:00")
    event = Event.objects.get(subject=f"case:{number}", action="accept")
    assert event.occurred_at.isoformat() == "2026-01-06T02:00:00+00:00"
    text = text_of(browser("center").get(page(number)))
    assert "01-06 10:00" in text
    assert "补录" in text


def test_whoever_sends_a_record_out_of_their_sight_keeps_its_number(browser, dispute) -> None:
    assigned(dispute)
    client = browser("officer")
    response = act(client, dispute, "send_back", reason="不归我办")
    assert f"{dispute} 办好了“退回”" in text_of(client.get(response["Location"]))
    assert client.get(page(dispute)).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(browser, dispute, django_assert_max_num_queries) -> None:
    assigned(dispute)
    client = browser("center")
    client.get(page(dispute))
    with django_assert_max_num_queries(15):
        client.get(page(dispute))
