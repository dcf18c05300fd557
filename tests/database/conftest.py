"""The people, the clock and the road of the engine's tests."""

from tests.cast import cast, time
from tests.road import road

__all__ = ["cast", "road", "time"]
