from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from junping.clocks.calendar import work_calendar
from junping.clocks.models import CalendarYear, TownStandard
from junping.history.models import Event
from tests.backoffice.conftest import text_of, verified

YEARS, STANDARDS = "/admin/clocks/calendaryear/", "/admin/clocks/townstandard/"
NOTICE = "国办发明电〔2026〕9号"
LINES = """2027-01-01,放假,元旦
2027-02-05,放假,除夕
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-20,上班,春节调休
2027-04-05,放假,清明节
2027-05-01,放假,劳动节
2027-05-02,放假,劳动节
2027-06-09,放假,端午节
2027-09-15,放假,中秋节
2027-10-01,放假,国庆节
2027-10-02,放假,国庆节
2027-10-03,放假,国庆节"""


def test_a_year_is_loaded_from_the_form_with_its_notice(browser) -> None:
    response = browser("admin").post(f"{YEARS}add/", {"year": 2027, "notice": NOTICE, "lines": LINES})
    assert response["Location"] == YEARS
    assert work_calendar().is_working(date(2027, 2, 20))
    assert work_calendar().notice_of(2027) == NOTICE
    assert Event.objects.get(subject="calendar:2027").actor_username == "admin"
    assert verified()


def test_a_year_is_loaded_from_a_file(browser) -> None:
    file = SimpleUploadedFile("2027.csv", ("日期,类型,名称\n" + LINES).encode("gb18030"))
    browser("admin").post(f"{YEARS}add/", {"year": 2027, "notice": NOTICE, "file": file})
    assert work_calendar().is_confirmed(2027)


def test_what_is_wrong_with_a_year_is_told_line_by_line(browser) -> None:
    lines = LINES.replace("2027-02-20,上班", "2027-02-22,上班").replace(
        "2027-10-03,放假,国庆节", "2027-10-33,放假,国庆节"
    )
    text = text_of(browser("admin").post(f"{YEARS}add/", {"year": 2027, "notice": NOTICE, "lines": lines}))
    assert "第 14 行" in text
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_loaded_year_is_corrected_and_the_change_is_told(browser) -> None:
    admin = browser("admin")
    admin.post(f"{YEARS}add/", {"year": 2027, "notice": NOTICE, "lines": LINES})
    row = CalendarYear.objects.get(year=2027)
    corrected = LINES.replace("2027-02-20", "2027-02-21")
    admin.post(f"{YEARS}{row.pk}/correct/", {"year": 2027, "notice": NOTICE, "lines": corrected})
    assert not work_calendar().is_working(date(2027, 2, 20))
    assert "2027-02-20" in Event.objects.filter(subject="calendar:2027").latest("seq").data
    assert "2027年2月21日（星期日）" in text_of(admin.get(f"{YEARS}{row.pk}/change/"))
    assert verified()


def test_a_town_standard_is_changed_with_its_document(browser) -> None:
    admin, standard = browser("admin"), TownStandard.objects.get(rule="answer")
    form = {"days": 7, "unit": "working", "document": "均政发〔2026〕3号"}
    admin.post(f"{STANDARDS}{standard.pk}/edit/", form)
    standard.refresh_from_db()
    assert (standard.days, standard.document) == (7, "均政发〔2026〕3号")
    assert "10" in str(Event.objects.filter(subject="standard:answer").latest("seq").data["days"])
    assert "天数：10 → <b>7</b>" in text_of(admin.get(f"{STANDARDS}{standard.pk}/change/"))
    assert verified()


def test_a_standard_out_of_range_is_refused_at_its_field(browser) -> None:
    standard = TownStandard.objects.get(rule="answer")
    form = {"days": 0, "unit": "working", "document": "x"}
    assert 'id="id_days_error"' in text_of(browser("admin").post(f"{STANDARDS}{standard.pk}/edit/", form))
    standard.refresh_from_db()
    assert standard.days == 10


def test_only_administrators_change_the_calendar(browser) -> None:
    for username in ("center", "auditor"):
        assert (
            browser(username).post(f"{YEARS}add/", {"year": 2027, "notice": NOTICE, "lines": LINES}).status_code == 403
        )
