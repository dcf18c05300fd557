"""What no form of ours sends, a stranger may: nothing of it is a failure of ours."""

import pytest

from tests.backoffice.conftest import page

HUGE = "9" * 40


@pytest.mark.parametrize(
    "path",
    [
        "/admin/history/event/?from=0001-01-01&to=9999-12-31",
        "/admin/history/event/?from=0000-00-00",
        "/admin/history/event/?q=%00",
        "/admin/org/signin/?q=%00&from=2026-02-31",
        "/admin/org/user/?q=%F0%9F%98%80%25_",
        "/admin/org/user/?unit__name=x",
        "/admin/org/user/?password__startswith=a",
        "/admin/cases/case/?recused__username=center",
        "/admin/cases/case/?q=%00%00",
        f"/admin/cases/case/?q={'长' * 3000}",
        f"/admin/cases/case/?p={HUGE}",
        f"/admin/org/user/{HUGE}/change/",
        f"/admin/safety/campaign/{HUGE}/change/",
        "/admin/cases/case/%00/change/",
        "/admin/cases/case/JP-2026-0001%27/change/",
        f"/admin/cases/case/{'A' * 2000}/change/",
    ],
)
def test_a_strange_address_is_answered_calmly(browser, people, path) -> None:
    response = browser("auditor").get(path, follow=True)
    assert response.status_code in {200, 400, 404}


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "\0"},
        {"text": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"text": "\u202e倒着写"},
        {"text": "字" * 6000},
        {"text": "x", "occurred_at": "0001-01-01T00:00"},
        {"text": "x", "occurred_at": "9999-12-31T23:59"},
        {"text": "x", "seen": HUGE},
        {"text": "x", "seen": "-1"},
    ],
)
def test_a_strange_value_is_refused_or_harmless(browser, dispute, sent) -> None:
    response = browser("center").post(page(dispute, "do", "note"), sent)
    assert response.status_code in {200, 302}


@pytest.mark.parametrize("days", ["", "-1", "NaN", "1e3", HUGE, "30.5"])
def test_a_number_that_is_none_stands_at_its_field(browser, dispute, days) -> None:
    from tests.backoffice.conftest import assigned, text_of

    assigned(dispute)
    response = browser("center").post(
        page(dispute, "do", "extend"), {"days": days, "reason": "x", "agreed_by_parties": "on"}
    )
    assert 'id="id_days_error"' in text_of(response)


def test_fields_that_the_form_does_not_have_change_nothing(browser, dispute) -> None:
    from cases.models import Case

    more = {"status": "closed", "number": "X", "due_on": "2030-01-01", "version": "99", "officer": "center"}
    browser("center").post(page(dispute, "do", "note"), {"text": "进展", **more})
    case = Case.objects.get()
    assert (case.number, case.status, case.officer) == (dispute, "registered", None)
