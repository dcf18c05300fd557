"""In which order did it all happen? Stories run side by side; the diary takes their next acts by date."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from junping.clocks.now import travel

# Yields the (aware) moment of its next act, and acts when it is continued, under a clock that stands at that moment.
Story = Iterator[datetime]


class Diary:
    """Runs stories in the order of their moments, so that the history's times only rise, as in life."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()
        self._last: datetime | None = None

    def begin(self, story: Story) -> None:
        """Take up a story; one that is over before its first act leaves nothing."""
        moment = next(story, None)
        if moment is None:
            return
        if self._last is not None and moment < self._last:
            raise ValueError(f"the diary stands at {self._last}, no act can be at {moment}")
        heapq.heappush(self._waiting, (moment, next(self._order), story))

    def write(self, until: datetime) -> None:
        """Run every story to its end. ValueError for an act beyond `until`, or one that goes back in time."""
        while self._waiting:
            moment, _, story = heapq.heappop(self._waiting)
            if moment > until:
                raise ValueError(f"an act at {moment}, beyond {until}")
            self._last = moment
            with travel(moment):
                self.begin(story)
