"""What does a form show for a thing that a table asks? One entry a kind of field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q

from junping.backoffice import entries
from junping.backoffice.org_forms import units_below
from junping.clocks.now import today
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow import fields as ask

FEW = 5
MANY = 200
EMPTY_CHOICE = ("", "请选择")
NO_CHOICE = ("", "不填")


@dataclass(slots=True)
class Asking:
    """Who is asked about which record, and what can be picked: `rows` names the choices of other tables' rows.

    `standing`: users who stand in the record already, and can be picked wherever they belong.
    """

    actor: Actor
    record: Any
    rows: Mapping[str, Callable[[Actor], list[tuple[str, str]]]] = field(default_factory=dict)
    standing: Iterable[User] = ()
    _units: list[tuple[str, str]] | None = None
    _people: list[tuple[str, str, str]] | None = None

    def units(self) -> list[tuple[str, str]]:
        """(code, indented name) of the units in the actor's scope; one query for the whole form."""
        if self._units is None:
            top = self.actor.unit
            found = units_below(top) if top else []
            self._units = [(u.code, "　" * (u.path.count("/") - u.top_depth) + u.name) for u in found]  # type: ignore[attr-defined]
        return self._units

    def people(self, roles: tuple[str, ...]) -> list[tuple[str, str]]:
        """(username, name and unit) of the active users with one of `roles` in scope; one query for the whole form."""
        if self._people is None:
            path = self.actor.unit.path if self.actor.unit else "-"
            found = User.objects.filter(is_active=True, unit__path__startswith=path).order_by("unit__code", "username")
            self._people = [
                (username, _with_unit(name, unit), held)
                for username, name, unit, held in found.values_list("username", "name", "unit__name", "roles")
            ]
        wanted = set(roles)
        return [(u, label) for u, label, held in self._people if not wanted or wanted & set(held.split(","))]

    def everybody(self) -> list[tuple[str, str]]:
        """Whoever could have to stay away, whatever their unit: the users of the units above and below."""
        path = self.actor.unit.path if self.actor.unit else "-"
        above = [int(pk) for pk in path.strip("/").split("/") if pk.isdigit()]
        found = User.objects.filter(Q(unit__path__startswith=path) | Q(unit_id__in=above), is_active=True)
        rows = found.order_by("unit__code", "username").values_list("username", "name", "unit__name")
        choices = {username: _with_unit(name, unit) for username, name, unit in rows}
        return [*({user.username: user.name for user in self.standing} | choices).items()]


def _with_unit(name: str, unit: str) -> str:
    """A person and their unit; a centre's account is named for its village already."""
    return name if name.startswith(unit) else f"{name}（{unit}）"


def _date(asked: ask.Field, asking: Asking) -> forms.Field:
    attrs = {"type": "date", "class": "jp-w-m"}
    if isinstance(asked, (ask.DoneOn, ask.PastDate)):
        attrs["max"] = today().isoformat()
    if isinstance(asked, ask.SetFor):
        attrs["min"] = today().isoformat()
    return entries.Day(widget=forms.DateInput(attrs=attrs))


def _choice(asked: Any, asking: Asking) -> forms.Field:
    if len(asked.options) <= FEW:
        return entries.Pick(choices=asked.options, widget=forms.RadioSelect)
    return entries.Pick(choices=[EMPTY_CHOICE, *asked.options])


def _pick(choices: list[tuple[str, str]]) -> forms.Field:
    return entries.Pick(choices=[NO_CHOICE, *choices])


def _several(choices: list[tuple[str, str]]) -> forms.Field:
    if len(choices) <= MANY:
        flat = [(value, label.strip()) for value, label in choices]
        return entries.Several(choices=flat, widget=forms.CheckboxSelectMultiple)
    return entries.Several(choices=choices, widget=forms.SelectMultiple(attrs={"size": 10}))


def _number(asked: Any, asking: Asking) -> forms.Field:
    limits = {"min": asked.at_least, "max": asked.at_most, "class": "jp-w-s"}
    return entries.Whole(widget=forms.NumberInput(attrs=limits))


def _decimal(asked: Any, asking: Asking) -> forms.Field:
    limits = {"min": asked.at_least, "max": asked.at_most, "step": "any", "class": "jp-w-m"}
    return entries.Amount(widget=forms.NumberInput(attrs=limits))


SHOWN: dict[type[ask.Field], Callable[[Any, Asking], forms.Field]] = {
    ask.Text: lambda asked, _: entries.Line(max_length=asked.at_most),
    ask.Funding: lambda asked, _: entries.Line(max_length=asked.at_most),
    ask.LongText: lambda asked, _: entries.Lines(max_length=asked.at_most),
    ask.DoneOn: _date,
    ask.SetFor: _date,
    ask.PastDate: _date,
    ask.AnyDate: _date,
    ask.Moment: lambda asked, _: entries.Moment(),
    ask.Number: _number,
    ask.Decimal: _decimal,
    ask.Choice: _choice,
    ask.Choices: lambda asked, _: _several(list(asked.options)),
    ask.Flag: lambda asked, _: entries.Tick(),
    ask.Person: lambda asked, asking: _pick(asking.people(asked.roles)),
    ask.Everybody: lambda asked, asking: _several(asking.everybody()),
    ask.UnitRef: lambda asked, asking: _pick(asking.units()),
    ask.UnitRefs: lambda asked, asking: _several(asking.units()),
    ask.Names: lambda asked, _: entries.NameList(),
    ask.OtherRecord: lambda asked, _: entries.Line(max_length=40),
    ask.RowOf: lambda asked, asking: entries.PickRow(choices=[NO_CHOICE, *asking.rows[asked.model](asking.actor)]),
    ask.Upload: lambda asked, _: entries.Upload(),
}


def shown(asked: ask.Field, asking: Asking) -> Any:
    """The form's field (an Entry) for a thing asked, with its label; never yet whether it must be filled in."""
    made = SHOWN[type(asked)](asked, asking)
    made.label, made.help_text = asked.label, asked.hint
    return made


def demand(made: Any) -> None:
    """It must be filled in: a list to choose from then starts with a request, not with nothing."""
    made.must = True
    if isinstance(made, entries.Pick) and isinstance(made.widget, forms.Select):
        chosen: Any = made.choices
        made.choices = [EMPTY_CHOICE, *((value, label) for value, label in chosen if value)]
