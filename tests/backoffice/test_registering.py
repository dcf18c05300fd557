import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case
from junping.backoffice.earlier import only_a_unit
from junping.backoffice.models import SentForm
from junping.clocks.now import now, travel
from junping.history.models import Event
from safety.models import Hazard
from tests.backoffice.conftest import ID_NUMBER, log_case, page, text_of, verified

ADD = "/admin/cases/case/add/"
HAZARDS = "/admin/safety/hazard/add/"
FILLED = {
    "kind": "dispute",
    "title": "两户争宅基地",
    "category": "homestead",
    "source": "visit",
    "unit": "431224105207",
    "parties-count": "2",
    "parties-0-role": "applicant",
    "parties-0-name": "谌绍文",
    "parties-0-id_type": "resident",
    "parties-0-id_number": ID_NUMBER,
    "parties-1-role": "",
    "parties-1-id_type": "resident",
}


def once(client) -> str:
    return re.search(r'name="once" value="([^"]+)"', text_of(client.get(ADD))).group(1)


def test_few_fields_are_enough(browser, people) -> None:
    center = browser("center")
    response = center.post(ADD, {**FILLED, "once": once(center)})
    case = Case.objects.get()
    assert response["Location"] == page(case.number)
    assert (case.title, case.unit.name, case.people_count, case.parties.get().name) == (
        "两户争宅基地",
        "板溪村",
        1,
        "谌绍文",
    )
    assert f"编号 {case.number}" in text_of(center.get(response["Location"]))
    assert verified()


def test_a_village_registers_for_itself_without_naming_a_unit(browser, people) -> None:
    browser("banxi").post(ADD, {**FILLED, "unit": "", "source": "village"})
    assert Case.objects.get().unit.name == "板溪村"


def test_what_is_wrong_is_listed_in_the_order_of_the_page_below_the_pages_heading(browser, people) -> None:
    empty = {**FILLED, "title": "", "category": "", "source": "", "unit": "", "parties-count": "0"}
    text = text_of(browser("center").post(ADD, empty))
    listed = re.search(r'<div class="jp-errs".*?</div>', text, re.S)[0]
    assert re.findall(r'href="#id_([\w-]+)"', listed) == ["title", "category", "source", "unit"]
    assert re.findall(r"请(填写|选择)“([^”]+)”", listed) == [
        ("填写", "标题"),
        ("选择", "类别"),
        ("选择", "来源"),
        ("选择", "所属单位"),
    ]
    assert re.findall(r"<h(\d)", text)[:2] == ["1", "2"]


def test_a_mistake_about_a_party_alone_is_in_the_title_too(browser, people) -> None:
    text = text_of(browser("center").post(ADD, {**FILLED, "parties-0-id_number": "110105194912310021"}))
    assert "<title>有错：登记矛盾纠纷 · 均坪综治</title>" in text


def test_sent_again_it_goes_to_the_page_not_to_the_field_that_was_linked(browser, people) -> None:
    """Without an address of its own a form is sent to `…#id_title` once that link was followed, and lands there."""
    text = text_of(browser("center").get(f"{ADD}?kind=petition"))
    assert f'<form method="post" action="{ADD}?kind=petition"' in text


def test_the_same_form_sent_twice_registers_once(browser, people) -> None:
    center = browser("center")
    key = once(center)
    first, second = (center.post(ADD, {**FILLED, "once": key}) for _ in range(2))
    assert Case.objects.count() == 1
    assert first["Location"] == second["Location"]
    assert "已经登记过" in text_of(center.get(second["Location"]))


def test_two_forms_alike_are_two_records(browser, people) -> None:
    center = browser("center")
    for _ in range(2):
        center.post(ADD, {**FILLED, "once": once(center)})
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "anchor", "message"),
    [
        ({"title": ""}, "id_title", "请"),
        ({"category": ""}, "id_category", "请"),
        ({"unit": ""}, "id_unit", "请"),
        ({"parties-0-id_number": "110105194912310021"}, "id_parties-0-id_number", "校验"),
        ({"parties-0-name": ""}, "id_parties-0-name", "请"),
        ({"title": "看\u200b不见"}, "id_title", "控制字符"),
        ({"received_at": "2999-01-01T00:00"}, "id_received_at", "不能晚于现在"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_registered(browser, people, changes, anchor, message) -> None:
    text = text_of(browser("center").post(ADD, {**FILLED, **changes}))
    assert f'href="#{anchor}"' in text
    assert re.search(rf'id="{anchor}_error">[^<]*{message}', text)
    assert not Case.objects.exists()
    assert not Event.objects.filter(subject__startswith="case:").exists()


def test_more_rows_for_parties_come_without_scripts(browser, people) -> None:
    text = text_of(browser("center").post(ADD, {**FILLED, "parties-more": "1"}))
    assert 'name="parties-2-name"' in text
    assert "谌绍文" in text
    assert not Case.objects.exists()


def test_earlier_records_of_the_same_person_are_shown_before_and_after(browser, people) -> None:
    earlier = log_case("laoyao", title="早先的一件")
    center = browser("center")
    looked = text_of(center.post(ADD, {**FILLED, "look": "1"}))
    assert earlier in looked
    assert "同一证件号码" in looked
    assert Case.objects.count() == 1
    made = center.post(ADD, {**FILLED, "once": once(center)})["Location"]
    assert earlier in text_of(center.get(made))
    banxi = text_of(browser("banxi").post(ADD, {**FILLED, "look": "1"}))
    assert earlier not in banxi


def test_a_petition_asks_for_its_class_and_an_accusation_leaves_only_a_receipt(browser, people) -> None:
    center2 = browser("center2")
    form = {**FILLED, "kind": "petition", "petition_class": "accusation", "parties-0-id_number": ""}
    response = center2.post(ADD, {**form, "once": once(center2)})
    number = Case.objects.get().number
    assert response["Location"] == "/admin/cases/case/"
    assert number in text_of(center2.get(response["Location"]))
    assert center2.get(page(number)).status_code == 404


def test_a_hazard_is_registered_with_as_little(browser, people) -> None:
    form = {"kind": "", "domain": "fire", "title": "灭火器过期", "source": "patrol", "level": "general"}
    browser("banxi").post("/admin/safety/hazard/add/", form)
    assert Hazard.objects.get().unit.name == "板溪村"


@pytest.mark.parametrize("username", ["leader", "auditor", "admin"])
def test_who_registers_nothing_has_no_form(browser, username) -> None:
    assert browser(username).get(ADD).status_code == 403
    assert browser(username).post(ADD, FILLED).status_code == 403


def test_earlier_records_of_the_same_place_are_shown_too(browser, people) -> None:
    earlier = log_case("laoyao", title="早先的一件", place="石桥头水渠", parties=[])
    form = {**FILLED, "place": "石桥头", "parties-0-id_number": "", "parties-0-name": "别的人", "look": "1"}
    looked = text_of(browser("center").post(ADD, form))
    assert earlier in looked
    assert "同一地点" in looked
    assert earlier not in text_of(browser("banxi").post(ADD, form))


def test_a_place_that_names_no_more_than_a_village_finds_nothing(browser, people) -> None:
    log_case("laoyao", title="早先的一件", place="均坪镇老窑上村", parties=[])
    form = {**FILLED, "place": "老窑上村", "parties-0-id_number": "", "parties-0-name": "别的人", "look": "1"}
    assert "没有找到同一人或同一地点的旧件。" in text_of(browser("center").post(ADD, form))


@pytest.mark.parametrize(
    ("place", "vague"),
    [
        ("板溪村", True),
        ("均坪镇板溪村", True),
        ("均坪镇 板溪", True),
        ("板溪村村委会", True),
        ("板溪村境内", True),
        ("板溪村三组", False),
        ("石桥头", False),
        ("均坪镇中心小学", False),
    ],
)
def test_a_place_within_a_village_is_told_from_the_village(place, vague) -> None:
    assert only_a_unit(place, ["均坪镇", "板溪村", "老窑上村"]) is vague


def test_another_kind_of_record_keeps_what_was_filled_in(browser, people) -> None:
    text = text_of(browser("center").post(ADD, {**FILLED, "turn": "petition"}))
    assert "<h1>登记信访事项</h1>" in text
    assert 'value="两户争宅基地"' in text
    assert re.search(r'value="appeal"[^>]*checked', text)
    assert not Case.objects.exists()


def test_earlier_records_are_shown_before_the_form_is_complete(browser, people) -> None:
    earlier = log_case("banxi", title="早先的一件")
    form = {"kind": "dispute", "parties-count": "1", "parties-0-role": "applicant", "parties-0-id_number": ID_NUMBER}
    text = text_of(browser("center").post(ADD, {**form, "look": "1"}))
    assert earlier in text
    assert "jp-err" not in text


def test_photographs_are_handed_in_with_the_form(browser, people) -> None:
    files = [SimpleUploadedFile(f"现场{n}.txt", f"第 {n} 处".encode()) for n in (1, 2)]
    form = {"kind": "", "domain": "fire", "title": "灭火器过期", "source": "patrol", "papers": files}
    response = browser("banxi").post(HAZARDS, form)
    hazard = Hazard.objects.get()
    assert [(f.name, f.purpose) for f in hazard.attachments.order_by("id")] == [
        ("现场1.txt", "before"),
        ("现场2.txt", "before"),
    ]
    assert "现场2.txt" in text_of(browser("banxi").get(response["Location"]))
    assert verified()


def test_a_file_that_will_not_do_is_told_before_anything_is_registered(browser, people) -> None:
    form = {"kind": "", "domain": "fire", "title": "灭火器过期", "source": "patrol"}
    bad = SimpleUploadedFile("图.jpg", b"MZ\x90not a picture")
    text = text_of(browser("banxi").post(HAZARDS, {**form, "papers": bad}))
    assert re.search(r'id="id_papers_error">图.jpg：', text)
    assert "刚才选的文件没有留下，请重新选。" in text
    assert not Hazard.objects.exists()


def test_files_of_what_leaves_ones_sight_are_not_lost_in_silence(browser, people) -> None:
    banxi = browser("banxi")
    paper = SimpleUploadedFile("举报信.txt", "内容".encode())
    form = {**FILLED, "kind": "petition", "petition_class": "accusation", "unit": "", "papers": paper}
    response = banxi.post(ADD, form)
    assert "材料没有添加" in text_of(banxi.get(response["Location"]))
    assert not Event.objects.filter(action="attach").exists()


def test_keys_of_forms_sent_long_ago_are_forgotten(browser, people) -> None:
    center = browser("center")
    center.post(ADD, {**FILLED, "once": once(center)})
    with travel(now() + timedelta(days=8)):
        center = browser("center")
        center.post(ADD, {**FILLED, "once": once(center)})
    assert SentForm.objects.count() == 1


def test_the_centre_is_asked_for_the_unit_and_a_village_is_not(browser, people) -> None:
    select = r'<select name="unit".*?</select>'
    asked = re.search(select, text_of(browser("center").get(ADD)), re.S).group(0)
    assert "请选择" in asked
    assert "不填" not in asked
    assert not re.search(select, text_of(browser("banxi").get(ADD)), re.S)
    text = text_of(browser("center").post(ADD, {**FILLED, "title": "", "unit": ""}))
    assert "请选择“所属单位”。" in text
    assert "请填写“标题”。" in text
