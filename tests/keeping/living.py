"""What a restored place can do, tried out in it; run there, tells what happened as JSON."""

import io
import json
import sys

from django.core.management import call_command
from django.db import DatabaseError

from cases.models import Case, Party
from cases.parties import unmasked
from junping.history.models import Event, Seal
from junping.org.models import Unit, User
from junping.search.index import matching
from tests.cast import PEOPLE, UNITS, Cast
from tests.keeping.filling import NAMES
from tests.road import Road


def on(noted):
    """Live on; `noted` is the file with the seals."""
    facts = {"verified": verified(noted)}
    party = Party.objects.filter(name=NAMES[0]).first()
    facts["numbers"] = sorted(unmasked(party).values())
    facts["found by name"] = party.case in matching(Case.objects.all(), "case", NAMES[0])
    facts["changing history"] = [refused_change(Event), refused_change(Seal)]
    units = {name: Unit.objects.get(code=row[0]) for name, row in UNITS.items()}
    users = {name: User.objects.get(username=name) for name in PEOPLE}
    facts["new number"] = Road(Cast(units, users)).at("dispute", "handling").number
    call_command("migrate", verbosity=0)
    facts["verified after work and another migrate"] = verified(noted)
    sys.stdout.write(json.dumps(facts))


def verified(noted):
    said = io.StringIO()
    call_command("verify", against=noted, stdout=said)
    return said.getvalue()


def refused_change(model):
    try:
        model.objects.filter(pk=1).update(id=1)
    except DatabaseError as error:
        return str(error)
    return "changed"
