"""The form behind a button, made from what the table's entry asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from junping.backoffice import asking_when
from junping.backoffice.ask_fields import EMPTY_CHOICE, Asking, demand, shown
from junping.backoffice.entries import Moment, Pick
from junping.workflow import fields as ask
from junping.workflow.foresight import foresee, is_required
from junping.workflow.reading import is_empty
from junping.workflow.refusals import FieldProblem

MOST_ROWS = 20
Values = Mapping[str, Any]


class AskForm(forms.Form):
    """A field for each thing asked; lists of rows as forms of their own.

    `seen_anew`: the record changed meanwhile and the page shows it; sent again, the form counts as having seen that.
    It only turns what stands in its controls into plain values: whether they will do, the engine says (`put`).
    `beside`: forms that are sent along with it, but are not the engine's.
    """

    def __init__(self, asks: Iterable[ask.Field], asking: Asking, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen_anew = False
        self.asks: dict[str, ask.Field] = {}
        self.rows: dict[str, RowForms] = {}
        self.beside: list[forms.Form] = []
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
        parts: list[RowForms | forms.Form] = [*self.rows.values(), *self.beside]
        return all([super().is_valid(), *(part.is_valid() for part in parts)])

    def data_given(self) -> dict[str, Any]:
        """What was filled in, as the engine reads it; what was left empty is not there."""
        given = {name: self._plain(name) for name in self.fields}
        given |= {name: rows.given() for name, rows in self.rows.items()}
        return {name: value for name, value in given.items() if _is_given(self.asks.get(name), value)}

    def data_changed(self) -> dict[str, Any]:
        """What is another value than the form was filled with, emptied ones included: as PATCH takes it."""
        changed = {name: self._plain(name) for name in self.changed_data}
        return changed | {name: rows.given() for name, rows in self.rows.items() if rows.changed()}

    def _plain(self, name: str) -> Any:
        field: Any = self.fields[name]
        return field.plain(self.cleaned_data.get(name))

    @property
    def wants_more(self) -> bool:
        """Was a button pressed that only adds empty rows?"""
        return any(f"{name}-more" in self.data for name in self.rows)

    def put(self, problem: FieldProblem) -> None:
        """Show what the engine refused at the field that it names."""
        name, _, inner = problem.field.partition(".")
        if name in self.rows and self.rows[name].put(inner, problem):
            return
        put_at(self, name, problem)

    def add_moment(self, label: str, hint: str) -> None:
        """Ask also when it really happened."""
        self.fields["occurred_at"] = Moment(label=label, help_text=hint)

    def one_of(self, names: Iterable[str]) -> None:
        """One of these must be filled in: none of them says of itself that it need not."""
        for name in names:
            field: Any = self.fields[name]
            field.conditional = True

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(anchor, label, message) of everything that is wrong, in the form's order."""
        found = problems_of(self)
        for rows in self.rows.values():
            for number, row in enumerate(rows.forms, 1):
                found += problems_of(row, f"{rows.asked.label} {number} ")
        return [*found, *(problem for form in self.beside for problem in problems_of(form))]


class RowForms:
    """The rows of one list: those that are there, at least an empty one. A button adds another (without scripts)."""

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

    def put(self, path: str, problem: FieldProblem) -> bool:
        """Show a problem at `N.field`; N counts the rows that were given."""
        number, _, name = path.partition(".")
        rows = [row for row in self.forms if row.counts]
        if not number.isdigit() or int(number) >= len(rows):
            return False
        put_at(rows[int(number)], name, problem)
        return True


class RowForm(forms.Form):
    """One row. A row in which nothing was written is none; one that was there says with `gone` that it goes."""

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
        return any(not isinstance(self.fields[name], forms.ChoiceField) for name in self.changed_data)

    def given(self) -> dict[str, Any]:
        fields: Mapping[str, Any] = self.fields
        given = {name: fields[name].plain(self.cleaned_data.get(name)) for name in self.asks}
        emptied = {"address"} if self.row_id else set()
        given = {n: v for n, v in given.items() if _is_given(self.asks[n], v) or n in emptied & set(self.changed_data)}
        return given | ({"id": self.row_id} if self.row_id else {})


def put_at(form: forms.Form, name: str, problem: FieldProblem) -> None:
    """Show a problem at the form's field, in the field's own words; above the form where it has no such field."""
    field: Any = form.fields.get(name)
    form.add_error(name if field else None, field.said(problem) if field else problem.message)


def problems_of(form: forms.BaseForm, before: str = "") -> list[tuple[str, str, str]]:
    """(anchor, label, message) of a form's own errors; `before` says which of several forms it is."""
    found = [("", before.strip(), str(text)) for text in form.non_field_errors()]
    for field in form.visible_fields():
        found += [(str(field.auto_id), f"{before}{field.label}", str(text)) for text in field.errors]
    return found


def _row_count(sent: Any, name: str, there: int) -> int:
    if sent is None:
        return max(there, 1)
    asked = sent.get(f"{name}-count", "")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else there
    return min(count + (f"{name}-more" in sent), MOST_ROWS)


def _field(asked: ask.Field, asking: Asking, by_name: Mapping[str, ask.Field]) -> Any:
    made = shown(asked, asking)
    if is_required(asked, asking.record) and not isinstance(asked, ask.Flag):
        demand(made)
    hint = _when(asked, asking.record, by_name)
    made.help_text = f"{hint}{asked.hint}"
    made.conditional = bool(hint)
    return made


def _folded(made: Any) -> Any:
    """In a row a choice is a select, however few there are; where nothing must be chosen, the first is taken."""
    if isinstance(made, Pick) and isinstance(made.widget, forms.RadioSelect):
        options: list[Any] = list(made.widget.choices)
        made.widget = forms.Select()
        made.choices = [EMPTY_CHOICE, *options] if made.must else options
        made.initial = None if made.must else options[0][0]
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


def _is_given(asked: ask.Field | None, value: Any) -> bool:
    if isinstance(asked, (ask.Everybody, ask.OtherRecord)):
        return True
    return not is_empty(value)
