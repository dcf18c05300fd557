"""How are rows written whose columns are always the same? By statements that are worded once for each model."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from django.db.models import Field, Model

from junping.database.prepared import cursor, in_use

AnyField: TypeAlias = "Field[Any, Any]"


@lru_cache(None)
def _fields(model: type[Model], keyed: bool = False) -> list[AnyField]:
    """Every column; without the key, which the database gives, unless `keyed`."""
    return [field for field in model._meta.concrete_fields if keyed or not field.primary_key]


@lru_cache(256)
def _insert(model: type[Model], rows: int, keyed: bool, returning: bool) -> str:
    quote, fields = in_use().ops.quote_name, _fields(model, keyed)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    told = f" RETURNING {_key(model)}" if returning else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}{told}"


@lru_cache(256)
def _update(model: type[Model], columns: tuple[str, ...]) -> str:
    quote = in_use().ops.quote_name
    told = ", ".join(f"{quote(column)} = %s" for column in columns)
    return f"UPDATE {quote(model._meta.db_table)} SET {told} WHERE {_key(model)} = %s"


def _key(model: type[Model]) -> str:
    return str(in_use().ops.quote_name(str(model._meta.pk.column)))


def _values(row: Model, fields: Sequence[AnyField], *, add: bool) -> list[Any]:
    database = in_use()
    return [field.get_db_prep_save(field.pre_save(row, add), database) for field in fields]


def insert(row: Model) -> None:
    """Add a new row. It keeps the id that it has, or gets one. No signals are sent, here as below."""
    model, keyed = type(row), row.pk is not None
    with cursor() as asked:
        asked.execute(_insert(model, 1, keyed, not keyed), _values(row, _fields(model, keyed), add=True))
        if not keyed:
            row.pk = asked.fetchall()[0][0]
    row._state.adding, row._state.db = False, in_use().alias


def insert_all(rows: Sequence[Model]) -> None:
    """Add new rows of one model, which do not learn their ids: one statement, none for no rows."""
    if rows:
        model = type(rows[0])
        values = [value for row in rows for value in _values(row, _fields(model), add=True)]
        with cursor() as asked:
            asked.execute(_insert(model, len(rows), False, False), values)


def insert_unless_there(row: Model, *unique: str) -> bool:
    """Add a new row, unless one with the same values in the columns `unique` is there; whether it was added.

    Where another transaction is about to add such a row, this waits for its end.
    """
    model = type(row)
    columns = ", ".join(in_use().ops.quote_name(name) for name in unique)
    with cursor() as asked:
        values = _values(row, _fields(model), add=True)
        asked.execute(f"{_insert(model, 1, False, False)} ON CONFLICT ({columns}) DO NOTHING", values)
        return bool(asked.rowcount)


def update(*rows: Model, names: Collection[str] = ()) -> None:
    """Write the columns of these names (attributes; none: all) of rows that are there: one statement, none for no rows.

    Several rows are put in as if they were new, for then the database knows the type of each value.
    """
    if not rows:
        return
    model = type(rows[0])
    written = [field for field in _fields(model) if not names or field.attname in names]
    columns = tuple(str(field.column) for field in written)
    with cursor() as asked:
        if len(rows) == 1:
            asked.execute(_update(model, columns), [*_values(rows[0], written, add=False), rows[0].pk])
            return
        values = [value for row in rows for value in _values(row, _fields(model, keyed=True), add=False)]
        asked.execute(_insert(model, len(rows), True, False) + _instead(model, columns), values)


@lru_cache(256)
def _instead(model: type[Model], columns: tuple[str, ...]) -> str:
    quote = in_use().ops.quote_name
    told = ", ".join(f"{quote(column)} = excluded.{quote(column)}" for column in columns)
    return f" ON CONFLICT ({_key(model)}) DO UPDATE SET {told}"
