"""What does a form show for a thing asked, and what does the engine read from it? One entry a kind of field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q

from junping.backoffice.org_forms import units_below
from junping.backoffice.wording import Between, put_plainly
from junping.clocks.now import SHANGHAI, today
from junping.org.actor import Actor
from junping.org.models import User
from junping.workflow import fields as ask
from junping.workflow.texts import clean_text

FEW = 5
EMPTY_CHOICE = ("", "请选择")


@dataclass(slots=True)
class Asking:
    """Who is asked about which record, and what can be picked: `rows` names the choices of other tables' rows."""

    actor: Actor
    record: Any
    rows: Mapping[str, Callable[[Actor], list[tuple[str, str]]]] = field(default_factory=dict)
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
                (username, f"{name}（{unit}）", held)
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
        return [(username, f"{name}（{unit}）") for username, name, unit in rows]


class OneLine(forms.CharField):
    """Text without what cannot be seen; line breaks only where `lines`."""

    lines = False

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return clean_text(text, lines=self.lines) if text else text
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


class Lines(OneLine):
    lines = True
    widget = forms.Textarea(attrs={"rows": 3})


class NameList(OneLine):
    """Names, one a line or parted by 、 or commas."""

    lines = True
    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        for mark in "、，,;；\n":
            text = text.replace(mark, " ")
        return text.split()


class Moment(forms.DateTimeField):
    """A time on the town's clock, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "jp-w-l"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(SHANGHAI).replace(tzinfo=None) if isinstance(value, datetime) else value


def _date(asked: ask.Field, asking: Asking) -> forms.Field:
    attrs = {"type": "date", "class": "jp-w-m"}
    if isinstance(asked, (ask.DoneOn, ask.PastDate)):
        attrs["max"] = today().isoformat()
    if isinstance(asked, ask.SetFor):
        attrs["min"] = today().isoformat()
    return forms.DateField(widget=forms.DateInput(attrs=attrs, format="%Y-%m-%d"))


def _choice(asked: Any, asking: Asking) -> forms.Field:
    if len(asked.options) <= FEW:
        return forms.ChoiceField(choices=asked.options, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=[EMPTY_CHOICE, *asked.options])


def _pick(choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(choices=[("", "不填"), *choices])


def _several(choices: list[tuple[str, str]]) -> forms.Field:
    if len(choices) <= 40:
        flat = [(value, label.strip()) for value, label in choices]
        return forms.MultipleChoiceField(choices=flat, widget=forms.CheckboxSelectMultiple)
    return forms.MultipleChoiceField(choices=choices, widget=forms.SelectMultiple(attrs={"size": 10}))


def _number(asked: Any, asking: Asking) -> forms.Field:
    limits = {"min": asked.at_least, "max": asked.at_most, "class": "jp-w-s"}
    within = [Between(asked.at_least, asked.at_most)]
    return forms.IntegerField(validators=within, widget=forms.NumberInput(attrs=limits))


def _decimal(asked: Any, asking: Asking) -> forms.Field:
    limits = {"min": asked.at_least, "max": asked.at_most, "step": "any", "class": "jp-w-m"}
    within = [Between(asked.at_least, asked.at_most)]
    return forms.DecimalField(validators=within, widget=forms.NumberInput(attrs=limits))


SHOWN: dict[type[ask.Field], Callable[[Any, Asking], forms.Field]] = {
    ask.Text: lambda asked, _: OneLine(max_length=asked.at_most),
    ask.Funding: lambda asked, _: OneLine(max_length=asked.at_most),
    ask.LongText: lambda asked, _: Lines(max_length=asked.at_most),
    ask.DoneOn: _date,
    ask.SetFor: _date,
    ask.PastDate: _date,
    ask.AnyDate: _date,
    ask.Moment: lambda asked, _: Moment(),
    ask.Number: _number,
    ask.Decimal: _decimal,
    ask.Choice: _choice,
    ask.Choices: lambda asked, _: _several(list(asked.options)),
    ask.Flag: lambda asked, _: forms.BooleanField(),
    ask.Person: lambda asked, asking: _pick(asking.people(asked.roles)),
    ask.Everybody: lambda asked, asking: _several(asking.everybody()),
    ask.UnitRef: lambda asked, asking: _pick(asking.units()),
    ask.UnitRefs: lambda asked, asking: _several(asking.units()),
    ask.Names: lambda asked, _: NameList(),
    ask.OtherRecord: lambda asked, _: OneLine(max_length=40),
    ask.RowOf: lambda asked, asking: _pick(asking.rows[asked.model](asking.actor)),
    ask.Upload: lambda asked, _: forms.FileField(allow_empty_file=True),
}


def shown(asked: ask.Field, asking: Asking) -> forms.Field:
    """The form's field for a thing asked; its label, never yet whether it is required."""
    made = SHOWN[type(asked)](asked, asking)
    made.label, made.help_text = asked.label, asked.hint
    put_plainly(made)
    return made


def raw(asked: ask.Field, value: Any) -> Any:
    """A value of the form as the engine reads it: dates and times as ISO texts, rows by number."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(asked, ask.RowOf) and value:
        return int(value)
    return value
