import pytest
from django.core.exceptions import ValidationError

from junping.org.actor import Actor
from junping.org.models import Unit, User
from junping.org.tree import ancestor_ids, hang
from tests.org.conftest import make_unit


def test_a_path_lists_the_ids_from_the_root_down(town: Unit, village: Unit) -> None:
    assert village.path == f"/{town.pk}/{village.pk}/"
    assert ancestor_ids(village) == [town.pk]
    assert ancestor_ids(town) == []


def test_moving_a_unit_moves_all_below_it(town: Unit, village: Unit) -> None:
    grid = make_unit("43122410520701", "一网格", village, "grid")
    other = make_unit("431224105211", "老窑上村", town)
    moved = hang(village, other)
    assert [unit.name for unit in moved] == ["板溪村", "一网格"]
    assert moved[1].pk == grid.pk
    assert moved[1].path == f"/{town.pk}/{other.pk}/{village.pk}/{grid.pk}/"


def test_hanging_a_unit_where_it_hangs_changes_nothing(town: Unit, village: Unit) -> None:
    assert hang(village, town) == []


def test_a_unit_never_hangs_under_itself_or_below(town: Unit, village: Unit) -> None:
    for parent in (town, village):
        with pytest.raises(ValidationError, match="不能挂到自己"):
            hang(town, parent)


def test_an_actor_covers_its_own_subtree_and_no_neighbour(town: Unit, village: Unit, clerk: User) -> None:
    neighbour = make_unit("431224105211", "老窑上村", town)
    actor = Actor.of(clerk, "api")
    assert actor.covers(village)
    assert not actor.covers(town)
    assert not actor.covers(neighbour)
    assert actor.unit_ids == [village.pk]
