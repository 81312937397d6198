import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversation', '0008_muted_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='discussion',
            name='closes_after_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days after publication; empty for never.', null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(3650)], verbose_name='closes after days'),
        ),
    ]
