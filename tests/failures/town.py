"""A real server that one may kill, and its people's programs."""

import contextlib
import http.client
import json
from dataclasses import dataclass, field

from tests.failures.conftest import Server, own_database

TOWN, VILLAGE, OTHER = "431224105000", "431224105207", "431224105209"
# By username: unit, roles, cleared. `village` has a second token, `village+`.
PEOPLE = {
    "center": ("town", "center", True),
    "leader": ("town", "leader", True),
    "officer": ("town", "officer", False),
    "village": ("village", "village", False),
    "other": ("other", "village", False),
}
_SETTLE = f"""
import django; django.setup()
from junping.backoffice import accounts
from junping.org.actor import system
town = accounts.create_unit(system(), "{TOWN}", "均坪镇", "town", None)
units = {{
    "town": town,
    "village": accounts.create_unit(system(), "{VILLAGE}", "板溪村", "village", town),
    "other": accounts.create_unit(system(), "{OTHER}", "向家塘村", "village", town),
}}
for name, (unit, role, cleared) in {PEOPLE}.items():
    values = {{"name": name, "unit": units[unit], "roles": [role], "cleared": cleared, "is_active": True}}
    user = accounts.create_user(system(), name, None, values)
    print(name, accounts.issue_token(system(), user, "测试", 3650)[1])
    if name == "village":
        print("village+", accounts.issue_token(system(), user, "又一个", 3650)[1])
"""
BOUNDARY = "x7f3a"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def replayed(self):
        return self.headers["Idempotent-Replayed"] == "true"


class Client:
    """Somebody's program: one connection that is kept, a token, JSON in and out. OSError when the server is gone."""

    def __init__(self, town, who="village"):
        self.town, self.who = town, who
        self.connection = None

    def send(self, method, path, body=None, key=None, **headers):
        """`body` goes out as JSON unless it is bytes already; `If_Match` and its like are headers."""
        # One name for all servers, as behind a proxy: addresses in answers are made of it.
        told = {"Host": "localhost", "Authorization": f"Bearer {self.town.tokens[self.who]}"}
        if body is not None:
            told["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if key:
            told["Idempotency-Key"] = key
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.town.port, timeout=60)
        try:
            self.connection.request(method, f"/api/v1/{path}", body, told)
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except BaseException:
            self.connection.close()
            raise

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, body, key=None, **headers):
        return self.send("POST", path, body, key, **headers)

    def log(self, title, key=None, **more):
        return self.post("cases/", case(title, **more), key)

    def act(self, number, action, body=None, key=None, **headers):
        return self.post(f"{of(number)}actions/{action}/", body or {}, key, **headers)

    def attach(self, number, text, key=None):
        return self.post(f"{of(number)}attachments/", parts(text), key, Content_Type=FORM)


class Town(Server):
    """`twin()` is a second process on the same data; clients are those of either."""

    def __init__(self, folder, url, settings="junping.settings"):
        super().__init__(folder, url, settings=settings)
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.environment["TMPDIR"] = str(self.temporary)

    def settle(self):
        self.migrate()
        settled = self.python(_SETTLE)
        assert settled.returncode == 0, settled.stderr
        self.tokens = dict(line.split() for line in settled.stdout.splitlines())
        self.token = self.tokens["village"]
        return self

    def twin(self):
        other = Town(self.log.parent, self.environment["DATABASE_URL"], self.environment["DJANGO_SETTINGS_MODULE"])
        other.tokens, other.token, other.environment = self.tokens, self.token, self.environment
        return other

    @contextlib.contextmanager
    def running(self):
        self.start()
        try:
            yield
        finally:
            if self.process.poll() is None:
                self.stop()

    def client(self, who="village"):
        return Client(self, who)

    def logged(self, title, who="village", **more):
        """A new case, as it was answered."""
        answer = self.client(who).log(title, **more)
        assert answer.status == 201, answer.body
        return answer.json

    def handled(self, title):
        """A dispute that the officer handles."""
        number = self.logged(title)["number"]
        self.done("center", number, "accept")
        return self.done("center", number, "assign", officer="officer")

    def done(self, who, number, action, **given):
        answer = self.client(who).act(number, action, given)
        assert answer.status == 200, answer.body
        return answer.json


@contextlib.contextmanager
def own_town(folder, settings="junping.settings", **environment):
    """A running town in this folder, and afterwards none."""
    with own_database() as url:
        town = Town(folder, url, settings).settle()
        town.environment |= environment
        with town.running():
            yield town


@contextlib.contextmanager
def two_servers(folder, settings="junping.settings", **environment):
    """A running town and its twin."""
    with own_town(folder, settings, **environment) as town:
        twin = town.twin()
        with twin.running():
            yield town, twin


def case(title, **more):
    party = {"role": "applicant", "name": "李四", "phone": "13800001234"}
    return {"kind": "dispute", "category": "land", "title": title, "source": "visit", "parties": [party]} | more


def of(number):
    return f"{'hazards' if '-H' in number else 'cases'}/{number}/"


def parts(text):
    """A body of multipart/form-data with one text file; its caption is how the text begins."""
    caption = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="caption"\r\n\r\n{text[:40]}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{text}\r\n'
    return f"{caption}{file}--{BOUNDARY}--\r\n".encode()
