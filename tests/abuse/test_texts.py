"""Texts, numbers and shapes that break programs: refused, or kept exactly; never a failure, never a dead list."""

import json
from urllib.parse import quote

import pytest

from tests.abuse.calm import alive, timed
from tests.abuse.routes import ROWS
from tests.abuse.scene import ID_NUMBER, PHONE, case, hazard, of, page
from tests.abuse.test_scope_matrix import Targets

UNFIT = {
    "a lone surrogate": r"\ud800",
    "the wrong half": r"\udfff\ud83d",
    "NUL": r"a\u0000b",
    "an escape": r"a\u001b[2J",
    "right to left": r"gpj.\u202eexe",
    "an isolate": r"\u2066x\u2069",
    "zero width": r"张\u200b三",
    "a byte order mark": r"\ufeff张三",
    "a soft hyphen": r"张\u00ad三",
    "a tag": r"\udb40\udc41",
    "no character": r"\uffff",
    "piled up": "e" + r"\u0301" * 1000,
    "piled up in disorder": "e" + r"\u0301\u0323" * 500,
    "piled up from below": "e" + r"\u0301\uff9e" * 500,
    "too long": "长" * 100_000,
}
FIT = {
    "beyond the plane": "𠮷野𬬭",
    "private use": "\ue000\uf8ff",
    "a middle dot": "阿依古丽·买买提",
    "a family": "👨👩👧",
    "composed": "é",
    "a variant": "葛\U000e0100",
    "markup": "<b>&amp;</b>'\"",
    "a formula": '=HYPERLINK("http://x","y")',
    "per cent": "100%_\\",
    "thirty marks": "q" + "\u0323" * 30,
}
DEEP = 5_000
WHOLE = {
    "nothing": b"",
    "blank": b"   ",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"1",
    "half": b'{"kind": "disp',
    "two": b"{}{}",
    "NaN": b'{"title": NaN}',
    "infinity": b'{"title": -Infinity}',
    "beyond a float": b'{"longitude": 1e999, "latitude": -1e999}',
    "tiny": b'{"longitude": 1e-999}',
    "10^30": b'{"people_count": 1' + b"0" * 30 + b"}",
    "five thousand digits": b'{"people_count": ' + b"9" * 5_000 + b"}",
    "digits after the point": b'{"longitude": 1.' + b"1" * 5_000 + b"}",
    "2^63": b'{"people_count": 9223372036854775808}',
    "2^31": b'{"people_count": 2147483648}',
    "minus nothing": b'{"people_count": -0}',
    "a text for a number": b'{"people_count": "5"}',
    "true for a number": b'{"people_count": true}',
    "1.0 for a number": b'{"people_count": 1.0}',
    "brackets": b"[" * 100_000,
    "closed brackets": b'{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "depth": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a million zeros": b'{"a":[' + b"0," * 500_000 + b"0]}",
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(10_000)) + b"}",
    "a key twice": b'{"title":"a","title":"b"}',
    "a key twice at the end of many": b"{" + b",".join(b'"%x":1' % n for n in range(80_000)) + b',"z":1,"z":1}',
    "a key of half a character": rb'{"\ud800": 1}',
    "an empty key": b'{"": 1}',
    "a long key": b'{"' + b"k" * 100_000 + b'": 1}',
    "three megabytes": b'{"title":"' + b"x" * 3_000_000 + b'"}',
    "one byte too many": b'{"a":"' + b"x" * (1024 * 1024 - 7) + b'"}',
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "overlong": b'{"title": "\xc0\xaf"}',
    "UTF-16": json.dumps({"title": "x"}).encode("utf-16"),
    "a mark before": b"\xef\xbb\xbf{}",
    "raw NUL": b'{"title": "a\x00b"}',
    "marks by the megabyte": b'{"description":"' + "̣́".encode() * 250_000 + b'"}',
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def still_alive(_standing, django_db_blocker):
    """Whatever was refused, all lives on."""
    yield
    with django_db_blocker.unblock():
        alive(_standing)


def writing(scene):
    """(method, address) of everything in the API that takes a body."""
    targets = Targets(scene)
    for row in ROWS:
        if row.method in {"POST", "PATCH"} and row.route.startswith("api/v1/"):
            numbers = scene.hazards if row.of_record == "hazard" else scene.cases
            pk = targets.pk(row.route) if "<int:pk>" in row.route else 1
            yield row, targets.of_record(row, numbers["own"]) if row.of_record else targets.address(row, pk=pk)


@pytest.mark.parametrize("what", WHOLE)
def test_a_body_that_is_no_good_is_refused_by_every_address(furnished, what):
    for row, address in writing(furnished):
        answer = timed((what, address), furnished.center.ask, row.method, address, WHOLE[what])
        assert answer.status_code in {400, 413, 415}, (what, address, answer.status_code)
        assert answer["Content-Type"] == "application/problem+json"


def inputs(text):
    """A case and a hazard with `text` in each of their texts in turn: (field, path, JSON)."""
    mark = "@here@"
    party = {"role": "applicant", "name": "张三"}
    cases = [("title", case(title=mark)), ("description", case(description=mark)), ("place", case(place=mark))]
    cases += [(f"parties.0.{n}", case(parties=[{**party, n: mark}])) for n in ("name", "address", "phone")]
    cases += [("parties.0.id_number", case(parties=[{**party, "id_type": "other", "id_number": mark}]))]
    cases += [("recused.0", case(recused=[mark])), ("unit", case(unit=mark)), ("category", case(category=mark))]
    cases += [
        ("received_at", case(received_at=mark)),
        ("kind", {**case(), "kind": mark}),
        ("source", case(source=mark)),
    ]
    dangers = [(name, hazard(**{name: mark})) for name in ("title", "description", "site", "site_contact", "level")]
    for path, values in (("cases/", cases), ("hazards/", dangers)):
        for field, value in values:
            yield field, path, json.dumps(value).replace(mark, text)
            if path == "cases/" and field in {"title", "description"}:
                yield (
                    f"items.{field}",
                    "cases/bulk/",
                    json.dumps({"items": [{"idempotency_key": "texts-item-1", **value}]}).replace(mark, text),
                )


@pytest.mark.parametrize("what", UNFIT)
def test_a_text_that_cannot_be_shown_is_refused_at_its_field(furnished, what):
    for field, path, body in inputs(UNFIT[what]):
        answer = timed((what, field), furnished.village_a.ask, "POST", path, body.encode())
        if path.endswith("bulk/") and answer.status_code == 200:
            assert answer.json()["results"][0]["status"] == "invalid"
            continue
        assert answer.status_code == 400, (what, field)
        problems = [error["field"] for error in answer.json()["errors"]]
        assert any(field.removeprefix("items.") in problem or problem in field for problem in problems), (
            field,
            problems,
        )
    number = furnished.cases["other"]
    for action, name in (("note", "text"), ("urge", "text"), ("void", "reason"), ("decline", "reason")):
        body = json.dumps({name: "@here@"}).replace("@here@", UNFIT[what])
        answer = timed((what, action), furnished.center.ask, "POST", f"{of(number)}actions/{action}/", body.encode())
        assert answer.status_code == 400


def test_rare_texts_are_kept_exactly_and_found(furnished):
    for what, text in FIT.items():
        party = {"role": "applicant", "name": text, "address": text}
        made = furnished.village_a.made(
            "cases/", case(title=text, description=f"{text}\n\t{text}", place=text, parties=[party])
        )
        read = furnished.center.get(of(made["number"])).json()
        for got in (made, read):
            assert (got["title"], got["place"], got["description"]) == (text, text, f"{text}\n\t{text}"), what
            assert (got["parties"][0]["name"], got["parties"][0]["address"]) == (text, text), what
        if len(text) > 1:
            found = furnished.center.get(f"cases/?q={quote(text)}").json()["results"]
            assert made["number"] in {row["number"] for row in found}, what
    combined = furnished.village_a.made("cases/", case(title="  é ", description="a\r\nb\rc"))
    assert (combined["title"], combined["description"]) == ("é", "a\nb\nc")
    alive(furnished)


def test_full_width_and_plain_digits_are_the_same_person(furnished):
    wide = {ord(plain): ord(plain) + 0xFEE0 for plain in "0123456789X"}
    party = {
        "role": "applicant",
        "name": "谌绍文",
        "id_number": ID_NUMBER.translate(wide).replace("Ｘ", "ｘ"),
        "phone": PHONE.translate(wide),
    }
    made = furnished.village_a.made("cases/", case(category="debt", parties=[party]))
    shown = furnished.village_a.visit(page(made["number"], "change")).content.decode()
    assert furnished.cases["own"] in shown
    assert made["parties"][0]["id_number"] == ID_NUMBER[:6] + "*" * 10 + ID_NUMBER[-2:]
