"""The disk of the files, of the database or of what passes through is full: 507, nothing by halves, then on again."""

import hashlib
from contextlib import contextmanager

import pytest

from tests.failures.cluster import cluster, whose  # noqa: F401 (fixture)
from tests.failures.conftest import own_database
from tests.failures.crowd import together
from tests.failures.ending import ends_well, seen
from tests.failures.small_disk import KIBIBYTE, small_disk
from tests.failures.test_serving import chunked
from tests.failures.town import BOUNDARY, FORM, Town, of
from tests.failures.wire import ask
from tests.keeping.places import POSTGRESQL, here

pytestmark = pytest.mark.experiment
MEBIBYTE = 1024 * KIBIBYTE


def form(text):
    """A body with one text file."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{text}\r\n'
    return f"{part}--{BOUNDARY}--\r\n".encode()


def upload(town, number, text, key):
    return town.client().post(f"{of(number)}attachments/", form(text), key, Content_Type=FORM)


def is_full(answer):
    return answer.status == 507 and answer.headers["Content-Type"] == "application/problem+json"


def temporary(town):
    return list(town.temporary.rglob("*"))


def test_where_the_files_lie_there_is_no_room(tmp_path):
    with own_database() as url, small_disk(tmp_path / "data" / "attachments", 8) as disk:
        town = Town(tmp_path, url).settle()
        with town.running():
            record = town.logged("磁盘")
            disk.fill(leaving=2 * MEBIBYTE + 100 * KIBIBYTE)
            sends = [
                lambda n=n: upload(town, record["number"], f"第{n}份" + "x" * MEBIBYTE, f"media-{n:04d}")
                for n in range(4)
            ]
            answers = [send() for send in sends]
            assert answers[0].status == 201
            assert all(answer.status == 201 or is_full(answer) for answer in answers)
            assert is_full(answers[-1])
            without = town.logged("没有附件的照样登记")
            kept = [answer.json for answer in answers if answer.status == 201]
            disk.ballast.unlink()
            again = [send() for send in sends]
            assert [answer.status for answer in again] == [201] * 4
            assert [answer.replayed for answer in again] == [answer.status == 201 for answer in answers]
            kept += [answer.json for answer in again]
        ends_well(town, [without], files=kept)
        assert temporary(town) == []
        seen("files full", answers=[answer.status for answer in answers])


def test_where_large_bodies_wait_there_is_no_room(tmp_path):
    with own_database() as url, small_disk(tmp_path / "tmp", 16) as disk:
        town = Town(tmp_path, url).settle()
        with town.running():
            number, text = town.logged("临时目录")["number"], "大" * MEBIBYTE
            disk.fill(leaving=MEBIBYTE)
            small = upload(town, number, "小文件", "passing-small")
            assert small.status == 201
            assert is_full(upload(town, number, text, "passing-large"))
            pieces = chunked(form(text))
            address, multipart = f"/api/v1/{of(number)}attachments/", f"Content-Type: {FORM}"
            assert ask(town, "POST", address, "Transfer-Encoding: chunked", multipart, body=pieces)[0] == 507
            assert temporary(town) == [disk.ballast]
            disk.ballast.unlink()
            large = upload(town, number, text, "passing-large")
            assert (large.status, large.replayed) == (201, False)
            disk.fill(leaving=MEBIBYTE)
            content = town.client().get(f"attachments/{large.json['id']}/content/")
            assert (content.status, content.body.decode()) == (200, text)
        ends_well(town, files=[small.json, large.json])
        assert temporary(town) == [disk.ballast]


@contextmanager
def town_on(disk_folder, tmp_path, request):
    """A town whose database lies on a disk of its own that is soon full."""
    if here() != POSTGRESQL:
        with small_disk(disk_folder, 16) as disk:
            yield Town(tmp_path, "").settle(), disk
        return
    server = request.getfixturevalue("cluster")
    with small_disk(server.folder / "small", 48, whose()) as disk:
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk.folder}'")
        server.execute("CREATE DATABASE full_town TEMPLATE template0 TABLESPACE small")
        yield Town(tmp_path, server.url.replace("/junping", "/full_town")).settle(), disk
        server.execute("DROP DATABASE full_town WITH (FORCE)")
        server.execute("DROP TABLESPACE small")


def test_where_the_database_lies_there_is_no_room(tmp_path, request):
    acknowledged, refused = [], []

    def log(client):
        program = town.client()
        for n in range(400):
            answer = program.log(f"满盘 {client}-{n} " + hashlib.sha256(f"{client}{n}".encode()).hexdigest() * 2)
            (acknowledged if answer.status == 201 else refused).append(answer)
            if len(refused) >= 20:
                return

    with town_on(tmp_path / "data", tmp_path, request) as (town, disk), town.running():
        before = town.logged("满盘以前")
        disk.fill(leaving=MEBIBYTE)
        together([lambda n=n: log(n) for n in range(4)])
        assert refused
        assert [answer for answer in refused if not is_full(answer)] == []
        assert town.client().get(of(before["number"])).status == 200
        assert [ask(town, "GET", path)[0] for path in ("/healthz", "/readyz", "/api/v1/cases/")] == [200] * 3
        file = upload(town, before["number"], "满盘的附件", "database-full")
        assert is_full(file)
        disk.ballast.unlink()
        again = upload(town, before["number"], "满盘的附件", "database-full")
        assert (again.status, again.replayed) == (201, False)
        after = town.logged("腾出空间以后")
        ends_well(town, [before, after, *[answer.json for answer in acknowledged]], files=[again.json])
    seen("database full", acknowledged=len(acknowledged), refused=len(refused))
