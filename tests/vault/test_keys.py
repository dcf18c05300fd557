"""Secrets that make themselves."""

import stat
from concurrent.futures import ThreadPoolExecutor

from junping.vault.keys import read_or_make


def test_a_secret_is_made_once_and_kept(tmp_path):
    assert read_or_make(tmp_path, "key") == read_or_make(tmp_path, "key")


def test_only_the_owner_can_read_it(tmp_path):
    read_or_make(tmp_path / "data", "key")
    assert stat.S_IMODE((tmp_path / "data" / "key").stat().st_mode) == 0o600


def test_two_names_have_two_secrets(tmp_path):
    assert read_or_make(tmp_path, "one") != read_or_make(tmp_path, "two")


def test_many_starting_at_once_agree_and_leave_nothing_behind(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: read_or_make(tmp_path, "key"), range(40)))
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
