"""What a form or a body does not ask for has no effect, whoever sends it; nothing is edited around the engine."""

import pytest
from django.apps import apps
from django.urls import get_resolver

from cases.models import Case
from junping.org.models import ApiToken, User
from safety.models import Hazard
from tests.abuse.looks import PAGES, QUERIES, still
from tests.abuse.routes import ROWS
from tests.abuse.scene import PARTY, PASSWORD, A, B, case, hazard, of, page
from tests.abuse.test_scope_matrix import Targets, addresses, ask

SYSTEMS_OWN = {
    "id": 1,
    "pk": 1,
    "number": "JP-2026-0001",
    "record_type": "hazard",
    "status": "closed",
    "status_label": "已办结",
    "version": 99,
    "created_at": "2020-01-01T00:00:00+08:00",
    "created_by": "leader",
    "closed_at": "2020-01-01T00:00:00+08:00",
    "due_on": "2099-01-01",
    "warn_on": "2099-01-01",
    "light": "green",
    "officer": "officer",
    "lead": "leader",
    "extension_asked": None,
    "supervised": True,
    "logged_unit": B,
    "only_imported": True,
    "state_changed_at": "2020-01-01T00:00:00+08:00",
    "stamp": "x",
    "head_hash": "0" * 64,
    "hash": "0" * 64,
    "via": "system",
    "actor": "leader",
    "actions": [],
    "events": [],
    "clocks": [],
    "attachments": [],
    "unit_id": 1,
    "roles": "admin",
    "is_staff": True,
}
CASES_OWN = {"handling_unit": B, "co_units": [B], "outcome": "resolved", "satisfaction": 5, "is_repeat": True}
CASES_OWN |= {"repeat_of": "JP-2026-0001", "accepted_at": "2020-01-01T00:00:00+08:00", "ended_by": "close"}
HAZARDS_OWN = {"responsible_unit": B, "responsible_person": "x", "measures": "x", "funds": "1", "authority": "x"}
HAZARDS_OWN |= {"rectified_at": "2020-01-01T00:00:00+08:00", "rectified_by": "leader", "confidential": True}
NOT_CORRECTED = {"unit": B, "recused": [], "received_at": "2020-01-01T00:00:00+08:00", "kind": "request"}
PARTYS_OWN = {"seal": "0" * 16, "case": 1, "case_id": 1, "id_number_mask": "x", "phone_index": "x", "unknown": 1}


def refused_at(answer, field):
    assert answer.status_code == 400, (field, answer.status_code, answer.content.decode())
    assert field in {error["field"] for error in answer.json()["errors"]}


@pytest.fixture
def village(furnished):
    return furnished.village_a


def test_nothing_of_the_systems_own_can_be_registered(furnished, village):
    count = Case.objects.count() + Hazard.objects.count()
    for path, value, own in (("cases/", case(), CASES_OWN), ("hazards/", hazard(), HAZARDS_OWN)):
        for name, given in (SYSTEMS_OWN | own).items():
            refused_at(village.post(path, {**value, name: given}), name)
            item = {"idempotency_key": f"mass-{name}-1", **value, name: given}
            result = village.post(f"{path}bulk/", {"items": [item]}).json()["results"][0]
            assert (result["status"], result["number"]) == ("invalid", None)
    for name, given in PARTYS_OWN.items():
        refused_at(village.post("cases/", case(parties=[{**PARTY, name: given}])), f"parties.0.{name}")
    assert Case.objects.count() + Hazard.objects.count() == count


def test_nothing_of_the_systems_own_can_be_corrected(furnished):
    for numbers, own in ((furnished.cases, CASES_OWN), (furnished.hazards, HAZARDS_OWN)):
        before = furnished.center.get(of(numbers["own"])).json()
        for name, given in (SYSTEMS_OWN | own | NOT_CORRECTED).items():
            if (name, "kind" in before) == ("kind", False):
                continue
            refused_at(furnished.center.ask("PATCH", of(numbers["own"]), {name: given}), name)
        refused_at(furnished.center.ask("PATCH", of(numbers["own"]), {"title": "x", "status": "closed"}), "status")
        assert furnished.center.get(of(numbers["own"])).json() == before


def test_an_act_takes_only_what_its_entry_asks(furnished):
    for number, action in ((furnished.cases["own"], "note"), (furnished.hazards["own"], "urge")):
        before = furnished.center.get(of(number)).json()
        for name, given in SYSTEMS_OWN.items():
            refused_at(furnished.center.post(f"{of(number)}actions/{action}/", {"text": "x", name: given}), name)
        assert furnished.center.get(of(number)).json() == before


def test_drives_and_visits_take_only_their_fields(furnished):
    drive = {"name": "大检查", "starts_on": "2026-01-01"}
    for name in ("id", "unit", "visited", "findings", "rectified", "created_by", "key", "version"):
        refused_at(furnished.center.post("campaigns/", {**drive, name: 1}), name)
    campaign = furnished.center.made("campaigns/", drive)["id"]
    for name in ("id", "campaign", "created_by", "created_at", "key"):
        visit = {"unit": A, "visited_on": "2026-01-02", name: 1}
        refused_at(furnished.village_a.post(f"campaigns/{campaign}/visits/", visit), name)


EXTRA = {name: "1" for name in (*SYSTEMS_OWN, *CASES_OWN, "confidential", "recused", "action", "_save", "is_superuser")}


def state_of(number):
    record = (Hazard if "-H" in number else Case).objects.get(number=number)
    left = {"version", "stamp", "head_hash"}
    return {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields if f.attname not in left}


def test_forms_of_records_take_only_their_fields(furnished):
    for number in (furnished.cases["own"], furnished.hazards["own"]):
        before, seen = state_of(number), str(furnished.center.get(of(number)).json()["version"])
        answer = furnished.center.send(page(number, "do", "note"), **EXTRA, text="进展", seen=seen)
        assert (answer.status_code, state_of(number)) == (302, before)
        for path in ("change", "correct", "attach"):
            furnished.center.send(page(number, path), **EXTRA)
        assert state_of(number) == before
    form = {**EXTRA, "kind": "dispute", "title": "新登记", "category": "land", "source": "visit", "parties-count": "0"}
    form = {name: value for name, value in form.items() if name not in {"confidential", "recused"}}
    furnished.village_a.send("/admin/cases/case/add/", **form, unit=B)
    assert set(Case.objects.filter(title="新登记").values_list("unit__code", flat=True)) <= {A}
    if not Case.objects.filter(title="新登记").exists():
        furnished.village_a.send("/admin/cases/case/add/", **form, unit=A)
    made = Case.objects.get(title="新登记")
    assert (made.unit.code, made.status, made.officer, made.created_by.username) == (A, "registered", None, "village_a")


def test_there_is_no_way_to_delete(furnished):
    assert not [route for route, _ in addresses() if "delete" in route]
    before = [Case.objects.count(), Hazard.objects.count(), User.objects.count(), ApiToken.objects.count()]
    for name in ("center", "leader", "admin", "auditor", "accused_of_all"):
        person = furnished.people[name]
        for place in ("cases/case", "safety/hazard", "org/user", "org/unit", "org/apitoken", "history/event"):
            chosen = {"action": "delete_selected", "_selected_action": "1", "post": "yes", "index": "0"}
            person.send(f"/admin/{place}/", **chosen)
            for one in ("1", furnished.cases["own"], furnished.hazards["own"]):
                assert person.send(f"/admin/{place}/{one}/delete/", post="yes").status_code == 404
                assert person.send(f"/admin/{place}/{one}/history/").status_code == 404
    assert [Case.objects.count(), Hazard.objects.count(), User.objects.count(), ApiToken.objects.count()] == before


def account(person, **changed):
    user = User.objects.get(username=person.username)
    fields = {"name": user.name, "unit": user.unit_id, "roles": sorted(user.role_set), "seen": user.version}
    fields |= {"cleared": "on"} if user.cleared else {}
    return {**fields, "is_active": "on", **changed}


@pytest.mark.parametrize(
    "change",
    [
        {"roles": ["admin", "center"]},
        {"roles": ["admin", "auditor", "leader"]},
        {"roles": ["center"]},
        {"roles": []},
        {"cleared": "on"},
        {"roles": ["superuser"]},
        {"is_active": ""},
    ],
)
def test_an_administrator_neither_raises_nor_shuts_out_themselves(furnished, change):
    person = furnished.admin
    path = f"/admin/org/user/{person.user.pk}/edit/"
    before = User.objects.filter(pk=person.user.pk).values().get()
    fields = {name: value for name, value in account(person, **change).items() if value != ""}
    assert person.browser.post(path, fields).status_code == 200
    assert User.objects.filter(pk=person.user.pk).values().get() == before


def test_no_other_form_of_the_office_raises_anybody(furnished):
    person, raised = furnished.admin, {"roles": "admin,center", "cleared": "on", "credentials": "9", "user": "1"}
    raised |= {"is_staff": "on", "is_superuser": "on", "expires_at": "2099-01-01", "digest": "0" * 64}
    pk = person.user.pk
    person.send(f"/admin/org/user/{pk}/password/", password="Bamboo-Lantern-58", **raised)
    person.browser.force_login(User.objects.get(pk=pk))
    person.send("/admin/password_change/", old="Bamboo-Lantern-58", password="Copper-Harbour-71", **raised)
    person.browser.force_login(User.objects.get(pk=pk))
    person.send(f"/admin/org/user/{pk}/token/", name="新的", days="30", **raised)
    user = User.objects.get(pk=pk)
    assert (user.roles, user.cleared, user.check_password("Copper-Harbour-71")) == ("admin", False, True)
    token = ApiToken.objects.get(user=user, name="新的")
    assert (token.digest == "0" * 64, (token.expires_at - token.created_at).days) == (False, 30)


def test_an_administrator_of_a_village_has_no_power_above_it(furnished):
    from junping.backoffice import accounts
    from junping.org.actor import system

    values = {"name": "村管理员", "unit": furnished.units[A], "roles": ["admin"], "cleared": False, "is_active": True}
    user = accounts.create_user(system(), "village_admin", PASSWORD, values)
    furnished.village_b.browser.force_login(user)
    browser = furnished.village_b.browser
    for name in ("center", "village_b", "admin"):
        pk = furnished.people[name].user.pk
        for below in ("change", "edit", "password", "token"):
            assert browser.post(f"/admin/org/user/{pk}/{below}/", {"password": "Bamboo-Lantern-58"}).status_code == 404
    fields = {"username": "planted", "password": "Bamboo-Lantern-58", "name": "x", "roles": ["center"]}
    for unit in (furnished.units[B].pk, user.unit.parent_id):
        assert browser.post("/admin/org/user/add/", {**fields, "unit": unit}).status_code == 200
    assert not User.objects.filter(username="planted").exists()
    shown = browser.get("/admin/org/signin/").content.decode() + browser.get("/admin/org/apitoken/").content.decode()
    assert "center" not in shown


KEPT_APART = {"sessions.session", "workflow.reading", "contenttypes.contenttype"}


def everything_stored():
    """Every row of every table, but for sessions and who opened a confidential record."""
    models = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in KEPT_APART
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values_list()) for model in models}


def test_an_auditor_can_change_nothing(furnished):
    targets = Targets(furnished)
    before = everything_stored()
    bodies = [{"text": "x"}, {"reason": "x", "users": []}, {"title": "x"}, {"name": "x", "days": "3", "seen": "1"}]
    for row in ROWS:
        if row.method == "GET" or "password_change" in row.route:
            continue
        numbers = furnished.hazards if row.of_record == "hazard" else furnished.cases
        for number in (numbers["own"], numbers["recused"]) if row.of_record else ("",):
            pk = targets.pk(row.route) if "<int:pk>" in row.route else 1
            address = targets.of_record(row, number) if row.of_record else targets.address(row, pk=pk)
            status, _, _ = _sent(furnished.auditor, row, address)
            assert status in {200, 302, 403, 404, 405, 415}, (row.method, row.route)
            for body in bodies if row.route.startswith("admin/") and "logout" not in row.route else ():
                furnished.auditor.browser.post(address, body)
    assert everything_stored() == before


def _sent(person, row, address):
    """As in the matrix, but nothing is undone afterwards."""
    if "logout" in row.route:
        return 302, b"", []
    if row.route.startswith("api/"):
        answer = person.ask(row.method, address, {"text": "x"})
        return answer.status_code, answer.content, []
    return ask(person, row, address)


def test_an_administrator_sees_no_content_of_any_record(furnished):
    targets = Targets(furnished)
    furnished.center.made("campaigns/", {"name": "敲门大行动", "starts_on": "2026-01-01"})
    secrets = {*furnished.cases.values(), *furnished.hazards.values(), "界址争议", "线路老化", "谌绍文", "敲门大行动"}
    admin = furnished.admin
    seen = {query: still(admin.get(query)) for query in QUERIES} | {
        path: still(admin.browser.get(path)) for path in PAGES
    }
    for row in ROWS:
        if row.method != "GET" or "logout" in row.route or "schema" in row.route:
            continue
        door = admin.program if row.route.startswith("api/") else admin.browser
        numbers = furnished.hazards if row.of_record == "hazard" else furnished.cases
        addressed = [targets.of_record(row, number) for number in numbers.values()] if row.of_record else [""]
        for address in addressed:
            pk = targets.pk(row.route) if "<int:pk>" in row.route else 1
            seen[f"{row.route} {address}"] = still(door.get(address or targets.address(row, pk=pk)))
    for what, (_, body, _) in seen.items():
        asked = what.encode()
        assert [secret for secret in secrets if secret.encode() in body and secret.encode() not in asked] == [], what


def test_the_urlconf_has_no_other_door():
    """Nothing beside the API, the back office and the two questions about health is served."""
    roots = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert roots == {"", "healthz", "readyz", "api/v1/", "api/", "admin/"}
