"""The database itself refuses to change or delete evidence, on PostgreSQL and SQLite.

A migration that rebuilds one of these tables on SQLite loses its triggers and must install them again; `verify`
reports missing ones.
"""

from collections.abc import Iterable
from typing import Any

TABLES = ("history_event", "history_seal")

_REFUSAL = "history is append-only"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_REFUSAL}: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# REPLACE deletes the row in its way without a DELETE trigger, hence the one on INSERT.
_SAME_ROW = {
    "history_event": "id = NEW.id OR (subject = NEW.subject AND seq = NEW.seq)",
    "history_seal": "id = NEW.id OR number = NEW.number OR day = NEW.day",
}


def install(connection: Any, tables: Iterable[str] = TABLES) -> None:
    """Put the triggers on the tables; those already there are put anew."""
    remove(connection, tables)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in tables:
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def remove(connection: Any, tables: Iterable[str] = TABLES) -> None:
    """Take the triggers off: for a test's flush and for turning the migration back, nothing else."""
    with connection.cursor() as cursor:
        for table in tables:
            for name in names(connection.vendor, table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def names(vendor: str, table: str) -> list[str]:
    """Return what the triggers of a table are called."""
    if vendor == "postgresql":
        return [f"{table}_kept"]
    return [f"{table}_no_{act}" for act in ("update", "delete", "replace")]


def missing(connection: Any) -> list[str]:
    """Return the names of the triggers that are not there, or are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return [name for table in TABLES for name in names(connection.vendor, table) if name not in there]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()"
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    same = f"EXISTS (SELECT 1 FROM {table} WHERE {_SAME_ROW[table]})"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {same} {refuse}",
    ]
