"""A log line is one line, and holds nothing that somebody entrusted to us."""

import logging

import pytest

from junping.logs import OneLine

pytestmark = pytest.mark.django_db


def lines(caplog):
    return [OneLine().format(record) for record in caplog.records]


def test_a_request_is_one_line_without_its_query_and_token(caller, caplog):
    with caplog.at_level(logging.INFO):
        caller.get("/api/v1/nothing/?q=张三&token=secret")
    (line,) = [line for line in lines(caplog) if "junping.access" in line]
    assert "GET /api/v1/nothing/ 404" in line
    assert "张三" not in line
    assert "secret" not in line
    assert "jp_" not in line


@pytest.mark.parametrize("path", ["/x%0d%0a2026-11-24 INFO junping admin deleted", "/%1b[2J", "/%e2%80%ae/", "/%00"])
def test_a_path_cannot_forge_a_line(client, caplog, path):
    with caplog.at_level(logging.INFO):
        client.get(path)
    for line in lines(caplog):
        assert line.isprintable(), line


def test_an_error_is_named_by_class_and_place_never_by_its_text():
    try:
        raise ValueError("Key (id_number)=(431224199001011234) already exists")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", None, (ValueError, error, error.__traceback__))
    line = OneLine().format(record)
    assert "ValueError at tests/api/test_logs.py:" in line
    assert "431224" not in line
