"""What staff ask of a list of records: mine, overdue, this week; unit, kind, category, status."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from junping.backoffice.acting import actor_of
from junping.backoffice.filters import Pick
from junping.backoffice.org_forms import units_below
from junping.clocks.now import today
from junping.clocks.reading import light_q
from junping.history.models import Event
from junping.org.actor import Actor
from junping.org.roles import Role

RUNNING, MINE, WEEK, ALL = "", "mine", "week", "all"
CHIPS = (
    (RUNNING, "在办", ""),
    ("red", "超期", "red"),
    ("yellow", "将到期", "yellow"),
    ("today", "今天届满", ""),
    (WEEK, "本周届满", ""),
    (MINE, "我的", ""),
    ("new", "新收到", ""),
    ("more", "等补充", ""),
    ("unassigned", "没有承办人", ""),
    ("supervised", "督办未回复", ""),
    ("asked", "等批准延期", ""),
    ("grey", "无在办时限", "grey"),
    (ALL, "全部", ""),
)
BY_RECEIPT = {"grey", ALL}
# What answers "要求补充".
ANSWERS = ("correct", "note", "attach")


def ends(domain: Any) -> set[str]:
    """The states that end a record of some kind."""
    return {state for table in domain.tables.values() for state in table.ends}


def open_q(domain: Any) -> Q:
    """Records that are not at an end."""
    return Q(
        status__in=[state for table in domain.tables.values() for state, _ in table.states if state not in ends(domain)]
    )


def more_q(domain: Any) -> Q:
    """Whoever logged it was asked for more (要求补充), and nothing has come since."""
    subject = Concat(Value(f"{domain.record_type}:"), OuterRef("number"))
    since = Event.objects.filter(subject=OuterRef("subject"), seq__gt=OuterRef("seq"), action__in=ANSWERS)
    asked = Event.objects.filter(~Exists(since), subject=subject, action="ask_reporter")
    return Q(Exists(asked), status="registered")


def mine_q(domain: Any, actor: Actor) -> Q:
    """What waits for this person: as officer, as lead, as one of the unit that handles it or is asked for more."""
    unit_id = actor.unit.pk if actor.unit else None
    handling = f"{domain.model.HANDLING_UNIT}_id"
    found = Q(officer_id=actor.id) | Q(lead_id=actor.id) | Q(**{handling: unit_id, "officer": None})
    if actor.has(Role.VILLAGE, Role.CENTER):
        found |= Q(logged_unit_id=unit_id) & more_q(domain)
    return found


def view_q(view: str, domain: Any, actor: Actor) -> Q:
    """The condition behind a chip; an unknown one is that of the first."""
    if view == MINE:
        return open_q(domain) & mine_q(domain, actor)
    if view == "grey":
        return open_q(domain) & Q(due_on=None)
    return Q() if view == ALL else running_q(view, domain)


def running_q(view: str, domain: Any) -> Q:
    """The chips about records with a running clock."""
    day = today()
    handling = f"{domain.model.HANDLING_UNIT}__isnull"
    clocks = domain.clock_model.objects.filter(rule="supervision", state="running", record=OuterRef("pk"))
    conditions = {
        "today": Q(due_on=day),
        WEEK: Q(due_on__gte=day, due_on__lte=day + timedelta(days=6 - day.weekday())),
        "new": Q(status="registered"),
        "more": more_q(domain),
        "unassigned": ~Q(status="registered") & Q(officer=None, **{handling: True}),
        "supervised": Q(Exists(clocks)),
        "asked": Q(extension_asked__isnull=False),
    }
    narrower = light_q(view, day) if view in {"red", "yellow"} else conditions.get(view, Q())
    return Q(due_on__isnull=False) & narrower


class View(Pick):
    """The chips. Whoever looks for something by text or state wants it found in all records."""

    title, parameter_name = "看什么", "view"
    is_chips = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.domain = model_admin.domain
        return [(value, label) for value, label, _ in CHIPS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(view_q(view_of(request), self.domain, actor_of(request)))


def view_of(request: HttpRequest) -> str:
    """Which chip is on? Without one, a search or a state looks into everything."""
    given = request.GET.get("view")
    if given is not None and given in {value for value, _, _ in CHIPS}:
        return given
    return ALL if request.GET.get("q") or request.GET.get("status") else RUNNING


class ByUnit(Pick):
    """A unit with its subtree."""

    title, parameter_name, any_label = "单位", "unit", "所有单位"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        top = actor_of(request).unit
        self.units = list(units_below(top)) if top else []
        return [(u.code, "　" * (u.path.count("/") - u.top_depth) + u.name) for u in self.units]  # type: ignore[attr-defined]

    def narrow(self, request: HttpRequest, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        path = next(unit.path for unit in self.units if unit.code == value)
        return queryset.filter(unit_id__in=[unit.pk for unit in self.units if unit.path.startswith(path)])


class ByStatus(Pick):
    title, parameter_name, any_label = "状态", "status", "所有状态"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.vocabulary.statuses.items())


def by_choice(name: str, title: str, any_label: str) -> type[Pick]:
    """A filter on a column with fixed values."""

    class ByChoice(Pick):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return list(model_admin.vocabulary.options[name].items())

    ByChoice.title, ByChoice.any_label = title, any_label
    return ByChoice
