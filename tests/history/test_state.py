"""What a row's digest covers: the same in memory as after a fresh read from either database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.utils.functional import SimpleLazyObject

from junping.history.state import state_of, states_of
from junping.org.models import Unit, User
from tests.history.cast import unit


@pytest.fixture
def thing():
    with isolate_apps("junping.org"):

        class Thing(models.Model):
            NOT_IN_STATE = frozenset({"seen_at", "owner_id"})

            place = models.DecimalField(max_digits=9, decimal_places=6, null=True)
            at = models.DateTimeField()
            day = models.DateField()
            papers = models.JSONField(default=list)
            seal = models.BinaryField(default=b"")
            seen_at = models.DateTimeField(null=True)
            owner = models.ForeignKey("self", models.CASCADE)

            class Meta:
                app_label = "org"

            def __str__(self) -> str:
                return "thing"

        yield Thing


def test_values_are_written_as_a_fresh_read_gives_them(thing):
    row = thing(place=Decimal("110.5"), at=datetime(2026, 1, 1, tzinfo=UTC), day="2026-01-02", papers=[(1, None)])
    assert state_of(row) == {
        "place": "110.500000",
        "at": "2026-01-01T00:00:00.000000Z",
        "day": "2026-01-02",
        "papers": [[1, None]],
        "seal": "",
    }


def test_zero_has_no_sign(thing):
    row = thing(place=Decimal("-0.0000001"), at=datetime(2026, 1, 1, tzinfo=UTC), day=date(2026, 1, 2))
    assert state_of(row)["place"] == "0.000000"


def test_a_column_that_will_be_filled_on_saving_is_refused(thing):
    with pytest.raises(ValueError, match=r"Thing\.at"):
        state_of(thing(day=date(2026, 1, 2)))


def test_a_float_in_a_json_column_is_refused(thing):
    with pytest.raises(TypeError):
        state_of(thing(at=datetime(2026, 1, 1, tzinfo=UTC), day=date(2026, 1, 2), papers=[0.5]))


def test_neither_the_key_nor_the_head_is_covered_but_the_stamp_is():
    assert {"id", "head_hash"}.isdisjoint(state_of(unit()))
    assert {"version", "stamp", "parent_id"} <= set(state_of(unit()))


def test_extra_state_is_made_plain():
    assert state_of(unit(), {"days": (date(2026, 1, 1),)})["days"] == ["2026-01-01"]


def test_extra_state_cannot_hide_a_column():
    with pytest.raises(ValueError, match="name"):
        state_of(unit(), {"name": "x"})


def test_children_are_listed_without_regard_to_their_order():
    one, other = unit("431224105201"), unit("431224105202")
    assert states_of([one, other]) == states_of([other, one])


@pytest.mark.django_db
def test_a_user_reads_the_same_before_and_after_the_database_and_behind_a_request():
    town = Unit.objects.create(code="431224105000", name="均坪镇", level="town", path="/1/")
    user = User.objects.create_user("center", "junping-demo", name="张三", unit=town, roles="center")
    assert state_of(user) == state_of(User.objects.get())
    assert state_of(SimpleLazyObject(lambda: user)) == state_of(user)
