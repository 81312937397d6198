"""Prepared queries whose objects come whole: with what they join, and what is annotated.

For the pages that every reader asks for: `python -m bench.render` measures what this is for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from broadsheet.lib.prepared import Prepared, Row


class PreparedWhole(Prepared[Row]):
    """As `Prepared`, with `select_related` and annotations; a prefetch is left out."""

    _layout: "_Layout | None" = None

    def all(self, **values: Any) -> list[Row]:
        """The objects as the queryset would make them."""
        layout = self._layout
        if layout is None:
            query = self._build(**self._examples).query
            layout = _layout_of(query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]))
            self._layout = layout
        return [layout.instance(row) for row in self.rows(**values)]


@dataclass(frozen=True)
class _Layout:
    """What stands in which column of a row."""

    model: Any
    names: Sequence[str]
    own: slice
    related: Sequence[Any]
    annotations: Sequence[tuple[str, int]]

    def instance(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        for name, column in self.annotations:
            setattr(made, name, row[column])
        return made


def _layout_of(compiler: SQLCompiler) -> _Layout:
    """Source: Django 5.2, ModelIterable in db/models/query.py, which does so for every query."""
    compiler.as_sql()
    select: Any = compiler.select
    info: Any = compiler.klass_info
    fields = info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    return _Layout(
        model=info["model"],
        names=[column[0].target.attname for column in select[own]],
        own=own,
        # The stubs are of a later Django.
        related=get_related_populators(info, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]
        annotations=list((compiler.annotation_col_map or {}).items()),
    )
