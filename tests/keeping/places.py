"""A place is a data folder and a database of its own, of either kind, used through `manage.py` like a real one."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def here():
    """The kind of database that this run of the tests uses. (The tests' own has another name than the settings say.)"""
    return POSTGRESQL if POSTGRESQL in connections.settings["default"]["ENGINE"] else SQLITE


@dataclass
class Place:
    folder: Path
    database_url: str = ""
    keys: str = ""

    @property
    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUNPING_", "DATABASE_URL", "DJANGO_"))}
        own = {"JUNPING_DATA_DIR": str(self.folder), "DATABASE_URL": self.database_url}
        keys = {"JUNPING_FIELD_KEYS": self.keys} if self.keys else {}
        return {**kept, **own, **keys, "DJANGO_SETTINGS_MODULE": "junping.settings", "PYTHONPATH": str(ROOT)}

    def manage(self, *arguments, check=True, **environment):
        return self._run([sys.executable, "manage.py", *map(str, arguments)], check, environment)

    def python(self, code):
        return self._run([sys.executable, "-c", f"import django; django.setup()\n{code}"], True, {})

    def begin(self, *arguments):
        """Start a command and leave it running."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def begin_python(self, code, said):
        """Start a program on this place's settings; what it says goes to the file `said`."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        with said.open("wb") as out:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out)

    def _run(self, command, check, environment):
        done = subprocess.run(
            command, cwd=ROOT, env={**self.environment, **environment}, capture_output=True, text=True, timeout=180
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    @property
    def field_key(self):
        return (self.folder / "field-key").read_text("ascii")

    def files(self):
        """The attachments on disk, by key."""
        root = self.folder / "attachments"
        return {str(path.relative_to(root)): path.read_bytes() for path in root.glob("*/*")}

    def backup(self, name="backup.zip"):
        target = self.folder.with_name(f"{self.folder.name}-{name}")
        self.manage("backup", target)
        return target


class Places:
    """Makes places; `gone` takes their databases away again."""

    def __init__(self, folder):
        self._folder = folder
        self._names = []
        self._migrated = {}

    def new(self, vendor):
        """An empty place, not even migrated."""
        name = f"keeping_{secrets.token_hex(4)}"
        place = Place(self._folder / name)
        if vendor == POSTGRESQL:
            self._create(name)
            place.database_url = self._url(name)
        place.folder.mkdir(mode=0o700)
        return place

    def migrated(self, vendor):
        """A place that holds what `migrate` installs: migrated once, then copied."""
        if vendor not in self._migrated:
            self._migrated[vendor] = self.new(vendor)
            self._migrated[vendor].manage("migrate", "--verbosity", "0")
        return self.copy(self._migrated[vendor])

    def copy(self, place):
        """Another place with the same data and keys; nobody may be using the first."""
        name = f"keeping_{secrets.token_hex(4)}"
        shutil.copytree(place.folder, self._folder / name)
        if not place.database_url:
            return Place(self._folder / name)
        self._create(name, place.database_url.rpartition("/")[2])
        return Place(self._folder / name, self._url(name))

    def gone(self):
        for name in self._names:
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _create(self, name, template="template0"):
        self._names.append(name)
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        # These tests kill programs, never the server.
        self._administer(f'ALTER DATABASE "{name}" SET synchronous_commit = off')

    def _url(self, name):
        settings = connections.settings["default"]
        password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        return f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}"

    def _administer(self, statement):
        settings = connections.settings["default"]
        server = f"host={settings['HOST']} port={settings['PORT'] or 5432} user={settings['USER']} dbname=postgres"
        with psycopg.connect(server, password=settings["PASSWORD"] or None, autocommit=True) as admin:
            admin.execute(statement)


def manifest(archive):
    with zipfile.ZipFile(archive) as packed:
        return json.loads(packed.read("manifest.json"))


def contents(archive):
    """Every table of a backup, row by row, and its attachments. JSON by value, for PostgreSQL words it anew."""
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist() if name != "manifest.json"}
    return {
        name: [[_value(value) for value in json.loads(line)] for line in body.splitlines()]
        if name.endswith(".jsonl")
        else body
        for name, body in files.items()
    }


def column(archive, table, name):
    """The values of one column."""
    place = manifest(archive)["tables"][table]["columns"].index(name)
    return [row[place] for row in contents(archive)[f"tables/{table}.jsonl"]]


def _value(value):
    """JSON texts apart from other texts by how they begin; a `null` stays a text."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        return json.loads(value)
    return value
