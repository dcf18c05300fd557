"""The people of a small town and the records they log, through the real doors."""

import json
from itertools import count

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from junping.clocks.now import now
from junping.org import tokens
from junping.org.models import ApiToken, User
from tests.org.conftest import make_unit

ROOT = "/api/v1/"
TOWN, MINE, OTHER = "431224105000", "431224105207", "431224105209"
ROLES = {
    "center": (TOWN, "center", True),
    "center2": (TOWN, "center", False),
    "officer": (TOWN, "officer", False),
    "officer2": (TOWN, "officer", False),
    "leader": (TOWN, "leader", True),
    "auditor": (TOWN, "auditor", False),
    "admin": (TOWN, "admin", False),
    "mine": (MINE, "village", False),
    "other": (OTHER, "village", False),
}
_keys = count(1)


def token_of(user):
    token, plain = tokens.issue(user, "测试", now=now())
    token.save()
    return plain


def new_key():
    return f"key-{next(_keys):08d}"


class Person:
    """A user's program: a token of its own, JSON in and out. Paths are meant below /api/v1/."""

    def __init__(self, user, plain=""):
        self.user = user
        self.username = user.username
        self.client = Client(
            headers={"Authorization": f"Bearer {plain or token_of(user)}"}, raise_request_exception=False
        )

    def send(self, method, path, value=None, **headers):
        body = value if isinstance(value, str | bytes) else json.dumps(value)
        extra = {} if value is None else {"data": body, "content_type": "application/json"}
        address = path if path.startswith(("/", "http:")) else ROOT + path
        return self.client.generic(method, address.removeprefix("http://testserver"), headers=headers, **extra)

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, value, **headers):
        return self.send("POST", path, value, **headers)

    def patch(self, path, value, **headers):
        return self.send("PATCH", path, value, **headers)

    def act(self, record, action, value=None, **headers):
        """Take an action on a case or hazard given as answered; the record as it is afterwards."""
        answer = self.post(f"{of(record)}actions/{action}/", value or {}, **headers)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def log(self, kind="dispute", **more):
        """Log a case of `kind`, or a hazard; the record as it was answered."""
        path, value = ("hazards/", hazard(**more)) if kind == "hazard" else ("cases/", case(kind, **more))
        answer = self.post(path, value)
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def upload(self, path, name="说明.txt", content=b"\xe7\x95\x8c\xe5\x9d\x80", *, headers=None, **fields):
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = {"file": SimpleUploadedFile(name, content)} if name else {}
        return self.client.post(ROOT + path, {**file, **fields}, headers=headers or {})


class People:
    """`people.center.get(…)`: one person of each role, and of two villages."""

    def __init__(self):
        units = {TOWN: make_unit(TOWN, "均坪镇", level="town")}
        for code, name in ((MINE, "板溪村"), (OTHER, "向家塘村")):
            units[code] = make_unit(code, name, units[TOWN])
        self.units, password = units, make_password("junping-demo")
        users = [
            User(username=name, name=name, unit=units[unit], roles=roles, cleared=cleared, password=password)
            for name, (unit, roles, cleared) in ROLES.items()
        ]
        User.objects.bulk_create(users)
        issued = [tokens.issue(user, "测试", now=now()) for user in users]
        ApiToken.objects.bulk_create(token for token, _ in issued)
        for user, (_, plain) in zip(users, issued, strict=True):
            setattr(self, user.username, Person(user, plain))

    @property
    def everybody(self):
        return [getattr(self, name) for name in ROLES]


@pytest.fixture
def people(db):
    return People()


def of(record):
    """The path of a record as it was answered."""
    return f"{'hazards' if 'domain' in record else 'cases'}/{record['number']}/"


def case(kind="dispute", **more):
    petition = {"petition_class": "appeal"} if kind == "petition" else {}
    return {"kind": kind, "category": "land", "title": "界址争议", "source": "village", **petition, **more}


def hazard(**more):
    return {"domain": "fire", "title": "线路老化", "source": "patrol", **more}


def refused(answer, status, field=None, code=None):
    """The problem document of a refusal, checked for its form."""
    assert answer.status_code == status, (answer.status_code, answer.content.decode())
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert {"type", "title", "status", "detail", "errors"} <= set(problem)
    if field is not None:
        found = [(e["field"], e["code"]) for e in problem["errors"]]
        assert (field, code) in found if code else field in dict(found), found
    return problem


def fields_of(problem):
    return [e["field"] for e in problem["errors"]]
