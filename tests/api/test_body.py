"""A body is read strictly: what would break later, or what readers differ about, is refused with its place."""

import json

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_stubs")]
ECHO = "/api/v1/echo/"


def refused(answer, status, field=None, code=None):
    problem = answer.json()
    assert answer.status_code == problem["status"] == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    if field is not None:
        assert (field, code) in [(e["field"], e["code"]) for e in problem["errors"]]
    return problem


def test_a_plain_object_comes_through_unchanged(caller):
    value = {"title": "邻里\n排水 𠮷·", "people_count": 3, "open": True, "none": None, "parties": [{"name": "张三"}]}
    assert caller.post(ECHO, value).json()["body"] == value


def test_a_decimal_number_keeps_its_digits(caller):
    assert caller.post(ECHO, '{"longitude": 110.593}').json()["body"] == {"longitude": 110.593}


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ("", "", "empty"),
        ("  \n", "", "empty"),
        ("{", "", "json"),
        ('{"a": 1,}', "", "json"),
        ('{"a": 1} x', "", "json"),
        ("[]", "", "type"),
        ('"text"', "", "type"),
        ("null", "", "type"),
        (b"\xef\xbb\xbf{}", "", "json"),
        (b'{"a": "\xff"}', "", "encoding"),
        (b'{"a": "\xed\xa0\x80"}', "", "encoding"),
        ('{"a": NaN}', "a", "number"),
        ('{"a": {"b": [0, -Infinity]}}', "a.b.1", "number"),
        ('{"a": 1e999}', "a", "number"),
        ('{"a": 1e-999}', "a", "number"),
        ('{"a": 1' + "0" * 30 + "}", "a", "number"),
        ('{"a": -9007199254740993}', "a", "number"),
        ('{"a": ' + "9" * 5000 + "}", "a", "number"),
        ('{"parties": [{"name": "a", "name": "b"}]}', "parties.0.name", "duplicate"),
        ('{"a": "\\u0000"}', "a", "characters"),
        ('{"parties": [{"name": "x\\ud800"}]}', "parties.0.name", "characters"),
        ('{"x\\ud800y": 1}', "x\ufffdy", "characters"),
        ('{"\\u0000": {"b": 1}}', "\ufffd", "characters"),
    ],
)
def test_what_no_field_can_take_is_refused_where_it_stands(caller, text, field, code):
    refused(caller.post(ECHO, text), 400, field, code)


def test_every_problem_is_named_at_once(caller):
    problem = refused(caller.post(ECHO, '{"a": NaN, "b": "\\u0000", "c": 1e999}'), 400)
    assert [e["field"] for e in problem["errors"]] == ["a", "b", "c"]


@pytest.mark.parametrize(("depth", "status"), [(20, 200), (21, 400), (900, 400), (5_000, 400), (100_000, 400)])
def test_twenty_levels_are_enough(caller, depth, status):
    nested = '{"a":' * (depth - 1) + "{}" + "}" * (depth - 1)
    assert caller.post(ECHO, nested).status_code == status


def test_a_hundred_thousand_open_brackets_are_a_client_error(caller):
    refused(caller.post(ECHO, "[" * 100_000), 400, "", "depth")


def test_five_thousand_values_are_enough(caller):
    assert caller.post(ECHO, {"a": [0] * 4_998}).status_code == 200
    refused(caller.post(ECHO, {"a": [0] * 5_000}), 400, "", "size")


def test_a_body_of_one_mebibyte_passes_and_one_more_byte_is_413(caller):
    frame = len(json.dumps({"a": ""}))
    exact = {"a": "x" * (1024 * 1024 - frame)}
    assert caller.post(ECHO, exact).status_code == 200
    refused(caller.post(ECHO, {"a": exact["a"] + "x"}), 413)


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-7",
        "application/jsonx",
    ],
)
def test_another_content_type_is_415(caller, kind):
    refused(caller.client.post(ECHO, "{}", content_type=kind), 415)


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf8"']
)
def test_json_in_utf8_may_be_named_in_several_ways(caller, kind):
    assert caller.client.post(ECHO, "{}", content_type=kind).status_code == 200


def test_a_compressed_body_is_415(caller):
    refused(caller.post(ECHO, "{}", **{"Content-Encoding": "gzip"}), 415)
    assert caller.post(ECHO, "{}", **{"Content-Encoding": "identity"}).status_code == 200


def test_chunks_that_the_server_did_not_join_are_never_taken_for_an_empty_body(caller):
    answer = caller.client.generic("POST", ECHO, content_type="application/json", HTTP_TRANSFER_ENCODING="chunked")
    refused(answer, 411)


def test_a_problem_document_is_compact_and_chinese(caller):
    problem = refused(caller.post(ECHO, "{"), 400)
    assert problem["type"] == "about:blank"
    assert problem["title"] == "请求有误"
    assert "第 1 行" in problem["errors"][0]["message"]
