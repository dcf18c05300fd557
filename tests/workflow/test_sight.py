"""visible_to: for random people and records the same as the sentences of domain.md, "Roles and what they see"."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow.refusals import Refusal
from tests.cast import UNITS
from tests.road import LEFT_OUT

ROLES = ("village", "center", "officer", "leader", "auditor", "admin")
LOGGERS = ("village", "center", "center2", "officer", "grid", "neighbour")
HANDLERS = ("officer", "officer2", "sealed_officer", "village", "handling", "center", LEFT_OUT)
UNITS_BELOW = ("town", "village", "handling", "helping", "far", "grid")

people = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(sorted(UNITS)),
        "roles": st.sets(st.sampled_from(ROLES), max_size=3),
        "cleared": st.booleans(),
    }
)
records = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["petition", "dispute", "request", "accusation", "hazard"]),
        "who": st.sampled_from(LOGGERS),
        "officer": st.sampled_from(HANDLERS),
        "handling_unit": st.sampled_from([*UNITS_BELOW, None]),
        "co_units": st.sets(st.sampled_from(UNITS_BELOW), max_size=2),
        "lead": st.sampled_from([None, "leader", "leader2"]),
        "recused": st.sets(st.integers(0, 4), max_size=2),
        "confidential": st.booleans(),
    }
)


def sees(user, record, co_units, recused) -> bool:
    """domain.md, sentence by sentence."""
    if user in recused:
        return False
    handling = record.responsible_unit if record.record_type == "hazard" else record.handling_unit
    own = record.unit.path.startswith(user.unit.path)
    handles = record.officer == user or user.unit == handling or user.unit in co_units
    roles, open_to_all = user.role_set, not record.confidential
    return (
        ("village" in roles and (own or handles) and open_to_all)
        or ("center" in roles and own and (open_to_all or user.cleared))
        or ("officer" in roles and (handles or record.created_by == user) and (open_to_all or user.cleared))
        or ("leader" in roles and ((own and (open_to_all or user.cleared)) or record.lead == user))
        or ("auditor" in roles and own and open_to_all)
    )


def attempt(matter, who, action, **data):
    try:
        if action == "correct":
            matter.act(who, action, data)
        else:
            matter.do(who, action, **data)
    except Refusal:
        pass


def build(road, wanted, watchers):
    """One record as wished, as far as the engine allows it."""
    kind, cast = wanted["kind"], road.cast
    matter = road.log(kind, wanted["who"], **({} if wanted["who"] != "neighbour" else {"unit": cast.code("neighbour")}))
    unit = wanted["handling_unit"]
    given = {
        "officer": wanted["officer"],
        "handling_unit" if kind != "hazard" else "responsible_unit": cast.code(unit) if unit else LEFT_OUT,
    }
    if kind == "hazard":
        attempt(matter, "center", "order", **given)
    else:
        attempt(matter, "center", "accept")
        attempt(matter, "center", "assign", **given, co_units=[cast.code(u) for u in sorted(wanted["co_units"])])
    if wanted["lead"]:
        attempt(matter, "leader", "take_charge", lead=wanted["lead"])
    attempt(matter, "center", "recuse", users=[watchers[i].username for i in sorted(wanted["recused"])])
    if wanted["confidential"] and kind != "hazard":
        attempt(matter, "center", "correct", confidential=True)
    return matter


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(people, min_size=5, max_size=5), st.lists(records, min_size=1, max_size=4))
def test_everybody_sees_exactly_what_the_domain_says(road, wanted_people, wanted_records):
    with transaction.atomic():
        watchers = [
            road.cast.add(f"watcher{i}", p["unit"], ",".join(sorted(p["roles"])), cleared=p["cleared"])
            for i, p in enumerate(wanted_people)
        ]
        matters = [build(road, wanted, watchers) for wanted in wanted_records]
        everybody = [
            *watchers,
            *User.objects.select_related("unit").filter(username__in=["officer", "leader2", "village"]),
        ]
        for matter in matters:
            record, children = matter.record, matter.children
            told = {
                user.username: matter.domain.model.objects.visible_to(Actor.of(user, "api"))
                .filter(pk=record.pk)
                .exists()
                for user in everybody
            }
            one = {
                user.username: matter.domain.model.objects.one(Actor.of(user, "api"), record.number).exists()
                for user in everybody
            }
            wanted = {user.username: sees(user, record, children.co_units, children.recused) for user in everybody}
            assert told == wanted
            assert one == wanted
        transaction.set_rollback(True)


@pytest.mark.parametrize("via", ["api", "system"])
def test_somebody_of_no_unit_sees_nothing(road, via):
    road.log("petition")
    nobody = Actor(None, "system", "系统", None, frozenset(ROLES), True, via)
    assert Case.objects.visible_to(nobody).count() == 0


def test_an_administrator_sees_no_case(road):
    road.log("petition")
    assert Case.objects.visible_to(road.cast.actor("admin")).count() == 0
