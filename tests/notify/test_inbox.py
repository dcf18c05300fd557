"""What is put into whose inbox, and what is still unread?"""

from datetime import UTC, datetime, timedelta

import pytest

from junping.notify.inbox import mark_read, tell, unread_for
from junping.notify.models import Notice
from junping.org.models import Unit, User

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def users(db):
    unit = Unit.objects.create(code="431224105000", name="均坪镇", level="town")
    return [User.objects.create(username=f"user-{n}", name=f"用户{n}", unit=unit) for n in range(3)]


def test_everybody_is_told_once_in_one_statement(users, django_assert_num_queries):
    with django_assert_num_queries(1):
        told = tell([*users[:2], users[0]], "case", "JP-2026-0001", "分派：土地纠纷（JP-2026-0001）", at=NOON)
    assert told == 2
    assert [notice.text for notice in unread_for(users[0])] == ["分派：土地纠纷（JP-2026-0001）"]
    assert not unread_for(users[2]).exists()


def test_with_nobody_to_tell_nothing_is_written(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tell([], "case", "JP-2026-0001", "分派", at=NOON) == 0


def test_of_a_confidential_record_only_the_number_is_told(users):
    tell(users[:1], "case", "JP-2026-k3m9x2ab", "检举李四", at=NOON, confidential=True)
    notice = unread_for(users[0]).get()
    assert "JP-2026-k3m9x2ab" in notice.text
    assert "李四" not in notice.text
    assert (notice.record_type, notice.number, notice.created_at) == ("case", "JP-2026-k3m9x2ab", NOON)


def test_a_long_text_is_cut_to_what_the_column_holds(users):
    tell(users[:1], "case", "JP-2026-0001", "长" * 1000, at=NOON)
    assert len(unread_for(users[0]).get().text) == 300


def test_the_newest_comes_first(users):
    for number in ("JP-2026-0001", "JP-2026-0002"):
        tell(users[:1], "case", number, number, at=NOON)
    assert [notice.number for notice in unread_for(users[0])] == ["JP-2026-0002", "JP-2026-0001"]


def test_a_read_notice_stays_read_and_nobody_reads_for_another(users):
    tell(users, "case", "JP-2026-0001", "分派", at=NOON)
    notices = {notice.recipient_id: notice.pk for notice in Notice.objects.all()}
    later = NOON + timedelta(hours=1)
    assert mark_read(users[0], notices.values(), at=later) == 1
    assert mark_read(users[0], notices.values(), at=later + timedelta(hours=1)) == 0
    assert Notice.objects.get(pk=notices[users[0].pk]).read_at == later
    assert unread_for(users[1]).exists()
