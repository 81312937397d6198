"""Indexes that name what is asked: the most discussed stories, and what readers reported."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("conversation", "0009_never_closes"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="comment", name="comment_by_state"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["state", "-created_at", "-id", "article"], name="comment_by_state"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(condition=models.Q(("is_approved", False), ("report_count__gt", 0)), fields=["state", "-created_at", "-id"], name="comment_reported"),
        ),
    ]
