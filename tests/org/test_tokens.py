from datetime import timedelta

import pytest

from junping.org.models import ApiToken, User
from junping.org.tokens import find, issue, touch
from tests.org.conftest import NOON


@pytest.fixture
def token(clerk: User) -> tuple[ApiToken, str]:
    row, plain = issue(clerk, "村级软件", now=NOON)
    row.save()
    return row, plain


def test_a_token_finds_its_user_and_unit_in_one_query(token, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = find(token[1], NOON)
        assert found is not None
        assert found.user.unit.name == "板溪村"


def test_only_a_digest_is_kept(token) -> None:
    row, plain = token
    assert plain.startswith("jp_")
    assert len(plain) == 46
    assert plain not in {str(value) for value in ApiToken.objects.values_list().get(pk=row.pk)}


@pytest.mark.parametrize(
    "plain", ["", "jp_", "jp_" + "a" * 43, "JP_" + "a" * 43, "jp_" + "中" * 43, "x" * 100_000, "\0" * 46]
)
def test_what_is_no_token_finds_nothing(plain: str, db: None) -> None:
    assert find(plain, NOON) is None


def test_a_token_dies_at_its_expiry(token) -> None:
    assert find(token[1], NOON + timedelta(days=180, seconds=-1)) is not None
    assert find(token[1], NOON + timedelta(days=180)) is None


def test_a_revoked_token_is_dead(token) -> None:
    ApiToken.objects.update(revoked_at=NOON)
    assert find(token[1], NOON) is None


def test_a_deactivated_users_token_is_dead(token) -> None:
    User.objects.update(is_active=False)
    assert find(token[1], NOON) is None


def test_a_changed_password_kills_the_tokens_issued_before(token, clerk: User) -> None:
    clerk.set_password("another-secret-1")
    clerk.save()
    assert find(token[1], NOON) is None


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_a_token_lives_between_a_day_and_ten_years(clerk: User, days: int) -> None:
    with pytest.raises(ValueError, match="有效天数"):
        issue(clerk, "x", now=NOON, days=days)


def test_use_is_noted_once_an_hour(token, django_assert_num_queries) -> None:
    row, plain = token
    touch(row, NOON + timedelta(minutes=59))
    fresh = find(plain, NOON)
    assert fresh is not None
    assert fresh.last_used_at == NOON
    with django_assert_num_queries(0):
        touch(fresh, NOON + timedelta(minutes=59))
