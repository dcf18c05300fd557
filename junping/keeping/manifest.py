"""What does a backup say about itself? Written last, read first."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from junping.clocks.now import SHANGHAI, now
from junping.history.models import Seal
from junping.keeping.refusal import Refused
from junping.vault.cipher import key_ids

FORMAT, VERSION = "junping-backup", 1


@dataclass(frozen=True)
class File:
    """A member of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """A table: its columns in the order of each row, and how many rows it has."""

    columns: list[str]
    rows: int


@dataclass
class Manifest:
    """Everything about a backup but its rows and files. Of the keys it names only the ids.

    `damaged` names the attachments that could not be taken as their rows describe them: `missing` or `changed`.
    """

    program_version: str
    made_at: str
    vendor: str
    migrations: list[str]
    oldest_key: str
    ciphertext_keys: list[str]
    last_seal: str | None
    settings: dict[str, str]
    tables: dict[str, Contents] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT
    version: int = VERSION

    @classmethod
    def of_now(cls) -> "Manifest":
        """What is known before the first row is read; within the snapshot that is backed up."""
        return cls(
            program_version=program_version(),
            made_at=now().astimezone(SHANGHAI).isoformat(timespec="seconds"),
            vendor=connection.vendor,
            migrations=applied_migrations(),
            oldest_key=key_ids()[-1],
            ciphertext_keys=[],
            last_seal=_last_seal(),
            settings=settings_here(),
        )

    @property
    def rows(self) -> int:
        return sum(contents.rows for contents in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(text: bytes) -> Manifest:
    """The manifest of this text. Refused where it is none, or of a format that this program does not know."""
    try:
        told: dict[str, Any] = json.loads(text)
        if told["format"] != FORMAT:
            raise Refused("这不是本系统的备份文件。")
        if told["version"] != VERSION:
            raise Refused(
                f"备份文件的格式是第 {told['version']} 版，本程序只认识第 {VERSION} 版："
                f"请用做备份时的程序（{told['program_version']} 版）恢复。"
            )
        told["tables"] = {name: Contents(**contents) for name, contents in told["tables"].items()}
        told["files"] = {name: File(**file) for name, file in told["files"].items()}
        return Manifest(**told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("备份文件的清单读不懂：这不是本系统的备份文件，或者做它的程序比本程序新。") from error


def applied_migrations() -> list[str]:
    """The migrations that the database has seen, as `app.name`."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def program_version() -> str:
    text = (settings.BASE_DIR / "pyproject.toml").read_text("utf-8")
    version: str = tomllib.loads(text)["project"]["version"]
    return version


def settings_here() -> dict[str, str]:
    """The settings that should be the same where the backup is restored, by the names of their variables."""
    return {
        "JUNPING_NUMBER_PREFIX": settings.NUMBER_PREFIX,
        "JUNPING_ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
        "JUNPING_HTTPS": "1" if settings.HTTPS else "",
        "JUNPING_RATE": str(settings.RATE),
    }


def _last_seal() -> str | None:
    seal = Seal.objects.order_by("number").last()
    return str(seal) if seal else None
