import pytest
from django.contrib.auth import authenticate
from django.test import Client

from junping.org.models import User
from junping.org.roles import joined


def test_roles_are_kept_sorted_and_only_known_ones() -> None:
    assert joined(["officer", "center", "officer"]) == "center,officer"
    with pytest.raises(ValueError, match="king"):
        joined(["king"])


def test_a_right_password_signs_in_and_a_wrong_one_does_not(clerk: User) -> None:
    assert authenticate(username="village-06", password="junping-demo") == clerk
    assert authenticate(username="village-06", password="junping-demo ") is None


def test_a_deactivated_user_does_not_sign_in(clerk: User) -> None:
    User.objects.update(is_active=False)
    assert authenticate(username="village-06", password="junping-demo") is None


def _is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_changed_password_ends_every_session_at_the_next_request(clerk: User, client: Client) -> None:
    client.force_login(clerk)
    assert _is_in(client)
    clerk.set_password("another-secret-1")
    clerk.save()
    assert not _is_in(client)


def test_the_same_password_set_again_ends_every_session_too(clerk: User, client: Client) -> None:
    client.force_login(clerk)
    clerk.set_password("junping-demo")
    clerk.save()
    assert not _is_in(client)


def test_deactivation_ends_every_session_at_the_next_request(clerk: User, client: Client) -> None:
    client.force_login(clerk)
    User.objects.update(is_active=False)
    assert not _is_in(client)
