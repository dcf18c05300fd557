"""What is sent to make the program swell costs it no memory, no disk and no time: the next request is answered."""

import http.client
import json
import os
import time
from pathlib import Path

import pytest

from tests.abuse.process import Site
from tests.attachments import samples
from tests.failures.conftest import own_database
from tests.failures.ending import seen

MEBIBYTE = 1024 * 1024
GROWTH = 100 * MEBIBYTE
LINE = b'--7f3a9c51\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n--7f3a9c51--\r\n'
FORM = {"Content_Type": "multipart/form-data; boundary=7f3a9c51"}
CASE = {"kind": "dispute", "category": "land", "title": "界址争议", "source": "visit"}
DOOR = "{}attachments/"


@pytest.fixture
def site(tmp_path, django_db_setup):
    with own_database() as url:
        made = Site(tmp_path, url)
        made.settle()
        made.start()
        yield made
        made.stop()


def peak(site):
    """The most that the server ever held."""
    lines = Path(f"/proc/{site.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def kept(site):
    """The files that the server keeps, but for the database's."""
    return sorted(str(path) for path in site.data.rglob("*") if path.is_file() and "sqlite3" not in path.name)


def nothing_waits(site, seconds=20):
    """A body that waited on the disk is gone once its answer is out."""
    end = time.monotonic() + seconds
    while left := list(site.temporary.rglob("*")):
        assert time.monotonic() < end, left
        time.sleep(0.05)


def large(site, path, size, chunk=b"x" * MEBIBYTE):
    """Send `size` bytes of a file as fast as they are taken; the answer's status, which may come before the end."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.putrequest("POST", f"/api/v1/{path}")
    for name, value in {"Content-Length": size, "Content-Type": FORM["Content_Type"]}.items():
        connection.putheader(name, str(value))
    connection.putheader("Authorization", f"Bearer {site.tokens['village']}")
    connection.endheaders(LINE.partition(b"%s\r\n--7f3a9c51")[0] % b"x.txt")
    sent = 0
    try:
        while sent < size:
            connection.send(chunk)
            sent += len(chunk)
    except OSError:
        pass
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.experiment
@pytest.mark.django_db
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc: DID NOT RUN")
def test_what_is_sent_to_make_it_swell_costs_no_memory_and_no_disk(site):
    number = json.loads(site.call("POST", "cases/", CASE)[2])["number"]
    files = DOOR.format(f"cases/{number}/")
    for _ in range(3):
        assert site.call("POST", files, LINE % (b"a.docx", samples.docx()), **FORM)[0] == 201
        assert site.call("POST", files, LINE % (b"a.png", samples.picture("PNG", (2000, 1500))), **FORM)[0] == 201
    before, there = peak(site), kept(site)
    assert large(site, files, 200 * MEBIBYTE) == 413
    bodies = [
        b"[" * MEBIBYTE,
        b'{"a":' * 100_000,
        b'{"a":[' + b"0," * 500_000 + b"0]}",
        b'{"a":' + b"9" * 900_000 + b"}",
    ]
    for body in bodies:
        assert site.call("POST", "cases/", body, Content_Type="application/json")[0] == 400
    swelling = [
        (b"a.docx", samples.docx(more={"word/media/image1.xml": bytes(400 * MEBIBYTE)})),
        (b"a.docx", samples.docx(more={f"word/{n}.xml": "<x/>" for n in range(20_000)})),
        (b"a.png", _wide_picture()),
    ]
    for name, content in swelling:
        assert site.call("POST", files, LINE % (name, content), **FORM)[0] == 415
    many = (
        b"".join((LINE % (b"x.txt", b"x")).removesuffix(b"--7f3a9c51--\r\n") for _ in range(5_000))
        + b"--7f3a9c51--\r\n"
    )
    assert site.call("POST", files, many, **FORM)[0] in {400, 413}
    assert kept(site) == there
    nothing_waits(site)
    grown = peak(site) - before
    seen("what swells", before=before // MEBIBYTE, grown=grown // MEBIBYTE)
    assert grown < GROWTH
    assert site.call("GET", "cases/")[0] == 200


def _wide_picture():
    from tests.attachments.test_pictures import png_of

    return png_of(30_000, 30_000)
