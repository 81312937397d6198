"""The stock site in a process of its own: loads what it is given, then renders when asked to.

`python -m bench.stock FOLDER` reads `story.json` there; see bench/render.py.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.rounds import answer_rounds

PATH = "/the-story/"


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["STOCK_FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.stock.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _load(json.loads((folder / "story.json").read_text()))
    answer_rounds(PATH, host="localhost")


def _load(story: dict[str, Any]) -> None:
    from wagtail.models import Page, Site

    from bench.stock.models import Comment, StoryPage

    page = StoryPage(
        title=story["title"], slug="the-story", standfirst=story["standfirst"], body=story["body"]
    )
    Site.objects.get().root_page.add_child(instance=page)
    page.save_revision().publish()
    Comment.objects.bulk_create(
        Comment(
            id=row["id"],
            page=page,
            parent_id=row["parent"],
            name=row["name"],
            text=row["text"],
            created_at=datetime.fromisoformat(row["created_at"]),
            up_count=row["up"],
            down_count=row["down"],
        )
        for row in story["comments"]
    )
    assert Page.objects.filter(pk=page.pk, live=True).exists()


if __name__ == "__main__":
    main()
