"""The lists of topics and of authors, filled with what is there."""

import django.db.models.deletion
from django.db import migrations, models

# Not what was never public; a story that is also in its own topic stands there once.
FILL = [
    """
    INSERT INTO newsroom_listed (article_id, topic_id, is_kicker, published_at)
    SELECT story.page_ptr_id, story.topic_id, TRUE, page.first_published_at
    FROM newsroom_article story JOIN wagtailcore_page page ON page.id = story.page_ptr_id
    WHERE page.live OR page.first_published_at IS NOT NULL
    """,
    """
    INSERT INTO newsroom_listed (article_id, topic_id, is_kicker, published_at)
    SELECT also.article_id, also.topic_id, FALSE, page.first_published_at
    FROM newsroom_article_also_in also
    JOIN newsroom_article story ON story.page_ptr_id = also.article_id
    JOIN wagtailcore_page page ON page.id = also.article_id
    WHERE also.topic_id <> story.topic_id
    AND (page.live OR page.first_published_at IS NOT NULL)
    """,
    """
    INSERT INTO newsroom_listed (article_id, author_id, is_kicker, published_at)
    SELECT signed.article_id, signed.author_id, FALSE, page.first_published_at
    FROM newsroom_byline signed JOIN wagtailcore_page page ON page.id = signed.article_id
    WHERE page.live OR page.first_published_at IS NOT NULL
    """,
]


class Migration(migrations.Migration):

    dependencies = [
        ("newsroom", "0006_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_kicker", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(null=True)),
                ("article", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsroom.article")),
                ("author", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsroom.author")),
                ("topic", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="newsroom.topic")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("topic__isnull", False)), fields=["topic", "-published_at", "-article"], name="listed_in_topic"),
                    models.Index(condition=models.Q(("author__isnull", False)), fields=["author", "-published_at", "-article"], name="listed_by_author"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(models.Q(("author__isnull", False), ("topic", None)), models.Q(("author", None), ("topic__isnull", False)), _connector="OR"), name="listed_in_one_list"),
                    models.UniqueConstraint(condition=models.Q(("topic__isnull", False)), fields=("article", "topic"), name="listed_once_in_topic"),
                    models.UniqueConstraint(condition=models.Q(("author__isnull", False)), fields=("article", "author"), name="listed_once_by_author"),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
