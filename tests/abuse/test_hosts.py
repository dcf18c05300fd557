"""Whatever host a request names, no link leads there; and without care of its own the program does not start open."""

import os
import subprocess
import sys

import pytest

from tests.abuse.scene import a_file, case, of
from tests.failures.conftest import ROOT

EVIL = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example", "Forwarded": "host=evil.example"}
EVIL |= {"X-Forwarded-Proto": "gopher", "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "Origin": "http://evil"}


def test_a_forwarded_host_stands_in_no_answer(furnished):
    number = furnished.cases["own"]
    answers = [furnished.center.get(path, **EVIL) for path in ("cases/?page_size=1", of(number), "board/?page_size=1")]
    answers += [furnished.center.get(f"{of(number)}attachments/", **EVIL)]
    answers += [furnished.center.get("statistics/?record_type=case&by=kind", **EVIL)]
    answers += [furnished.village_a.post("cases/", case(), **EVIL), furnished.center.get("schema/", **EVIL)]
    upload = furnished.center.program.post(f"/api/v1/{of(number)}attachments/", {"file": a_file()}, headers=EVIL)
    for path in ("/", "/admin/", "/admin/login/", "/admin/cases/case/", "/admin/password_change/", "/nothing/"):
        answers += [person.browser.get(path, headers=EVIL) for person in (furnished.center, furnished.anonymous)]
    for answer in (*answers, upload):
        assert answer.status_code < 500
        assert "evil" not in answer.content.decode() + str(answer.headers)
    assert answers[0].json()["next"].startswith("http://testserver/api/v1/cases/?")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "a b", "[::1"])
def test_an_unknown_host_gets_nothing(furnished, host):
    for person in (furnished.center, furnished.anonymous):
        for path in ("/api/v1/me/", "/admin/login/", "/healthz"):
            answer = person.program.get(path, headers={"Host": host})
            assert answer.status_code == 400
            assert host not in answer.content.decode()


def test_a_file_is_handed_out_whole_whatever_part_is_asked_for(furnished):
    path = f"/api/v1/attachments/{furnished.center.get(of(furnished.cases['own']) + 'attachments/').json()[0]['id']}/"
    path += "content/"
    whole = b"".join(furnished.center.get(path).streaming_content)
    for asked in ("bytes=0-0", "bytes=" + ",".join(f"{n}-{n}" for n in range(1_000)), "bytes=99999-", "bytes=x"):
        answer = furnished.center.get(path, Range=asked)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, whole)
    known = furnished.center.get(path, **{"If-None-Match": "*", "If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"})
    assert b"".join(known.streaming_content) == whole
    for method in ("GET", "HEAD"):
        assert furnished.village_b.ask(method, path).status_code == 404
        assert furnished.anonymous.ask(method, path).status_code == 401


def _settings(tmp_path, **given):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUNPING_", "DATABASE_URL"))}
    shown = "from django.conf import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE, end='')"
    return subprocess.run(
        [sys.executable, "-c", shown],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "junping.settings", "JUNPING_DATA_DIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_host_at_once_is_refused_and_traces_are_off_unless_asked_for(tmp_path):
    assert _settings(tmp_path).stdout == "False False"
    assert _settings(tmp_path, JUNPING_HTTPS="1").stdout == "False True"
    for hosts in ("*", "zz.example.gov.cn, *"):
        refused = _settings(tmp_path, JUNPING_ALLOWED_HOSTS=hosts)
        assert refused.returncode != 0
        assert "JUNPING_ALLOWED_HOSTS 不能是 *" in refused.stderr
    keys = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert keys == {"secret-key": 0o600, "field-key": 0o600}
