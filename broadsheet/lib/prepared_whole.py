"""Prepared queries whose objects come whole: with what they join, and what is annotated.

For the pages that every reader asks for: `python -m bench.render` measures what this is for.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from broadsheet.lib.prepared import Prepared, Row


class PreparedWhole(Prepared[Row]):
    """As `Prepared`, with `select_related` and annotations; a prefetch is left out."""

    def __init__(self, *arguments: Any, **examples: Any) -> None:
        super().__init__(*arguments, **examples)
        self._known = threading.local()  # what knows a connection belongs to its thread

    def all(self, **values: Any) -> list[Row]:
        """The objects as the queryset would make them."""
        rows: Sequence[Sequence[Any]] = self.rows(**values)
        if not rows:
            return []
        columns = self._columns()
        if columns.converters:
            rows = list(columns.compiler.apply_converters(rows, columns.converters))
        return [columns.instance(row) for row in rows]

    def _columns(self) -> "_Columns":
        connection = connections[DEFAULT_DB_ALIAS]
        columns: _Columns | None = getattr(self._known, "columns", None)
        if columns is None or columns.compiler.connection is not connection:
            query = self._build(**self._examples).query
            columns = _read_columns(query.get_compiler(connection=connection))
            self._known.columns = columns
        return columns


@dataclass(frozen=True)
class _Columns:
    """What stands in which column of a row."""

    compiler: SQLCompiler
    model: Any
    names: Sequence[str]
    own: slice
    related: Sequence[Any]
    annotations: Sequence[tuple[str, int]]
    converters: Any

    def instance(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        for name, column in self.annotations:
            setattr(made, name, row[column])
        return made


def _read_columns(compiler: SQLCompiler) -> _Columns:
    """Source: Django 5.2, ModelIterable in db/models/query.py, which does the same every time."""
    compiler.as_sql()
    select, info = compiler.select, compiler.klass_info
    assert select is not None
    assert info is not None
    fields = info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    return _Columns(
        compiler=compiler,
        model=info["model"],
        names=[column[0].target.attname for column in select[own]],
        own=own,
        related=get_related_populators(info, select, DEFAULT_DB_ALIAS),
        annotations=list((compiler.annotation_col_map or {}).items()),
        converters=compiler.get_converters([column[0] for column in select[: compiler.col_count]]),
    )
