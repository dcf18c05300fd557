"""Does the database have the tables that this code wants?"""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> frozenset[tuple[str, str]]:
    """(app, name) of the migrations on disk that the database has not seen. One query.

    Raises django.db.Error when the database cannot be reached; within two seconds.
    """
    return _on_disk() - set(MigrationRecorder(connection).applied_migrations())


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
