import uuid

import broadsheet.funding.models.campaigns

from django.db import migrations, models

from broadsheet.funding.ledger import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0003_earlier_gifts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='campaign',
            name='slug',
            field=models.SlugField(max_length=60, unique=True, validators=[broadsheet.funding.models.campaigns.require_free_slug]),
        ),
        migrations.AlterField(
            model_name='gift',
            name='token',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(('counted_minor__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='settled_gift_is_counted'),
        ),
        # Last: SQLite makes a changed table anew, and its triggers are gone with the old one.
        migrations.RunPython(install, remove),
    ]
