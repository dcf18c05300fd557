"""A migration and the note that it was applied are one transaction.

Django writes the note after the transaction of the migration (at once only where no SQL was put off to its end). A
process killed in between leaves tables that nobody knows of: every later `migrate` fails with "already exists", or,
on the way down, believes in tables that are gone. Both of our databases can roll back changes of tables, so the note
belongs inside.
"""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Applies and unapplies each migration whole or not at all, its note included."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        self._tell("apply_start", migration)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            for key in migration.replaces or [(migration.app_label, migration.name)]:
                self.recorder.record_applied(*key)
        self._tell("apply_success", migration)
        return state

    def unapply_migration(self, state: ProjectState, migration: Migration, fake: bool = False) -> ProjectState:
        if fake or not migration.atomic:
            return super().unapply_migration(state, migration, fake=fake)
        self._tell("unapply_start", migration)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.unapply(state, editor)
            for key in [*migration.replaces, (migration.app_label, migration.name)]:
                self.recorder.record_unapplied(*key)
        self._tell("unapply_success", migration)
        return state

    def _tell(self, what: str, migration: Any) -> None:
        if self.progress_callback:
            self.progress_callback(what, migration, False)
