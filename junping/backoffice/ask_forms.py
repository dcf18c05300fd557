"""The form behind a button, made from what the table's entry asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from junping.backoffice import asking_when
from junping.backoffice.ask_fields import EMPTY_CHOICE, Asking, Moment, raw, shown
from junping.workflow import fields as ask
from junping.workflow.foresight import foresee, is_required
from junping.workflow.refusals import FieldProblem

SPARE_ROWS = 1
MORE_ROWS = 2
MOST_ROWS = 20
Values = Mapping[str, Any]


class AskForm(forms.Form):
    """A field for each thing asked; lists of rows as forms of their own.

    `seen_anew`: the record changed meanwhile and the page shows it; sent again, the form counts as having seen that.
    Whether something is required that hangs on another field is put in words; the engine has the last one.
    """

    def __init__(self, asks: Iterable[ask.Field], asking: Asking, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen_anew = False
        self.asks: dict[str, ask.Field] = {}
        self.rows: dict[str, RowForms] = {}
        by_name = {asked.name: asked for asked in asks}
        for name, asked in by_name.items():
            if _applies(asked, asking.record) is False or _unpickable(asked, asking):
                continue
            self.asks[name] = asked
            if isinstance(asked, ask.Rows):
                self.rows[name] = RowForms(asked, asking, self)
            else:
                self.fields[name] = _field(asked, asking, by_name)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def data_given(self) -> dict[str, Any]:
        """What was filled in, as the engine reads it; what was left empty is not there."""
        given = {name: raw(asked, self.cleaned_data.get(name)) for name, asked in self.asks.items()}
        given |= {name: rows.given() for name, rows in self.rows.items()}
        return {name: value for name, value in given.items() if _is_given(self.asks[name], value)}

    def data_changed(self) -> dict[str, Any]:
        """What is another value than the form was filled with, emptied ones included: as PATCH takes it."""
        changed = {n: raw(self.asks[n], self.cleaned_data.get(n)) for n in self.changed_data if n in self.asks}
        return changed | {name: rows.given() for name, rows in self.rows.items() if rows.changed()}

    @property
    def wants_more(self) -> bool:
        """Was a button pressed that only adds empty rows?"""
        return any(f"{name}-more" in self.data for name in self.rows)

    def put(self, problem: FieldProblem) -> None:
        """Show what the engine refused at the field that it names."""
        name, _, inner = problem.field.partition(".")
        if name in self.rows and self.rows[name].put(inner, problem.message):
            return
        self.add_error(name if name in self.fields else None, problem.message)

    def add_moment(self, label: str, hint: str) -> None:
        """Ask also when it really happened."""
        self.fields["occurred_at"] = Moment(label=label, help_text=hint, required=False)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(anchor, label, message) of everything that is wrong, in the form's order."""
        found = problems_of(self)
        for rows in self.rows.values():
            for number, row in enumerate(rows.forms, 1):
                found += problems_of(row, f"{rows.asked.label} {number} ")
        return found


class RowForms:
    """The rows of one list: those that are there, and a few empty ones. Without scripts: a button adds more."""

    def __init__(self, asked: ask.Rows, asking: Asking, form: forms.Form) -> None:
        self.asked = asked
        sent = form.data if form.is_bound else None
        there: Sequence[Values] = form.initial.get(asked.name) or ()
        self.forms = [
            RowForm(asked, asking, sent, prefix=f"{asked.name}-{n}", initial=there[n] if n < len(there) else {})
            for n in range(_row_count(sent, asked.name, len(there)))
        ]

    @property
    def count_name(self) -> str:
        return f"{self.asked.name}-count"

    @property
    def may_add(self) -> bool:
        return len(self.forms) < min(MOST_ROWS, self.asked.at_most)

    def is_valid(self) -> bool:
        return all([row.is_valid() for row in self.forms])

    def given(self) -> list[dict[str, Any]]:
        return [row.given() for row in self.forms if row.counts]

    def changed(self) -> bool:
        return any(row.has_changed() for row in self.forms)

    def put(self, path: str, message: str) -> bool:
        """Show a problem at `N.field`; N counts the rows that were given."""
        number, _, name = path.partition(".")
        rows = [row for row in self.forms if row.counts]
        if not number.isdigit() or int(number) >= len(rows):
            return False
        row = rows[int(number)]
        row.add_error(name if name in row.fields else None, message)
        return True


class RowForm(forms.Form):
    """One row. A row with nothing in it is none; one that was there says with `gone` that it goes."""

    def __init__(self, asked: ask.Rows, asking: Asking, sent: Any, *, prefix: str, initial: Values) -> None:
        super().__init__(sent, prefix=prefix, initial=dict(initial), empty_permitted=True, use_required_attribute=False)
        self.asks = {inner.name: inner for inner in asked.fields}
        for name, inner in self.asks.items():
            self.fields[name] = _folded(_field(inner, asking, self.asks))
        self.row_id = initial.get("id")
        for name, mask in initial.get("kept", {}).items():
            self.fields[name].help_text = f"现为 {mask}，不改就空着。" if mask else ""
        if self.row_id:
            self.fields["gone"] = forms.BooleanField(label="去掉这一位", required=False)

    @property
    def counts(self) -> bool:
        if self.row_id:
            return not self.cleaned_data.get("gone")
        return self.has_changed() and bool(self.cleaned_data)

    def given(self) -> dict[str, Any]:
        given = {name: raw(inner, self.cleaned_data.get(name)) for name, inner in self.asks.items()}
        emptied = {"address"} if self.row_id else set()
        given = {n: v for n, v in given.items() if _is_given(self.asks[n], v) or n in emptied & set(self.changed_data)}
        return given | ({"id": self.row_id} if self.row_id else {})


def problems_of(form: forms.BaseForm, before: str = "") -> list[tuple[str, str, str]]:
    """(anchor, label, message) of a form's own errors; `before` says which of several forms it is."""
    found = [("", before.strip(), str(text)) for text in form.non_field_errors()]
    for field in form.visible_fields():
        found += [(str(field.auto_id), f"{before}{field.label}", str(text)) for text in field.errors]
    return found


def _row_count(sent: Any, name: str, there: int) -> int:
    if sent is None:
        return there + SPARE_ROWS
    asked = sent.get(f"{name}-count", "")
    more = MORE_ROWS if f"{name}-more" in sent else 0
    return min((int(asked) if asked.isdigit() and len(asked) < 4 else there) + more, MOST_ROWS)


def _field(asked: ask.Field, asking: Asking, by_name: Mapping[str, ask.Field]) -> forms.Field:
    made = shown(asked, asking)
    made.required = is_required(asked, asking.record) and not isinstance(asked, ask.Flag)
    if made.required and isinstance(made.widget, forms.Select) and isinstance(made, forms.ChoiceField):
        made.choices = [EMPTY_CHOICE, *((value, label) for value, label in made.widget.choices if value)]
    hint = _when(asked, asking.record, by_name)
    made.help_text = f"{hint}{asked.hint}"
    made.conditional = bool(hint)  # type: ignore[attr-defined]
    return made


def _folded(made: forms.Field) -> forms.Field:
    """In a row a choice is a select, however few there are; where nothing must be chosen, the first is taken."""
    if isinstance(made, forms.ChoiceField) and isinstance(made.widget, forms.RadioSelect):
        options: list[Any] = list(made.widget.choices)
        made.choices = [EMPTY_CHOICE, *options] if made.required else options
        made.initial = None if made.required else options[0][0]
        made.widget = forms.Select(choices=made.choices)
    return made


def _applies(asked: ask.Field, record: Any) -> bool | None:
    """Is it asked of this record? None: it hangs on what is given."""
    return True if asked.only_if is None else foresee(asked.only_if, record)


def _when(asked: ask.Field, record: Any, by_name: Mapping[str, ask.Field]) -> str:
    """In words: when is it asked at all, else when is it required?"""
    if asked.only_if is not None and _applies(asked, record) is None:
        verb = "才填" if asked.required is False else "要填"
        return f"{asking_when.words(asked.only_if, record, by_name)}的{verb}。"
    if not isinstance(asked.required, bool) and foresee(asked.required, record) is None:
        return f"{asking_when.words(asked.required, record, by_name)}的要填。"
    return ""


def _unpickable(asked: ask.Field, asking: Asking) -> bool:
    return isinstance(asked, ask.RowOf) and asked.model not in asking.rows


def _is_given(asked: ask.Field, value: Any) -> bool:
    if isinstance(asked, (ask.Everybody, ask.OtherRecord)):
        return True
    return value not in (None, "", [], False)
