"""What is kept with every change from now on, for the comments that are here already."""

from collections import defaultdict
from typing import Any

from django.db import migrations

from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.conversation.reading.ranking import best_score
from broadsheet.conversation.order.screening import digest

FIELDS = [
    "html", "digest", "best_score", "place", "last_place", "reply_count", "is_shown",
]


def count_anew(apps: Any, schema_editor: Any) -> None:
    Comment = apps.get_model("conversation", "Comment")
    articles = Comment.objects.order_by().values_list("article", flat=True).distinct()
    for article_id in articles:
        _count(apps, article_id, list(Comment.objects.filter(article=article_id).order_by("id")))
    Passage = apps.get_model("conversation", "Passage")
    Passage.objects.filter(shown_at__isnull=False).update(how="mark")


def _count(apps: Any, article_id: int, rows: list[Any]) -> None:
    by_id = {row.pk: row for row in rows}
    inline: dict[int, int] = defaultdict(int)
    for row in rows:
        row.html, row.digest = render_comment(row.text).html, digest(row.text)
        row.best_score = best_score(row.up_count, row.down_count)
        row.is_shown = row.state == "published"
        if row.root_id:
            root = by_id[row.root_id]
            root.last_place += 1
            row.place = root.last_place
            root.reply_count += row.is_shown
        if row.passage_id and row.is_shown:
            inline[row.passage_id] += 1
    for row in reversed(rows):
        if row.is_shown and row.parent_id:
            by_id[row.parent_id].is_shown = True
    apps.get_model("conversation", "Comment").objects.bulk_update(rows, FIELDS, batch_size=200)
    apps.get_model("conversation", "Discussion").objects.create(
        article_id=article_id,
        comment_count=sum(row.state == "published" for row in rows),
        inline_count=sum(inline.values()),
    )
    for passage_id, count in inline.items():
        passages = apps.get_model("conversation", "Passage").objects
        passages.filter(pk=passage_id).update(answer_count=count)


class Migration(migrations.Migration):

    dependencies = [
        ('conversation', '0003_order_peace_and_places'),
    ]

    operations = [
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
