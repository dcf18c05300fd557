"""A filled place, its backup, and the seals that somebody noted."""

import pytest

from tests.keeping.places import Places, here

FILL = "from tests.keeping.filling import fill; fill()"


@pytest.fixture(scope="session")
def places(tmp_path_factory):
    made = Places(tmp_path_factory.mktemp("places"))
    yield made
    made.gone()


def _filled(places, vendor):
    place = places.migrated(vendor)
    place.noted = place.folder / "noted.txt"
    place.noted.write_text(place.python(FILL).stdout)
    place.archive = place.backup()
    return place


@pytest.fixture(scope="session")
def filled(places):
    """On the database of this run. Read only: `places.copy` it to change it."""
    return _filled(places, here())


@pytest.fixture(scope="session")
def filled_elsewhere(places):
    """On SQLite, whatever this run uses."""
    return _filled(places, "sqlite")
