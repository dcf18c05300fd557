"""A row that is written by a worded statement lies there as Django's own `save` would have put it."""

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, CaseClock, Party
from junping.clocks.now import now
from junping.database.rows import insert, insert_all, insert_unless_there, update
from junping.org.models import Unit
from junping.workflow.models import Reading, Series


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


@pytest.mark.parametrize("model", [Case, CaseClock, Party])
def test_a_copy_is_like_its_original(road, model):
    road.log("petition", parties=[{"role": "applicant", "name": "向志强", "phone": "16900001234"}])
    original = model.objects.first()
    copied = columns(original) | ({"number": "JP-2026-9000"} if model is Case else {})
    one, two = model(**copied), model(**copied)
    one.save()
    if model is Case:
        two.number = "JP-2026-9001"
    insert(two)
    assert two.pk > one.pk
    assert columns(model.objects.get(pk=two.pk)) | ({"number": "JP-2026-9000"} if model is Case else {}) == columns(
        model.objects.get(pk=one.pk)
    )


def test_a_row_keeps_the_id_that_it_has(db):
    unit = Unit(pk=4711, code="N1", name="新", level="grid", path="/4711/")
    insert(unit)
    assert Unit.objects.get(code="N1").pk == 4711


def test_many_rows_are_one_statement_and_none_are_no_statement(db, django_assert_num_queries):
    rows = [Reading(at=now(), username=f"u{n}", name="", record_type="case", number="", via="api") for n in range(5)]
    with django_assert_num_queries(1):
        insert_all(rows)
        insert_all([])
    assert set(Reading.objects.values_list("username", flat=True)) == {f"u{n}" for n in range(5)}


def test_an_update_writes_the_named_columns_and_no_other(cast):
    unit = cast.units["far"]
    unit.name, unit.code = "改名村", "改了的编码"
    update(unit, names=["name"])
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.name, stored.code) == ("改名村", "431224105214")
    update(unit)
    assert Unit.objects.get(pk=unit.pk).code == "改了的编码"


def test_many_rows_are_updated_by_one_statement(cast, django_assert_num_queries):
    units = [cast.units["far"], cast.units["grid"]]
    for unit in units:
        unit.name, unit.code = f"新{unit.name}", f"N{unit.code}"
    with django_assert_num_queries(1):
        update(*units, names=["name"])
        update()
    stored = {(unit.name, unit.code) for unit in Unit.objects.filter(name__startswith="新")}
    assert stored == {("新长坪村", "431224105214"), ("新板溪村一网格", "431224105207001")}


def test_a_second_row_of_the_same_name_is_not_added_and_breaks_nothing(db):
    with transaction.atomic():
        assert insert_unless_there(Unit(code="N1", name="新", level="grid", path="/1/"), "code")
        assert not insert_unless_there(Unit(code="N1", name="再", level="grid", path="/2/"), "code")
        assert Unit.objects.get(code="N1").name == "新"


def test_a_second_row_by_insert_is_refused(db):
    insert(Unit(code="N1", name="新", level="grid", path="/1/"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Unit(code="N1", name="再", level="grid", path="/2/"))
    assert Series.objects.count() == 0
