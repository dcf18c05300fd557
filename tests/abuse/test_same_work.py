"""No difference in time tells of what is hidden: the very same statements are run for it as for what does not exist."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from junping.org.models import User
from junping.vault.identity import check_digit
from tests.abuse.conftest import undone
from tests.abuse.routes import BLIND, ROWS
from tests.abuse.scene import A, case
from tests.abuse.test_scope_matrix import NOWHERE, Targets, ask

HASHED = []


def statements(ask, *args):
    """The SQL that a request runs, its values taken out."""
    with CaptureQueriesContext(connection) as seen:
        ask(*args)
    return [re.sub(r"'[^']*'|\b\d+\b|\bs\d+_x\d+\b", "?", query["sql"]) for query in seen]


@pytest.mark.parametrize("sort", ["other", "recused", "confidential"])
@pytest.mark.parametrize("kind", ["case", "hazard"])
def test_an_address_out_of_sight_costs_what_a_number_costs_that_nobody_has(furnished, kind, sort):
    scene, targets = furnished, Targets(furnished)
    numbers = scene.hazards if kind == "hazard" else scene.cases
    for row in ROWS if sort in numbers else ():
        if row.of_record != kind or "<str:file_id>" in row.route:
            continue
        there = targets.of_record(row, numbers[sort])
        nowhere = targets.address(row, NOWHERE["confidential" if sort == "confidential" else kind])
        for name in BLIND[sort].split()[:: 1 if row.method == "GET" else 3]:
            person = scene.people[name]
            assert statements(ask, person, row, there) == statements(ask, person, row, nowhere), (row.route, name)


HIDDEN, NOBODYS = (number + check_digit(number) for number in ("43122419870614253", "43122419910203117"))


def hide(furnished):
    """Cases that village A may not know of: another village's, and an accusation; by somebody who has no other."""
    party = {"role": "applicant", "name": "麴衎麟", "id_number": HIDDEN}
    accusation = {"petition_class": "accusation", "category": "discipline", "unit": A, "title": "麴衎麟一事"}
    furnished.center.made("cases/", {**case("petition", parties=[party]), **accusation})
    furnished.village_b.made("cases/", case(title="麴衎麟来访", parties=[party]))


def test_what_is_known_elsewhere_costs_what_is_unknown(furnished):
    hide(furnished)
    found = [statements(furnished.village_a.get, f"cases/?q={term}") for term in ("麴衎麟", "没有人")]
    assert found[0] == found[1]
    for number in (HIDDEN, NOBODYS):
        party = {"role": "applicant", "name": "舒化", "id_number": number}
        with undone():
            found.append(statements(furnished.village_a.post, "cases/", case(parties=[party])))
    assert found[2] == found[3]


def test_an_earlier_case_out_of_sight_costs_the_form_of_a_new_one_nothing(furnished):
    hide(furnished)
    cost = {}
    for person in (furnished.center, furnished.village_a):
        for number in (HIDDEN, NOBODYS):
            party = {"role": "applicant", "name": "舒化", "id_type": "resident", "id_number": number}
            fields = {"kind": "dispute", "look": "1", "unit": A, "parties-count": "1", "place": "板溪村三组"}
            fields |= {f"parties-0-{name}": value for name, value in party.items()}
            with undone():
                cost[person.username, number] = statements(person.browser.post, "/admin/cases/case/add/", fields)
    assert len(cost["center", HIDDEN]) > len(cost["center", NOBODYS])
    assert cost["village_a", HIDDEN] == cost["village_a", NOBODYS]


class Counting(MD5PasswordHasher):
    """As quick as the tests', and it writes down how often it was asked."""

    algorithm = "counting"

    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


def test_a_wrong_password_costs_the_same_for_a_name_that_nobody_has(furnished, settings):
    settings.PASSWORD_HASHERS = ["tests.abuse.test_same_work.Counting"]
    for name in ("center", "leader2"):
        user = User.objects.get(username=name)
        user.set_password("Bamboo-Lantern-58")
        user.is_active = name == "center"
        user.save()
    cost = {}
    for n, name in enumerate(("center", "nobody", "leader2")):
        HASHED.clear()
        client = Client(REMOTE_ADDR=f"10.0.0.{n + 1}")
        form = {"username": name, "password": "wrong"}
        asked = statements(client.post, "/admin/login/", form)
        cost[name] = (len(HASHED), len(asked))
    assert cost["center"] == cost["nobody"] == cost["leader2"]
    assert cost["center"][0] == 1
