"""What is found is what a plain look into every text would find, on both databases."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from junping.org.models import Unit
from junping.search import grams, index
from junping.search.models import SearchText

NASTY = "化粪池%_'\"\\*^()&|!:- \n\t𠮷😀é\u0301ｅＡaßﬁİ1０-{},，\ufffd\u200d\x1e\x00"
PARTS = st.text(alphabet=st.sampled_from(NASTY), max_size=12) | st.text(max_size=12)


def held_by(texts, q):
    """The oracle: a plain substring of a normalised part."""
    term = grams.asked(q)
    return [place for place, parts in enumerate(texts) if any(term in grams.normalised(part) for part in parts)]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("0012", [0]),
        ("26-00", [0, 1]),
        ("jp-2026-0013", [1]),
        ("化粪池", [1]),
        ("粪池", [0, 1]),
        ("粪，粪", [0]),
        ("100%", [1]),
        ("%_", []),
        ("张𠮷", [0]),
        ("ＪＰ－２０２６", [0, 1]),
        ("饕餮", []),
        ("NEAR", []),
        ("粪* OR", []),
    ],
)
def test_a_term_is_found_anywhere_literally(written, find, q, found):
    written(("JP-2026-0012", "化粪，粪池", "张𠮷"), ("JP-2026-0013", "化粪池修了100%"))
    assert find(q) == found


def test_a_term_is_not_found_across_two_parts(written, find):
    written(("化粪", "池塘"))
    assert find("粪池") == []


def test_a_term_is_not_found_where_its_pairs_stand_apart(written, find):
    written(("abc bcd abd",))
    assert find("abcd") == []
    assert find("bc bcd") == [0]


def test_a_corrected_record_is_found_by_its_new_text_only(written, find):
    written(("土地纠纷",))
    written(("山林纠纷",))
    assert find("土地") == []
    assert find("山林") == [0]
    assert SearchText.objects.count() == 1


def test_each_kind_of_record_has_texts_of_its_own(written, find):
    written(("土地纠纷",), record_type="case")
    written(("灶台漏气",), record_type="hazard")
    assert find("漏气", "case") == []
    assert find("漏气", "hazard") == [0]


def test_a_long_record_is_found_by_each_of_its_ends(written, find):
    everything = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 20_000)) * 5
    written((everything + "完了",))
    assert find("一丁丂") == [0]
    assert find("完了") == [0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(PARTS, max_size=3).map(tuple), min_size=3, max_size=3), data=st.data())
@example(texts=[("a%b",), ("a_b",), ("axb",)], data=None)
def test_the_index_finds_what_a_plain_look_finds(written, find, texts, data):
    written(*texts)
    whole = "".join(part for parts in texts for part in parts)
    if data is None:
        asked = ["a%b", "a_b", "%b"]
    else:
        start = data.draw(st.integers(0, len(whole)))
        asked = [whole[start : start + data.draw(st.integers(2, 6))], data.draw(PARTS)]
    for q in asked:
        if len(grams.normalised(q).strip()) >= 2:
            assert find(q) == held_by(texts, q)


@pytest.mark.parametrize("q", ["\ud800\udfff", "a\x00b", "a\x1eb", "'; DROP TABLE search_text; --", '" OR "'])
def test_what_no_text_can_hold_finds_nothing_and_breaks_nothing(written, find, q):
    written(("土地纠纷",))
    assert find(q) == []


@pytest.mark.parametrize("q", ["", "张", " 张 "])
def test_fewer_than_two_characters_are_refused(db, q):
    with pytest.raises(ValueError, match="检索词至少要有两个字"):
        index.matching(Unit.objects.all(), "case", q)
    with pytest.raises(ValueError, match="检索词至少要有两个字"):
        index.first(Unit.objects.order_by("code"), "case", q, 10)


@pytest.mark.django_db
@pytest.mark.parametrize("head", [1, 4, 1000])
@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize("q", ["纠纷", "土地", "麒麟", "饕餮"])
def test_the_first_rows_are_those_that_matching_begins_with(written, monkeypatch, head, limit, q):
    monkeypatch.setattr(index, "HEAD", head)
    written(*[("土地纠纷" if place % 3 else "麒麟纠纷" if place == 6 else "山林纠纷",) for place in range(12)])
    rows = Unit.objects.filter(level="village", code__gt="000001").order_by("-code")
    assert index.first(rows, "case", q, limit) == list(index.matching(rows, "case", q)[:limit])


def test_a_search_keeps_filters_columns_and_order(written):
    written(("土地纠纷",), ("山林纠纷",), ("土地争议",))
    rows = Unit.objects.filter(code__lte="000001").order_by("-code").values_list("code", flat=True)
    assert list(index.matching(rows, "case", "纠纷")) == ["000001", "000000"]
    assert index.first(rows, "case", "纠纷", 5) == ["000001", "000000"]
    assert index.matching(rows, "case", "纠纷").count() == 2


def test_writing_costs_one_statement_on_postgresql_and_two_on_sqlite(written, django_assert_num_queries):
    (unit,) = written(("土地纠纷",))
    statements = 1 if connection.vendor == "postgresql" else 2
    for record_id, parts in ((unit.pk, ("山林纠纷", "张三")), (unit.pk + 1, ("道路",))):
        with django_assert_num_queries(statements):
            index.put("case", record_id, parts)


def test_a_text_goes_with_the_transaction_that_wrote_it(written, find):
    (unit,) = written(("土地纠纷",))
    with transaction.atomic():
        index.put("case", unit.pk, ("山林纠纷",))
        transaction.set_rollback(True)
    assert find("山林") == []
    assert find("土地") == [0]
