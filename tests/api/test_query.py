"""A query parameter is read strictly; one that nobody declared is refused by its name."""

import pytest

from tests.api.test_body import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
ECHO = "/api/v1/echo/"


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("open=true", {"open": True}),
        ("open=false&light=red", {"open": False, "light": "red"}),
        ("due_before=2026-12-01", {"due_before": "2026-12-01"}),
        ("by=kind,status", {"by": ["kind", "status"]}),
        ("officer=none", {"officer": None}),
        ("officer=village-06", {"officer": "village-06"}),
        ("pause=a&pause=b", {"pause": ["a", "b"]}),
        ("title=100%25_", {"title": "100%_"}),
        ("title=", {"title": ""}),
        ("unit=431224105207", {"unit": "431224105207"}),
    ],
)
def test_declared_parameters_come_as_values(caller, query, given):
    assert caller.get(f"{ECHO}?{query}").json()["given"] == given


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("ordering=password", "ordering", "unknown"),
        ("title__regex=x", "title__regex", "unknown"),
        ("Open=true", "Open", "unknown"),
        ("%00=1", "", "unknown"),
        ("open=1", "open", "invalid"),
        ("open=TRUE", "open", "invalid"),
        ("open=true&open=true", "open", "repeated"),
        ("due_before=2026-02-30", "due_before", "invalid"),
        ("due_before=0000-00-00", "due_before", "invalid"),
        ("due_before=20261201", "due_before", "invalid"),
        ("due_before=٢٠٢٦-12-01", "due_before", "invalid"),
        ("by=kind,kind", "by", "invalid"),
        ("by=", "by", "invalid"),
        ("by=kind,status,unit,month", "by", "invalid"),
        ("light=blue", "light", "invalid"),
        ("officer=a b", "officer", "invalid"),
        ("unit=../x", "unit", "invalid"),
        ("title=%00", "title", "characters"),
        ("pause=a&pause=%00", "pause", "characters"),
    ],
)
def test_anything_else_is_400_at_its_name(caller, query, field, code):
    refused(caller.get(f"{ECHO}?{query}"), 400, field, code)


def test_every_problem_is_named_at_once(caller):
    problem = refused(caller.get(f"{ECHO}?x=1&open=maybe"), 400)
    assert {e["field"] for e in problem["errors"]} == {"x", "open"}


def test_what_changes_something_takes_no_query(caller):
    refused(caller.post(f"{ECHO}?open=true", {}), 400, "open", "unknown")
