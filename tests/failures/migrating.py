"""Every migration of ours, down and up again on the data of this database; run there, tells what happened as JSON."""

import json
import sys

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from junping.history.verify import Verification

# Filled anew after each migration, for the models that there are.
NOT_OURS = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
_SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """
        SELECT table_name, ordinal_position::text, concat(column_name, ' ', data_type, ' ', is_nullable)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass::text, 'constraint', pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
}


def walk():
    """The last migration first; each down with its data, up, and down again to let the one before have its turn."""
    told = []
    for app, name, before in reversed(ours()):
        schema, rows = shape(), counts()
        call_command("migrate", app, before, verbosity=0)
        lost = {table: [count, counts().get(table)] for table, count in rows.items() if counts().get(table) != count}
        call_command("migrate", app, name, verbosity=0)
        call_command("migrate", "admin", verbosity=0)  # it hangs on our users
        told.append({"name": f"{app}.{name}", "lost": lost, "came back": shape() == schema})
        call_command("migrate", app, before, verbosity=0)
    left = sorted(ours_there())
    call_command("migrate", verbosity=0)
    found = [str(problem) for problem in Verification().problems()]
    sys.stdout.write(json.dumps({"steps": told, "left": left, "problems": found}))


def look():
    """The shape of the tables, how many rows they have, and what is wrong with the histories."""
    found = [str(problem) for problem in Verification().problems()]
    sys.stdout.write(json.dumps([shape(), counts(), found]))


def ours():
    """App, name and what `migrate` calls the state before, in the order in which they are applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    found, last = [], {}
    for migration, _ in plan:
        label = migration.app_label
        if apps.get_app_config(label).name.split(".")[0] in {"junping", "cases", "safety"}:
            found.append((label, migration.name, last.get(label, "zero")))
            last[label] = migration.name
    return found


def ours_there():
    """The tables of ours that are there."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    theirs = {"auth_group", "auth_group_permissions", "django_admin_log", "django_session"}
    return set(connection.introspection.table_names()) & known - NOT_OURS - theirs


def shape():
    with connection.cursor() as cursor:
        cursor.execute(_SCHEMA[connection.vendor])
        return sorted(cursor.fetchall())


def counts():
    """Rows by table; how the search keeps its pairs on SQLite is its own affair."""
    tables = [name for name in connection.introspection.table_names() if not name.startswith("search_pairs")]
    with connection.cursor() as cursor:
        found = {}
        for name in set(tables) - NOT_OURS:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found
