from django.db import migrations, models

from junping.search import postgresql, sqlite

_BY_VENDOR = {"postgresql": postgresql, "sqlite": sqlite}


def create(apps, schema_editor):
    for statement in _BY_VENDOR[schema_editor.connection.vendor].CREATE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    schema_editor.execute(_BY_VENDOR[schema_editor.connection.vendor].REMOVE)


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
            options={"db_table": "search_text"},
        ),
        migrations.AddConstraint(
            model_name="searchtext",
            constraint=models.UniqueConstraint(fields=("record_type", "record_id"), name="search_text_record"),
        ),
        migrations.RunPython(create, remove),
    ]
