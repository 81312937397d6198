from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0005_who_may_see_donors'),
    ]

    operations = [
        migrations.AddField(
            model_name='gift',
            name='receipted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('receipted_at', None), ('state', 'settled')), fields=['settled_at', 'id'], name='gift_without_receipt'),
        ),
    ]
