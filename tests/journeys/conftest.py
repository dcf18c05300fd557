from tests.cast import cast, time  # noqa: F401 (fixtures)
from tests.road import road  # noqa: F401 (fixture)
