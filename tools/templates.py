"""Compiles every template of ours, and those that they extend and include by name."""

import sys
from pathlib import Path

import django
from django.forms.renderers import get_default_renderer
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.base import Template
from django.template.loader_tags import ExtendsNode, IncludeNode

SOURCE = Path(__file__).parents[1] / "broadsheet"


def main() -> int:
    """Compile all and return 1 when one cannot be."""
    django.setup()
    pages = engines["django"].engine  # type: ignore[attr-defined]
    widgets = get_default_renderer().engine.engine  # type: ignore[attr-defined]
    names = template_names()
    broken = 0
    for name in names:
        try:
            for wanted in (name, *_named_in(pages.get_template(name))):
                engine = widgets if wanted.startswith("django/forms/") else pages
                engine.get_template(wanted)
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            broken += 1
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    for name in jinja_names():
        try:
            engines["jinja2"].get_template(name)
        except TemplateSyntaxError as error:
            broken += 1
            print(f"{name}: {error}", file=sys.stderr)
    print(f"{len(names) + len(jinja_names())} templates, {broken} broken.")
    return 1 if broken else 0


def template_names() -> list[str]:
    """The names of all of Django's templates, as they are asked for."""
    return _names_in("templates")


def jinja_names() -> list[str]:
    """Those of Jinja2's."""
    return _names_in("jinja2")


def _names_in(folder: str) -> list[str]:
    files = (path for path in SOURCE.rglob(f"{folder}/**/*") if path.is_file())
    return sorted(str(path).rpartition(f"/{folder}/")[2] for path in files)


def _named_in(template: Template) -> list[str]:
    """The templates that this one names; a name that is only known when it is used is not seen."""
    extends = [vars(n)["parent_name"] for n in template.nodelist.get_nodes_by_type(ExtendsNode)]
    includes = [vars(n)["template"] for n in template.nodelist.get_nodes_by_type(IncludeNode)]
    return [name.var for name in (*extends, *includes) if isinstance(name.var, str)]


if __name__ == "__main__":
    sys.exit(main())
