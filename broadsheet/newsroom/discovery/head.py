"""What a page says of itself to those who share it: search engines, chats, other sites."""

from dataclasses import dataclass, field

from django.conf import settings

from broadsheet.newsroom.pictures import Picture, Share
from broadsheet.newsroom.queries import StoryPage


@dataclass(frozen=True)
class Head:
    """The values of a page's `<head>`: title, description, address, picture."""

    title: str
    description: str
    path: str
    kind: str = "website"  # of the Open Graph protocol
    picture: Picture | None = None
    properties: list[tuple[str, str]] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        return settings.SITE_ADDRESS + self.path

    @property
    def image(self) -> Share | None:
        """The picture to share, the widest shape first, under an absolute address."""
        if self.picture is None:
            return None
        shape = next(iter(self.picture.shares), self.picture)
        return Share(settings.SITE_ADDRESS + shape.src, shape.width, shape.height)


def story_head(story: StoryPage) -> Head:
    """What a story says of itself. Source: the Open Graph protocol, "article"."""
    article = story.article
    properties = [
        ("article:published_time", story.published.iso if story.published else ""),
        ("article:modified_time", story.updated.iso if story.updated else ""),
        ("article:section", article.topic.name),
        *(("article:author", settings.SITE_ADDRESS + a.get_absolute_url()) for a in story.authors),
    ]
    return Head(
        title=article.seo_title or article.title,
        description=article.search_description or article.standfirst,
        path=article.own_path(),
        kind="article",
        picture=story.hero,
        properties=[(name, value) for name, value in properties if value],
    )
