"""On PostgreSQL, rows say by which transaction they were added, and adding them is notified."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A column of the database's alone: Django's inserts leave it to its default.
FORWARDS = """
ALTER TABLE delivery_touched ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX touched_by_transaction ON delivery_touched (transaction);
CREATE FUNCTION delivery_touched_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('delivery_touched', '');
  RETURN NULL;
END $$;
CREATE TRIGGER touched_notify AFTER INSERT ON delivery_touched
  FOR EACH STATEMENT EXECUTE FUNCTION delivery_touched_notify();
"""

BACKWARDS = """
DROP TRIGGER touched_notify ON delivery_touched;
DROP FUNCTION delivery_touched_notify();
ALTER TABLE delivery_touched DROP COLUMN transaction;
"""


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FORWARDS, None)


def take_away(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(BACKWARDS, None)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [migrations.RunPython(add, take_away)]
