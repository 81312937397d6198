"""An index for the beginnings of words, where the one that keeps words apart does not serve:
PostgreSQL compares by language unless told to compare byte by byte.
"""

from django.db import migrations


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX search_word_by_beginning"
            " ON newsroom_searchword (word varchar_pattern_ops, article_id)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_word_by_beginning")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0002_what_a_newspaper_needs")]

    operations = [migrations.RunPython(add_index, drop_index)]
