"""Statements that Django composes once, for what happens with every comment.

Composing a query takes Django 0.3 to 2.8 ms, running it takes SQLite 0.02: beyond 100 comments a
second a server would do little else. `python -m bench.comments` measures what this is for; the
rest of the house uses querysets as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """A query whose SQL is kept: `examples` are values by which its parameters are known again.

    Each example must be of the type of what is given later, and equal to no other parameter.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row, Any]], **examples: Any) -> None:
        self._build = build
        self._examples = examples
        self._composed: dict[str, _Composed] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, as `values_list` gives them."""
        composed = self._compose()
        given = {_Named(name): _adapted(value) for name, value in values.items()}
        parameters = [given.get(p, p) if isinstance(p, _Named) else p for p in composed.parameters]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, parameters)
            return [composed.converted(row) for row in cursor.fetchall()]

    def all(self, **values: Any) -> list[Row]:
        """The rows as objects of their model; what the query leaves out is read when asked for."""
        names = self._compose().field_names
        rows = self.rows(**values)
        return [self._model.from_db(connection.alias, names, row) for row in rows]

    def first(self, **values: Any) -> Row | None:
        """The first row as an object of its model, if there is any."""
        return next(iter(self.all(**values)), None)

    def _compose(self) -> "_Composed":
        vendor = connection.vendor
        if vendor not in self._composed:
            queryset = self._build(**self._examples)
            self._model = queryset.model
            names = {_adapted(value): _Named(name) for name, value in self._examples.items()}
            self._composed[vendor] = _composed(queryset, names)
        return self._composed[vendor]


@dataclass(frozen=True)
class _Composed:
    """A statement for one database: what it reads, and how its columns are converted."""

    sql: str
    parameters: Sequence[Any]
    field_names: Sequence[str]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        columns = list(row)
        for at, (converters, expression) in self.converters.items():
            for convert in converters:
                columns[at] = convert(columns[at], expression, connection)
        return tuple(columns)


def _composed(queryset: models.QuerySet[Any, Any], names: Mapping[Any, "_Named"]) -> _Composed:
    """:raises ValueError: when an example is not among the parameters."""
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    named = [names.get(parameter, parameter) for parameter in parameters]
    if not set(names.values()) <= set(named):
        raise ValueError(f"An example is not found again among {parameters}.")
    columns = [column for column, _, _ in compiler.select]
    fields = (compiler.klass_info or {}).get("select_fields", [])
    attributes = [columns[at].target.attname for at in fields]
    return _Composed(sql, named, attributes, compiler.get_converters(columns))


class _Named(str):
    """The name of a parameter, which is not yet given."""

    __slots__ = ()


def insert(row: models.Model, *, ignore_conflicts: bool = False) -> bool:
    """Insert a new row as it stands, without signals; returns whether it is new.

    A key that the database gives is filled in, but not together with `ignore_conflicts`.
    """
    fields, sql = _insert_statement(type(row), connection.vendor, ignore_conflicts)
    with connection.cursor() as cursor:
        cursor.execute(sql, _stored(row, fields))
        if "RETURNING" in sql:
            row.pk = cursor.fetchone()[0]
        row._state.adding = False
        return bool(cursor.rowcount)


def insert_all(rows: Sequence[models.Model], *, replacing: str = "") -> None:
    """Insert new rows of one model in one statement; the keys that they get stay unknown.

    Where a row of the same key is there already, the column of the field `replacing` is written
    over; without one it is an error.
    """
    if not rows:
        return
    fields, sql = _insert_statement(type(rows[0]), connection.vendor, True)
    one = f"({', '.join(['%s'] * len(fields))})"
    statement = sql.replace(one, ", ".join([one] * len(rows))).removesuffix(_IGNORING)
    if replacing:
        statement += _over(type(rows[0]), replacing)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in _stored(row, fields)])


_IGNORING = " ON CONFLICT DO NOTHING"


def _over(model: type[models.Model], name: str) -> str:
    quote: Callable[[Any], str] = connection.ops.quote_name
    key: Any = model._meta.pk
    field: Any = model._meta.get_field(name)
    column = quote(field.column)
    return f" ON CONFLICT ({quote(key.column)}) DO UPDATE SET {column} = excluded.{column}"


def _stored(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    return [f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields]


@lru_cache(maxsize=64)
def _insert_statement(
    model: type[models.Model], vendor: str, ignore_conflicts: bool
) -> tuple[Sequence[Any], str]:
    quote: Callable[[Any], str] = connection.ops.quote_name
    key: Any = model._meta.auto_field
    fields = [field for field in model._meta.concrete_fields if field is not key]
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Names of our own tables and columns alone; what is written goes as parameters.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    if ignore_conflicts:
        return fields, sql + _IGNORING
    return fields, f"{sql} RETURNING {quote(key.column)}" if key else sql


def add_to(model: type[models.Model], *, pk: Any, **amounts: int) -> bool:
    """Count columns of one row up or down, in the database; returns whether there is the row."""
    return _update(model, "{column} = {column} + %s", pk=pk, values=amounts)


def write_to(model: type[models.Model], *, pk: Any, **values: Any) -> bool:
    """Set columns of one row, without signals; returns whether there is the row."""
    return _update(model, "{column} = %s", pk=pk, values=values)


def _update(model: type[models.Model], change: str, *, pk: Any, values: Mapping[str, Any]) -> bool:
    quote: Callable[[Any], str] = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in values]
    changes = ", ".join(change.format(column=quote(field.column)) for field in fields)
    key: Any = model._meta.pk
    table = quote(model._meta.db_table)
    sql = f"UPDATE {table} SET {changes} WHERE {quote(key.column)} = %s"  # noqa: S608 - as above
    given = [
        f.get_db_prep_save(v, connection) for f, v in zip(fields, values.values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, key.get_db_prep_value(pk, connection)])
        return bool(cursor.rowcount)


def _adapted(value: Any) -> Any:
    """A value as this database takes it, as Django's fields would have done."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
