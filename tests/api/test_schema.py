"""The API describes itself, and the page to try it loads nothing from outside."""

import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_the_document_is_openapi_3_and_names_the_token(caller):
    answer = caller.get("/api/v1/schema/")
    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_a_browser_without_a_session_is_shown_the_sign_in_page(client):
    answer = client.get("/api/v1/docs/", headers={"Accept": "text/html,application/xhtml+xml"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/api/v1/docs/")


def test_the_page_loads_only_files_of_our_own(client, clerk):
    client.force_login(clerk)
    page = client.get("/api/v1/docs/").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(loaded) == 4
    for address in loaded:
        assert address.startswith("/static/")
        assert finders.find(address.removeprefix("/static/"))
    assert "<script>" not in page
    assert "style=" not in page
