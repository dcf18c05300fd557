"""The program as a process of its own, its folder, and everything that it wrote."""

import contextlib
import http.client
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests.failures.conftest import Server, free_port

PASSWORD = "Bamboo-Lantern-58"
PEOPLE = """
import django; django.setup()
from junping.backoffice import accounts
from junping.org.actor import system
town = accounts.create_unit(system(), "431224105000", "均坪镇", "town", None)
village = accounts.create_unit(system(), "431224105207", "板溪村", "village", town)
for name, unit, roles, cleared in (
    ("center", town, ["center"], True), ("village", village, ["village"], False), ("admin", town, ["admin"], False),
):
    values = {"name": name, "unit": unit, "roles": roles, "cleared": cleared, "is_active": True}
    user = accounts.create_user(system(), name, "%s", values)
    print(accounts.issue_token(system(), user, "测试", 30)[1])
"""


class Site(Server):
    """`manage.py serve` with the real settings; `twin()` is a second process on the same data."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url, settings="junping.settings")
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.environment["TMPDIR"] = str(self.temporary)

    def settle(self) -> None:
        """Tables and people; `tokens` of center, village and admin."""
        self.migrate()
        settled = self.python(PEOPLE % PASSWORD)
        assert settled.returncode == 0, settled.stderr
        self.tokens = dict(zip(("center", "village", "admin"), settled.stdout.split(), strict=True))

    def twin(self) -> "Site":
        other = Site(self.log.parent, self.environment["DATABASE_URL"])
        other.log = self.log.parent / "twin.log"
        other.tokens = self.tokens
        return other

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body) of one request on a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def call(self, method, path, value=None, who="village", **headers):
        """The API with somebody's token."""
        body = None if value is None else value if isinstance(value, bytes) else json.dumps(value).encode()
        kind = {} if value is None else {"Content-Type": "application/json"}
        return self.ask(method, f"/api/v1/{path}", body, Authorization=f"Bearer {self.tokens[who]}", **kind, **headers)


class Visitor:
    """A browser: keeps cookies, sends the forms' own tokens along."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies = site, {}

    def ask(self, method, path, fields=None, **headers):
        body = None if fields is None else urlencode(fields, doseq=True)
        kind = {} if fields is None else {"Content-Type": "application/x-www-form-urlencoded"}
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, told, content = self.site.ask(
            method, path, body, **({"Cookie": sent} if sent else {}), **kind, **headers
        )
        for line in told.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return status, told, content.decode("utf-8", "replace")

    def send(self, path, **fields):
        """Open the page, fill in its form, send it."""
        _, _, text = self.ask("GET", path)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
        return self.ask("POST", path.partition("?")[0], {**dict(hidden), **fields})

    def sign_in(self, username, password=PASSWORD, **headers):
        self.ask("GET", "/admin/login/")
        fields = {"username": username, "password": password, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        return self.ask("POST", "/admin/login/", fields, **headers)


def rows_of(url: str) -> bytes:
    """Every row of every table of a PostgreSQL database, as COPY writes them; nothing for SQLite, which is a file."""
    if not url:
        return b""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                found += map(bytes, copy)
        return b"".join(found)


__all__ = ["PASSWORD", "Site", "Visitor", "free_port", "rows_of"]
