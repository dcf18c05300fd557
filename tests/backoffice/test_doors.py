"""Who may open which page, and that no page offers what the engine does not know."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from tests.backoffice.conftest import assigned, log_case, page, text_of

RECORDS = ("/admin/cases/case/", "/admin/safety/hazard/", "/admin/safety/campaign/")
ORG = (
    "/admin/org/user/",
    "/admin/org/unit/",
    "/admin/org/apitoken/",
    "/admin/clocks/calendaryear/",
    "/admin/clocks/townstandard/",
)
AUDIT = ("/admin/history/event/", "/admin/workflow/reading/")
WORKERS = ("center", "officer", "leader", "banxi")


def statuses(client: Client, paths: tuple[str, ...]) -> set[int]:
    return {client.get(path).status_code for path in paths}


def test_workers_and_leaders_open_records_and_nothing_else(browser) -> None:
    for username in WORKERS:
        client = browser(username)
        assert statuses(client, RECORDS) == {200}
        assert statuses(client, (*ORG, *AUDIT, "/admin/org/signin/")) == {403}


def test_administrators_open_what_they_manage_and_no_record(browser) -> None:
    client = browser("admin")
    assert statuses(client, (*ORG, "/admin/org/signin/")) == {200}
    assert statuses(client, (*RECORDS, *AUDIT)) == {403}


def test_auditors_open_everything_to_read(browser) -> None:
    assert statuses(browser("auditor"), (*RECORDS, *ORG, *AUDIT, "/admin/org/signin/")) == {200}


def test_the_navigation_names_exactly_the_lists_that_open(browser) -> None:
    for username in (*WORKERS, "admin", "auditor"):
        client = browser(username)
        bar = re.search(r'aria-label="主导航">(.*?)</nav>', text_of(client.get("/admin/")), re.S).group(1)
        links = re.findall(r'href="([^"]+)"', bar)
        assert {client.get(link).status_code for link in links} == {200}
        everywhere = (*RECORDS, *ORG, *AUDIT, "/admin/org/signin/")
        assert {path for path in everywhere if client.get(path).status_code == 200} == set(links) - {"/admin/"}


def test_nothing_is_deleted_anywhere(browser, dispute) -> None:
    for username in ("admin", "center"):
        client = browser(username)
        for model in admin.site._registry:
            base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            for pk in ("1", dispute):
                assert client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code == 404
            assert client.post(base, {"action": "delete_selected", "_selected_action": "1"}).status_code in {200, 403}
    assert "delete" not in text_of(browser("center").get(page(dispute)))


def test_no_page_of_djangos_own_is_left_open(browser, dispute) -> None:
    for path in (
        "/admin/auth/",
        "/admin/cases/",
        "/admin/cases/case/1/history/",
        "/admin/autocomplete/",
        "/admin/auth/group/",
    ):
        assert browser("center").get(path).status_code in {403, 404}


def test_pages_carry_no_inline_style_or_script(browser, dispute) -> None:
    assigned(dispute)
    pages = ("/admin/", "/admin/cases/case/", page(dispute), page(dispute, "do", "assign"), page(dispute, "correct"))
    for path in (*pages, "/admin/cases/case/add/"):
        response = browser("center").get(path)
        text = text_of(response)
        assert " style=" not in text
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
        assert " onclick=" not in text
        assert "<style" not in text
        assert "default-src" in response["Content-Security-Policy"]
    assert " style=" not in text_of(Client().get("/admin/login/"))


def test_nothing_is_loaded_from_outside(browser, dispute) -> None:
    for path in ("/admin/", page(dispute)):
        links = re.findall(r'(?:src|href)="([^"]+)"', text_of(browser("center").get(path)))
        assert all(link.startswith(("/", "#", "?")) for link in links)


def test_every_control_has_its_label(browser, dispute) -> None:
    for path in ("/admin/cases/case/add/?kind=petition", page(dispute, "do", "accept"), page(dispute, "correct")):
        text = text_of(browser("center").get(path))
        labelled = set(re.findall(r'for="([^"]+)"', text))
        for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
            if 'type="hidden"' not in tag and "aria-label=" not in tag:
                assert re.search(r'id="([^"]+)"', tag).group(1) in labelled


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "javascript:alert(1)",
        "'; DROP TABLE x;--",
    ],
)
def test_what_people_write_is_only_ever_text(browser, people, text) -> None:
    number = log_case("banxi", title=text, place=text, description=text, parties=[{"role": "applicant", "name": text}])
    for path in (page(number), "/admin/cases/case/", "/admin/", page(number, "correct"), "/admin/cases/case/?q=alert"):
        shown = text_of(browser("center").get(path))
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "49" not in re.sub(r'"[^"]*"', "", shown).split("<title>")[1].split("</title>")[0]


def test_an_unknown_host_is_refused(browser) -> None:
    assert Client().get("/admin/login/", headers={"Host": "evil.example"}).status_code == 400
