"""A worded query answers what the same query set answers, for everybody, whatever it is narrowed by."""

from itertools import cycle, product

import pytest
from django.db import models
from django.db.models import F

from cases.domain import CASES
from cases.filters import CaseFilters
from cases.models import Case
from junping.api.listing import Narrowed, RecordRows
from junping.api.paging import Half, Order, Position
from junping.clocks.now import today
from junping.database.given import Given, among, rounded, several, spread
from junping.database.worded import Worded, worded
from junping.org.models import Unit
from junping.org.tree import hang
from junping.workflow.looking import one
from safety.domain import HAZARDS
from safety.filters import HazardFilters
from tests.cast import PEOPLE

KINDS = ("petition", "proposal", "accusation", "dispute", "request", "hazard")


@pytest.fixture
def full(road):
    """A record of each kind in each place, handled, led, recused and repeated."""
    for place in ("village", "helping", "far"):
        for kind in KINDS:
            road.log(kind, "center", unit=road.cast.code(place))
    handled = road.log("dispute", "village").walk(("center", "accept"), ("center", "assign"))
    handled.do("leader2", "take_charge", lead="leader2")
    repeated = road.log("dispute", "village", title="又来了")
    repeated.do("center", "mark_repeat", of=handled.number)
    handled.do("center", "recuse", users=["helping"])
    return road


def columns(row, depth=2):
    """Every column of a row, and of the rows that were read along with it."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if depth:
        for name, related in row._state.fields_cache.items():
            kept[name] = columns(related, depth - 1) if isinstance(related, models.Model) else related
    return kept | {"repeat_seen": getattr(row, "repeat_seen", None)}


def narrowed_by(cast):
    return [
        {},
        {"status": ["registered", "handling"]},
        {"unit": cast.code("village"), "light": "green"},
        {"officer": "officer"},
        {"officer": None, "due_before": today()},
    ]


@pytest.mark.parametrize("domain_of", [(CASES, CaseFilters), (HAZARDS, HazardFilters)], ids=["cases", "hazards"])
def test_a_list_holds_what_the_query_set_holds(full, domain_of):
    domain, filters = domain_of
    last = domain.model.objects.order_by("-id").first()
    places = [None, Position(last.due_on, last.pk, backward=False), Position(None, last.pk, backward=True)]
    # The centre asks everything; of the others each asks every question, at one place after the other.
    everything = [("center", *asked) for asked in product(narrowed_by(full.cast), product(places, Half))]
    asked_by_all = zip(product(PEOPLE, narrowed_by(full.cast)), cycle(product(places, Half)), strict=False)
    for name, given, (place, half) in [*everything, *((*who, where) for who, where in asked_by_all)]:
        actor = full.cast.actor(name)
        order, backward = Order("due_on", descending=True), bool(place and place.backward)
        narrowed = Narrowed.of(domain, filters, given, actor)
        told = RecordRows(narrowed, actor).take(half, order, place, backward=backward, limit=4)
        wanted = half.of(narrowed.rows(actor), order, place, backward=backward)[:4]
        assert [columns(row) for row in told] == [columns(row) for row in wanted]


def test_one_record_is_found_or_not_as_by_the_query_set(full):
    for name, domain in product(PEOPLE, (CASES, HAZARDS)):
        actor = full.cast.actor(name)
        for record in domain.model.objects.all():
            rows = domain.sighted(domain.model.objects.one(actor, record.number), actor)
            wanted = rows.select_related(*domain.related).first()
            found = one(domain, record.number, actor)
            assert (found and columns(found)) == (wanted and columns(wanted))


def test_who_came_to_see_more_or_less_sees_it_at_the_next_question(full):
    """Nothing of the scope is kept from one asking to the next: not units, not roles, not clearance."""

    def seen():
        actor = full.cast.actor("leader2")
        rows = RecordRows(Narrowed.of(CASES, CaseFilters, {}, actor), actor)
        found = rows.take(Half.VALUED, Order("received_at"), None, backward=False, limit=50)
        assert {row.pk for row in found} == set(Case.objects.visible_to(actor).values_list("pk", flat=True))
        return len(found)

    before = seen()
    for moved in hang(full.cast.units["far"], full.cast.units["neighbour"]):
        moved.save()
    without_far = seen()
    full.cast.users["leader2"].cleared = True
    with_accusations = seen()
    full.cast.users["leader2"].roles = "admin"
    assert 0 == seen() < without_far < before
    assert with_accusations > without_far


def test_a_light_is_another_tomorrow(full, time):
    actor = full.cast.actor("center")

    def green():
        rows = RecordRows(Narrowed.of(CASES, CaseFilters, {"light": "green"}, actor), actor)
        return len(rows.take(Half.VALUED, Order("received_at"), None, backward=False, limit=50))

    assert green() > 0
    time.pass_days(400)
    assert green() == 0


@worded
def _by_code(count):
    return Unit.objects.filter(among("code", several("code", count))).order_by("code").values_list("code", flat=False)


@pytest.mark.parametrize("wanted", range(1, 8))
def test_a_list_of_any_length_is_asked_by_few_wordings(cast, wanted):
    codes = sorted(unit.code for unit in cast.units.values())[:wanted]
    values = rounded(codes)
    assert len(values) in {1, 2, 4, 8}
    assert _by_code(len(values)).ask(**spread("code", values)) == [(code,) for code in codes]


def test_what_is_put_in_is_never_taken_for_sql(cast):
    nasty = "x' OR '1'='1 %s $1 %%"
    Unit.objects.create(code="N1", name=nasty, level="grid", path="/9/")
    found = Worded(Unit.objects.filter(name=Given("name")))
    constant = Worded(Unit.objects.filter(name=nasty, code=Given("code")))
    assert [unit.code for unit in found.ask(name=nasty)] == ["N1"]
    assert [unit.code for unit in constant.ask(code="N1")] == ["N1"]
    assert constant.ask(code="' OR 1=1 --") == []


def test_a_value_that_was_forgotten_is_an_error_and_no_wide_answer(cast):
    with pytest.raises(KeyError):
        Worded(Unit.objects.filter(code=Given("code"))).ask()


def test_nothing_can_be_found_costs_no_statement(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Worded(Unit.objects.none()).ask() == []
        assert Worded(Unit.objects.filter(pk__in=[])).first() is None


def test_related_rows_that_come_again_are_read_once(full):
    rows = Worded(Case.objects.select_related("unit", "created_by__unit").filter(unit_id=F("logged_unit_id"))).ask()
    assert len(rows) > len({row.unit_id for row in rows})
    assert len({id(row.unit) for row in rows}) == len({row.unit_id for row in rows})
