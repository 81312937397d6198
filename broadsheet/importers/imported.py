"""What was imported before: each thing's name at its source, and the row it became here."""

from collections.abc import Mapping, Sequence

from broadsheet.importers.models import ImportedRecord


def known_rows(*, source: str, kind: str) -> dict[str, int]:
    """The ids of all rows of one kind from one source, by their names there. One query."""
    records = ImportedRecord.objects.filter(source=source, kind=kind)
    return dict(records.values_list("foreign_key", "object_id"))


def known_among(names: Sequence[str], *, source: str, kind: str) -> dict[str, int]:
    """The ids of those rows that `names` stand for. One query for each thousand."""
    records = ImportedRecord.objects.filter(source=source, kind=kind)
    known: dict[str, int] = {}
    for start in range(0, len(names), 1000):
        some = records.filter(foreign_key__in=names[start : start + 1000])
        known.update(some.values_list("foreign_key", "object_id"))
    return known


def remember(rows: Mapping[str, int], *, source: str, kind: str) -> None:
    """Note what became of the things named; in the transaction that made the rows.

    :raises IntegrityError: when another run has imported one of them meanwhile.
    """
    ImportedRecord.objects.bulk_create(
        ImportedRecord(source=source, kind=kind, foreign_key=name, object_id=row_id)
        for name, row_id in rows.items()
    )


def remember_anew(name: str, row_id: int, *, source: str, kind: str) -> None:
    """Note what became of one thing, in the place of what was noted before."""
    ImportedRecord.objects.update_or_create(
        source=source, kind=kind, foreign_key=name, defaults={"object_id": row_id}
    )
