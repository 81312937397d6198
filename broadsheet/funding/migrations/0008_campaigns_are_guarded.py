from django.db import migrations

from broadsheet.funding.ledger import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0007_the_ledgers_row_is_guarded'),
    ]

    operations = [
        migrations.RunPython(install, nothing),
    ]
