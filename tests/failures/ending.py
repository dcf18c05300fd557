"""How every experiment must end: what was acknowledged is there, histories are whole, rows and files are one to one."""

import contextlib
import hashlib
import io
import json
import logging
import sys
from pathlib import Path

LOOK = "import django; django.setup(); from tests.failures.ending import look; look({sweeps})"
_seen = logging.getLogger("tests.failures")


def seen(what, **figures):
    """Figures for docs/reliability.md: shown by `-o log_cli=true -o log_cli_level=INFO`."""
    _seen.info("%s: %s", what, json.dumps(figures, ensure_ascii=False))


def ends_well(server, acknowledged=(), *, files=(), strays=0):
    """Look at everything; what was found, for more questions.

    `acknowledged`: the records as they were answered; `files`: the attachments as they were answered. `strays`: so
    many files without a row may a killed server have left; then the sweep must take them away.
    """
    looked = server.python(LOOK.format(sweeps=bool(strays)))
    assert looked.returncode == 0, looked.stderr
    found = json.loads(looked.stdout)
    assert found["verify"] == []
    assert found["integrity"] == "ok"
    _is_there(found, acknowledged, files)
    for number, record in found["records"].items():
        story = record["story"]
        assert [event["seq"] for event in story] == list(range(1, record["version"] + 1)), number
        assert story[0]["action"] == "register", number
    assert found["rows without file"] == []
    assert len(found["swept"]) <= strays
    assert found["files without row"] == []
    assert _failed(server) == []
    return found


def _is_there(found, acknowledged, files):
    for told in acknowledged:
        record = found["records"].get(told["number"])
        assert record, f"{told['number']} was acknowledged and is missing"
        assert record["version"] >= told["version"], told
        if record["version"] == told["version"]:
            assert (record["title"], record["status"]) == (told["title"], told["status"]), told
    digests = {file["id"]: file["sha256"] for file in found["files"]}
    for told in files:
        assert digests.get(told["id"]) == told["sha256"], told


def _failed(server):
    """Answers 500 and whatever else nobody foresaw, as the log tells of them."""
    lines = server.log.read_text("utf-8", "replace").splitlines()
    return [line for line in lines if " ERROR " in line or "Traceback" in line or " CRITICAL " in line]


def look(sweeps):
    """Tell as JSON what lies in this place. Runs in a process of its own on the server's settings."""
    from django.db import connection

    from junping.attachments import storage
    from junping.clocks.now import now

    told = {"verify": _verify(), "integrity": "ok", "swept": list(storage.orphans(now())) if sweeps else []}
    if sweeps:
        storage.sweep(now())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            told["integrity"] = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    told["records"] = _records()
    told |= _files()
    sys.stdout.write(json.dumps(told))


def _verify():
    from django.core.management import call_command

    said = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("verify", stdout=said)
        return []
    return said.getvalue().splitlines()


def _records():
    from junping.clocks.now import SHANGHAI
    from junping.history.models import Event
    from junping.workflow.registry import domains

    stories = {}
    columns = {name: name for name in ("seq", "action", "note", "data")} | {"from": "from_state", "to": "to_state"}
    for event in Event.objects.order_by("subject", "seq").values("subject", "at", "actor_username", *columns.values()):
        told = {name: event[column] for name, column in columns.items()}
        at = event["at"].astimezone(SHANGHAI).isoformat()
        stories.setdefault(event["subject"], []).append(told | {"at": at, "by": event["actor_username"]})
    return {
        record.number: {
            "title": record.title,
            "status": record.status,
            "version": record.version,
            "began": getattr(record, record.BEGAN).astimezone(SHANGHAI).isoformat(),
            "closed_at": record.closed_at and record.closed_at.astimezone(SHANGHAI).isoformat(),
            "story": stories.get(record.chain_subject, []),
        }
        for domain in domains()
        for record in domain.model.objects.all()
    }


def _files():
    from django.conf import settings

    from junping.attachments.models import Attachment

    rows = [row for model in Attachment.__subclasses__() for row in model._default_manager.select_related("record")]
    root = Path(settings.MEDIA_ROOT)
    digests = {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in root.glob("*/*")}
    return {
        "files": [
            {"id": row.public_id, "sha256": row.sha256, "caption": row.caption, "number": row.record.number}
            for row in rows
        ],
        "rows without file": [row.file_key for row in rows if digests.get(row.file_key) != row.sha256],
        "files without row": sorted(set(digests) - {row.file_key for row in rows}),
    }
