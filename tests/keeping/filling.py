"""Every table of the program with rows in it, brought there by the engine."""

import io
import secrets
import sys
from decimal import Decimal

from django.db import models
from django.db.models import Value

from cases.models import Case
from junping.api.models import IdempotencyKey
from junping.attachments import check, storage
from junping.backoffice.accounts import create_unit, create_user, issue_token
from junping.backoffice.models import SentForm
from junping.clocks.now import now, travel
from junping.history.seal import seal_days
from junping.org import signins
from junping.org.actor import system
from junping.workflow.files import Stored
from junping.workflow.models import Reading
from safety.campaigns import log_visit, start_campaign
from tests.cast import PEOPLE, UNITS, Cast, moment
from tests.road import ROADS, Road

SEALED, LATER = "2026-03-02 09:00", "2026-03-20 10:15"
# 𠮷 lies beyond U+FFFF, the second name has a character of the private use area.
NAMES = ("𠮷野", "\ue863桂英", "艾合买提·吐尔逊")
NUMBER, PHONE = "431224198807154414", "13874500001"


def people() -> Cast:
    """The cast of the tests, each with a history."""
    cast = Cast()
    for name, (code, told, level, parent) in UNITS.items():
        cast.units[name] = create_unit(system(), code, told, level, cast.units[parent] if parent else None)
    for name, (unit, roles, cleared) in PEOPLE.items():
        values = {"name": f"某{name}", "unit": cast.units[unit], "roles": [roles], "cleared": cleared}
        cast.users[name] = create_user(system(), name, None, values)  # hashing takes time
    return cast


def records(cast: Cast) -> None:
    """A record of every kind in every state that a road of the tests leads to."""
    road = Road(cast)
    for kind, states in ROADS.items():
        for state in states:
            road.at(kind, state)
    parties = [
        {"role": "applicant", "name": NAMES[0], "id_number": NUMBER, "phone": PHONE, "address": "板溪村 3 组"},
        {"role": "respondent", "name": NAMES[1], "id_type": "passport", "id_number": "E1234567"},
    ]
    point = {"longitude": Decimal("110.5"), "latitude": Decimal("27.123456")}
    matter = road.log("dispute", parties=parties, occurred_on="2025-12-31", people_count=3, **point)
    with_file(matter)
    road.at("petition", "handling").do("officer", "ask_extension")
    road.at("petition", "handling", recused=["officer2"])
    road.log("dispute", description="", place="")
    with_file(road.log("hazard", recused=["leader2"]))


def with_file(matter) -> None:
    """The matter with a file, as a door brings it."""
    content = io.BytesIO(secrets.token_hex(3000).encode())
    found = check.examine("现场记录.txt", content)
    with storage.kept(content, found) as key:
        stored = Stored(found.name, found.size, found.content_type, found.sha256, key)
        matter.act("village", "attach", {"file": stored, "purpose": "evidence", "caption": NAMES[2]})


def the_rest(cast: Cast) -> None:
    """A campaign with visits, a token, and the rows that have no history."""
    given = {"name": "敲门行动", "starts_on": "2026-03-01", "domains": ["fire"], "target": 300}
    campaign = start_campaign(cast.actor("center"), given)
    log_visit(cast.actor("village"), campaign, {"unit": cast.code("village"), "visited_on": "2026-03-02"})
    issue_token(system(), cast.users["village"], "村级平台", 30)
    center, at = cast.users["center"], now()
    IdempotencyKey.objects.create(
        user=center, key="k" * 8, fingerprint="0" * 64, answer={"b": 1, "a": None}, created_at=at
    )
    SentForm.objects.create(user=center, key="f" * 24, record_type="case", number="JP-2026-0001", sent_at=at)
    Reading.objects.create(at=at, username="center", name="某center", record_type="case", number="x", via="api")
    signins.begin("center", "2001:db8::7", at).admitted()
    signins.begin("nobody", None, at)


def fill() -> None:
    """Fill an empty place: two seals, whose lines it prints, and events after the last."""
    with travel(moment(SEALED)):
        cast = people()
        records(cast)
    seals = seal_days(moment("2039-12-31"))
    with travel(moment(LATER)):
        the_rest(cast)
    seals += seal_days(moment("2040-12-31"))
    with travel(moment("2026-03-21 08:00:00.000001")):
        with_file(Road(cast).log("dispute", title="封存之后"))
    # Not what the program writes, but what a database can hold: an empty column is one thing, a stored null another.
    odd = Case.objects.filter(status="voided").order_by("pk").first()
    Case.objects.filter(pk=odd.pk).update(extension_asked=Value(None, models.JSONField()))
    sys.stdout.write("".join(f"{seal}\n" for seal in seals))
