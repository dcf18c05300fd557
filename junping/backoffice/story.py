"""The history of one subject, newest first, ready to print."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model

from junping.backoffice import faces
from junping.clocks.calendar import work_calendar
from junping.clocks.models import CalendarYear, TownStandard
from junping.clocks.now import today
from junping.clocks.rules import UNIT_LABELS
from junping.history.models import Event
from junping.history.reading import as_row
from junping.org.models import ApiToken, Unit, User
from junping.org.roles import Level, Role

SUBJECTS: Mapping[str, type[Model]] = {
    "user": User,
    "unit": Unit,
    "token": ApiToken,
    "calendar": CalendarYear,
    "standard": TownStandard,
}
MORE_LABELS = {"above": "上级更名或移动", "user": "账号"}
MOST = 200


def _nothing(name: str, value: Any) -> bool:
    return False


def tell(
    events: Iterable[Event], words: faces.Words, hidden: Callable[[str, Any], bool] = _nothing
) -> list[faces.EventFace]:
    """The events as a time line prints them; `hidden(field, value)` leaves out what is said elsewhere."""
    calendar, day = work_calendar(), today()
    faced = []
    for event in events:
        row = as_row(event)
        row["data"] = {name: value for name, value in row["data"].items() if not hidden(name, value)}
        faced.append(faces.event(row, day, calendar, words))
    return faced


def of_subject(subject: str, words: faces.Words) -> list[faces.EventFace]:
    """The last events of a subject; two queries."""
    return tell(Event.objects.filter(subject=subject).order_by("-seq")[:MOST], words)


def labels_of(subject: str) -> Mapping[str, str]:
    """What the fields of a subject are called: `name` is another word for a person than for a unit."""
    model = SUBJECTS.get(subject.partition(":")[0])
    fields = model._meta.fields if model else ()
    return {field.name: str(field.verbose_name) for field in fields} | MORE_LABELS


def org_words(subject: str, unit_names: Mapping[str, str]) -> faces.Words:
    """Labels and values of what is told about an account, a unit, a token, a year, a standard."""
    labels = labels_of(subject)

    def words(action: str, name: str, value: Any) -> tuple[str, str]:
        return labels.get(name, name), _value(name, value, unit_names)

    return words


def _value(name: str, value: Any, unit_names: Mapping[str, str]) -> str:
    if name == "roles":
        held = set(str(value).split(","))
        return "、".join(label for role, label in Role.choices if role in held) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in {"unit", "parent"}:
        return unit_names.get(str(value)) or UNIT_LABELS.get(str(value)) or str(value or "无")
    if name == "level":
        return dict(Level.choices).get(value, str(value))
    return "无" if value in (None, "") else str(value)
