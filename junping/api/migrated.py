"""Does the database have the tables that this code wants?"""

from functools import cache

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of the migrations on disk that the database has not seen. One query.

    Raises django.db.Error when the database cannot be reached; on PostgreSQL within two seconds.
    """
    spare = _spare_connection()
    try:
        return _on_disk() - set(MigrationRecorder(spare or connection).applied_migrations())
    finally:
        if spare:
            spare.close()


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _spare_connection() -> BaseDatabaseWrapper | None:
    """A connection of its own on PostgreSQL: the pool would let the question wait for its whole time-out."""
    if connection.vendor != "postgresql":
        return None
    spare = connection.copy()
    options = {name: value for name, value in spare.settings_dict["OPTIONS"].items() if name != "pool"}
    spare.settings_dict = {**spare.settings_dict, "OPTIONS": {**options, "connect_timeout": 2}}
    return spare
