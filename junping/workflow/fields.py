"""What can an action ask for? Pure declarations: name, label, and what a value must be."""

from dataclasses import dataclass
from typing import ClassVar

from junping.workflow.conditions import Condition


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for. `required` may hang on the data or the record; `only_if` false: it is not asked at all."""

    name: str
    label: str
    required: bool | Condition = True
    only_if: Condition | None = None
    hint: str = ""

    type: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Text(Field):
    """One line."""

    at_most: int = 200


@dataclass(frozen=True, slots=True)
class LongText(Field):
    """Line breaks allowed."""

    at_most: int = 5000
    type: ClassVar[str] = "long_text"


@dataclass(frozen=True, slots=True)
class DoneOn(Field):
    """The date of something done: neither in the future nor before the day of receipt."""

    type: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True)
class SetFor(Field):
    """A date set for something: not before the day of the action."""

    type: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True)
class PastDate(Field):
    """A date that may lie long before the record, but not in the future."""

    type: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True)
class AnyDate(Field):
    type: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True)
class Moment(Field):
    """A time stamp with offset, not in the future; five minutes ahead count as now."""

    type: ClassVar[str] = "datetime"


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A whole number. `beyond`: the rule that one outside the limits breaks, as a sentence with its source."""

    at_least: int = 1
    at_most: int = 1_000_000
    beyond: str = ""
    type: ClassVar[str] = "integer"


@dataclass(frozen=True, slots=True)
class Decimal(Field):
    """A decimal number; `places` behind the point at most."""

    at_least: int = 0
    at_most: int = 1_000_000_000
    places: int = 2
    type: ClassVar[str] = "number"


@dataclass(frozen=True, slots=True)
class Funding(Field):
    """Money set aside: an amount in yuan, or words that say where it comes from. Kept as text."""

    at_most: int = 200
    type: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Choice(Field):
    """One of `options`, pairs of value and Chinese label."""

    options: tuple[tuple[str, str], ...] = ()
    type: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True)
class Choices(Field):
    options: tuple[tuple[str, str], ...] = ()
    type: ClassVar[str] = "choices"


@dataclass(frozen=True, slots=True)
class Flag(Field):
    """True or false. `must_be_true`: it is a confirmation, without which the action cannot be."""

    required: bool | Condition = False
    must_be_true: bool = False
    type: ClassVar[str] = "boolean"


@dataclass(frozen=True, slots=True)
class Person(Field):
    """A username in the actor's scope, of somebody active with one of `roles`."""

    roles: tuple[str, ...] = ()
    type: ClassVar[str] = "user"


@dataclass(frozen=True, slots=True)
class Everybody(Field):
    """A list of usernames, of whatever unit and role; the whole list, so that an empty one takes back."""

    type: ClassVar[str] = "users"


@dataclass(frozen=True, slots=True)
class UnitRef(Field):
    """The code of a unit in the actor's scope."""

    type: ClassVar[str] = "unit"


@dataclass(frozen=True, slots=True)
class UnitRefs(Field):
    type: ClassVar[str] = "units"


@dataclass(frozen=True, slots=True)
class Names(Field):
    """A list of people's names. With `two_if`, two at least where it holds."""

    two_if: Condition | None = None
    type: ClassVar[str] = "names"


@dataclass(frozen=True, slots=True)
class OtherRecord(Field):
    """The number of another record of the same table that the actor may see; empty takes it back."""

    type: ClassVar[str] = "number_of"


@dataclass(frozen=True, slots=True)
class RowOf(Field):
    """The id of a row of `model` (its registered name) in the actor's scope."""

    model: str = ""
    type: ClassVar[str] = "id"


@dataclass(frozen=True, slots=True)
class Rows(Field):
    """A list of small objects, each read by `fields` and called `one`."""

    one: str = ""
    fields: tuple[Field, ...] = ()
    at_most: int = 50
    type: ClassVar[str] = "rows"


@dataclass(frozen=True, slots=True)
class Upload(Field):
    """A file already examined at the door."""

    type: ClassVar[str] = "file"
