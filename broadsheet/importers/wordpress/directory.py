"""The topics and authors that imported stories need: found here, or made when first needed."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Count, Model
from django.utils.text import slugify

from broadsheet.importers.imported import known_rows, remember_anew
from broadsheet.importers.wordpress.plain import plain_name
from broadsheet.importers.wordpress.records import Item, Term
from broadsheet.newsroom.models import Author, Topic

# How many topics a row of links on every page can hold.
_NAVIGATION_LENGTH = 7

_CATCH_ALL = "uncategorized"
_GENERAL = Term("category", "news", "News")

Row = TypeVar("Row", bound=Model)


class Directory:
    """Topics and authors for the stories of one source; each is looked up once."""

    def __init__(self, *, source: str, names: Mapping[str, str]) -> None:
        """`names` says with what name each login signs."""
        self._names = names
        self._topics = _Shelf(Topic, source=source, kind="topic")
        self._authors = _Shelf(Author, source=source, kind="author")

    def topics_of(self, item: Item) -> list[Topic]:
        """The topics of a story: its categories, the first its own, and then its tags.

        WordPress' catch-all is none. Makes what is missing, in transactions of its own.
        """
        categories = [
            term for term in item.terms if term.domain == "category" and term.slug != _CATCH_ALL
        ]
        tags = [term for term in item.terms if term.domain == "post_tag"]
        topics = [
            self._topics.get(term.slug, name=term.name, slug=term.slug)
            for term in [*(categories or [_GENERAL]), *tags]
        ]
        return list(dict.fromkeys(topics))

    @transaction.atomic
    def choose_navigation(self) -> None:
        """Put the topics that most stories stand under on every page, while there is room."""
        room = _NAVIGATION_LENGTH - Topic.objects.filter(in_navigation=True).count()
        busiest = (
            Topic.objects.filter(in_navigation=False, pk__in=self._topics.made)
            .annotate(stories=Count("articles"))
            .filter(stories__gt=0)
            .order_by("-stories", "pk")
        )
        for topic in busiest[: max(room, 0)]:
            topic.in_navigation = True
            topic.save()

    def authors_of(self, item: Item) -> list[Author]:
        """Who signs a story, in order. Makes what is missing, in transactions of its own."""
        signed = [term.name for term in item.terms if term.domain == "author"]
        logins = signed or [item.author_login]
        authors = [self._author(login) for login in logins if login]
        return list(dict.fromkeys(authors))

    def _author(self, login: str) -> Author:
        name = self._names.get(login) or plain_name(login)
        return self._authors.get(login, name=name, slug=name)


class _Shelf(Generic[Row]):
    """Rows of one model, by what the source calls them."""

    def __init__(self, model: type[Row], *, source: str, kind: str) -> None:
        self._model = model
        self._source = source
        self._kind = kind
        self._known = known_rows(source=source, kind=kind)
        self._rows: dict[str, Row] = {}
        self.made: set[int] = set()

    def get(self, key: str, *, name: str, slug: str) -> Row:
        key = key[:500]
        if key not in self._rows:
            self._rows[key] = self._found(key) or self._matched_or_made(key, name=name, slug=slug)
        return self._rows[key]

    def _found(self, key: str) -> Row | None:
        return self._model._default_manager.filter(pk=self._known.get(key)).first()

    @transaction.atomic
    def _matched_or_made(self, key: str, *, name: str, slug: str) -> Row:
        """A row that an editor made under the same name, or a new one."""
        name = name[: self._length_of("name")]
        slug = slugify(slug, allow_unicode=True)[: self._length_of("slug")] or self._kind
        rows = self._model._default_manager
        row = rows.filter(name__iexact=name).first() or rows.filter(slug=slug).first()
        if row is None:
            row = self._model(name=name, slug=slug)
            if isinstance(row, Topic):
                row.position = rows.count()  # behind those that the newsroom has put in order
                row.in_navigation = False  # an old site has far too many; see choose_navigation
            row.save()
            self.made.add(row.pk)
        remember_anew(key, row.pk, source=self._source, kind=self._kind)
        return row

    def _length_of(self, field: str) -> int | None:
        length: int | None = getattr(self._model._meta.get_field(field), "max_length", None)
        return length
