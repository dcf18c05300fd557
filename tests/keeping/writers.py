"""Somebody who registers cases with a file each, one after the other, and says the number of each that is committed."""

import sys
import threading

from junping.org.models import Unit, User
from tests.cast import PEOPLE, UNITS, Cast
from tests.keeping.filling import with_file
from tests.road import Road


def write(threads):
    """Until the process is killed; a line is written when its case and its file are acknowledged."""
    units = {name: Unit.objects.get(code=row[0]) for name, row in UNITS.items()}
    users = {name: User.objects.get(username=name) for name in PEOPLE}
    for _ in range(threads):
        threading.Thread(target=_write, args=[Road(Cast(units, users))]).start()


def _write(road):
    while True:
        matter = road.log("dispute")
        with_file(matter)
        sys.stdout.write(f"{matter.number}\n")
        sys.stdout.flush()
