"""What the import contract cannot see: relations by string, and migrations' dependencies."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

FLOORS = (
    {"site"},
    {"importers"},
    {"conversation", "funding"},
    {"newsroom"},
    {"readers"},
    {"notices", "guard", "delivery"},
    {"jobs"},
)
HEIGHT = {label: -level for level, labels in enumerate(FLOORS) for label in labels}


def relations() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                target = field.related_model
                assert not isinstance(target, str)
                yield model._meta.app_label, target._meta.app_label, str(field)


def migrations() -> Iterator[tuple[str, str, str]]:
    for key, migration in MigrationLoader(None).disk_migrations.items():
        for dependency in migration.dependencies:
            yield key[0], dependency[0], f"{key[0]}.{key[1]}"


def may_know(above: str, below: str) -> bool:
    """Whether one floor may name another: itself, one further down, never a sibling."""
    return above == below or HEIGHT[above] > HEIGHT[below]


@pytest.mark.parametrize("source", [relations, migrations])
def test_every_relation_points_downwards(source: object) -> None:
    ours = [
        (above, below, where)
        for above, below, where in source()  # type: ignore[operator]
        if above in HEIGHT and below in HEIGHT
    ]

    upwards = [where for above, below, where in ours if not may_know(above, below)]

    assert ours
    assert not upwards


def test_every_app_of_the_house_has_a_floor() -> None:
    labels = {c.label for c in apps.get_app_configs() if c.name.startswith("broadsheet.")}

    assert labels == set(HEIGHT)
