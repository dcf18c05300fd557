from django.db import migrations, models

# Writes are three times cheaper through GIN's list of pending entries; its limit of 1 MiB (and not 4) keeps the
# writer who must empty it within a quarter of a second.
CREATE = {
    "postgresql": [
        "ALTER TABLE search_text ADD COLUMN pairs int[] NOT NULL",
        "CREATE INDEX search_text_pairs ON search_text USING gin (pairs) WITH (gin_pending_list_limit = 1024)",
    ],
    "sqlite": ["CREATE VIRTUAL TABLE search_pairs USING fts5(pairs, tokenize='ascii')"],
}
REMOVE = {
    "postgresql": ["ALTER TABLE search_text DROP COLUMN pairs"],
    "sqlite": ["DROP TABLE search_pairs"],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "search_text",
                "constraints": [
                    models.UniqueConstraint(fields=("record_type", "record_id"), name="search_text_record")
                ],
            },
        ),
        migrations.RunPython(create, remove),
    ]
