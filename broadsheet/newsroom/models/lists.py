"""Where stories stand in the lists of topics and of authors."""

from django.db import models
from django.db.models import Q


class Listed(models.Model):
    """A story in the list of one topic or of one author, with the day that it is sorted by.

    A copy of what the story's own rows say, kept in the transactions that save it
    (`newsroom/lists.py`): an index reaches over one table, and the day of a story stands in
    another than its topic.
    """

    id = models.BigAutoField(primary_key=True)
    # Without indexes of their own: the constraints below begin with the story, the indexes with
    # the list.
    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    topic = models.ForeignKey(
        "newsroom.Topic", null=True, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    author = models.ForeignKey(
        "newsroom.Author", null=True, on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    is_kicker = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, author__isnull=False) | Q(topic__isnull=False, author=None),
                name="listed_in_one_list",
            ),
            models.UniqueConstraint(
                fields=["article", "topic"],
                name="listed_once_in_topic",
                condition=Q(topic__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["article", "author"],
                name="listed_once_by_author",
                condition=Q(author__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "-published_at", "-article"],
                name="listed_in_topic",
                condition=Q(topic__isnull=False),
            ),
            models.Index(
                fields=["author", "-published_at", "-article"],
                name="listed_by_author",
                condition=Q(author__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in topic {self.topic_id} or by author {self.author_id}"
