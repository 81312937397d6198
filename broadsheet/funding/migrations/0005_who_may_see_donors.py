"""The two rights of the funding. No table is touched: the ledger keeps its triggers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_the_ledgers_guards")]

    operations = [
        migrations.AlterModelOptions(
            name="gift",
            options={
                "permissions": [
                    ("see_donors", "Can see donors and their gifts, one by one"),
                    (
                        "manage_funding",
                        "Can refund and enter gifts, place lines, export, change rules",
                    ),
                ]
            },
        )
    ]
