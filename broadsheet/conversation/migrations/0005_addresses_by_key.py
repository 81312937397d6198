"""Addresses also by a key, some never written to; the wishes of two readers are two."""

from typing import Any

from django.db import migrations, models

from broadsheet.notices.addresses import address_key

BATCH = 500


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Give every subscription the key of its address, some hundreds at a time."""
    rows = apps.get_model("conversation", "Subscription").objects.order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:BATCH]):
        for row in found:
            row.address_key = address_key(row.email)
        rows.bulk_update(found, ["address_key"])
        last = found[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("conversation", "0004_count_anew"),
        ("newsroom", "0005_authors_sign_in"),
        ("readers", "0003_members"),
    ]

    operations = [
        migrations.CreateModel(
            name="Unwilling",
            fields=[
                ("address_key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint("silence", name="silence_once"),
        migrations.RemoveConstraint("subscription", name="subscription_once_a_comment"),
        migrations.RemoveField("silence", "email"),
        migrations.AddField(
            "silence",
            "address_key",
            models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            "subscription",
            "address_key",
            models.CharField(db_index=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "silence",
            models.UniqueConstraint(fields=["address_key", "comment"], name="silence_once"),
        ),
        migrations.AddConstraint(
            "subscription",
            models.UniqueConstraint(
                fields=["comment", "email", "reader"],
                condition=models.Q(comment__isnull=False, reader__isnull=False),
                name="subscription_once_a_comment",
            ),
        ),
        migrations.AddConstraint(
            "subscription",
            models.UniqueConstraint(
                fields=["comment", "email"],
                condition=models.Q(comment__isnull=False, reader=None),
                name="subscription_once_a_comment_unknown",
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True),
    ]
