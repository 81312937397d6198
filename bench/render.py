"""CPU time of a story page with comments, rendered anew each time: `python -m bench.render`.

Our own page and that of a stock Wagtail site (bench/stock) have the same story and the same 200
comments; then our own with 10,000 and with 100,000 in several shapes. Each page has a process of
its own; their rounds take turns, so that a busy machine slows them all alike. `--rounds 20` for
steadier figures.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bench.rounds import Renderer, answer_rounds
from bench.scratch import found_site, start_django

STORY = "storm-gate"
FEW, MANY, VERY_MANY = 200, 10_000, 100_000
ROUNDS = 12
MOST_OF_STOCK = 0.5
MOST_OF_FEW = 1.3
BEGAN = datetime(2026, 5, 4, 12, tzinfo=UTC)

Rows = list[dict[str, Any]]


def main() -> None:
    options = _options()
    if options.child:
        _child(options.child)
        return
    results(rounds=options.rounds)


def results(*, rounds: int = ROUNDS) -> list[tuple[str, str, str]]:
    """The bars, what was asked and what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        of_stock, of_few = _measure(Path(folder), rounds=rounds)
    rows = [
        (
            f"story page with {FEW} comments, uncached: its CPU, of that of stock Wagtail",
            f"at most {MOST_OF_STOCK}",
            f"{of_stock:.2f}",
        )
    ]
    for many in (MANY, VERY_MANY):
        worst = max(of_few, key=lambda shape: of_few[shape] if _size(shape) == many else 0)
        rows.append(
            (
                f"story page with {many:,} comments, uncached: its CPU, of that with {FEW}",
                f"at most {MOST_OF_FEW}",
                f"{of_few[worst]:.2f}, the worst of its shapes: {worst}",
            )
        )
    print(*(f"{what}: {measured}; asked: {asked}" for what, asked, measured in rows), sep="\n")
    return rows


def _measure(scratch: Path, *, rounds: int) -> tuple[float, dict[str, float]]:
    """How our own 200 compare with stock, and each shape with our own 200."""
    _found(scratch / "base")
    stock = _stock(scratch)
    ours = {name: _ours(scratch, name) for name in SHAPES}
    renderers = [stock, *ours.values()]
    for _ in range(rounds):
        for renderer in renderers:
            renderer.round()
    few = ours["200"]
    print(f"{'':34}  CPU  of stock  of our 200  shown  queries")
    print(_told("stock Wagtail, 200", stock, stock, few))
    for name, renderer in ours.items():
        print(_told(f"ours, {name}", renderer, stock, few))
    for renderer in renderers:
        renderer.end()
    return few.median / stock.median, {
        name: renderer.median / few.median for name, renderer in ours.items()
    }


def _told(name: str, of: Renderer, stock: Renderer, few: Renderer) -> str:
    return (
        f"{name:30}{of.median:>6.1f} ms{of.median / stock.median:>10.2f}"
        f"{of.median / few.median:>12.2f}{of.first['shown']:>7}{of.first['queries']:>9}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def _sample_rows() -> Rows:
    """The first 200 comments of the sample's longest conversation, parents before replies."""
    from broadsheet.conversation.writing.markdown import render_comment
    from broadsheet.site.sample.files import comments_of

    return [
        {
            "id": row["id"],
            "parent": row["parent"] or None,
            "name": row["name"],
            "text": row["text"].strip(),
            "html": render_comment(row["text"].strip()).html,
            "question": row.get("question", ""),
            "created_at": (BEGAN + timedelta(minutes=row["minutes_after"])).isoformat(),
            "up": row["up"],
            "down": row["down"],
        }
        for row in comments_of(STORY)[:FEW]
    ]


def _like_the_sample(number: int) -> Rows:
    """Many comments in the shape of the few: the sample's over and over."""
    few = _sample_rows()
    return [_earlier(row, by=at) for at in range(number // FEW) for row in few]


def _earlier(row: dict[str, Any], *, by: int) -> dict[str, Any]:
    """A row again, some days before: whole conversations stand one behind the other."""
    written = datetime.fromisoformat(row["created_at"]) - timedelta(days=by)
    parent = row["parent"] and row["parent"] + by * FEW
    again = {"id": row["id"] + by * FEW, "parent": parent, "created_at": written.isoformat()}
    return row | again


def _threads_of(size: int, number: int) -> Rows:
    """Many comments in threads of `size`; in each, a reply answers the one half as far down."""
    texts = _sample_rows()
    ids = count(1)
    rows: Rows = []
    for _ in range(number // size):
        thread: Rows = []
        for at in range(size):
            comment_id = next(ids)
            parent = thread[at // 2]["id"] if at else None
            text = texts[comment_id % len(texts)]
            thread.append(text | {"id": comment_id, "parent": parent})
        rows += thread
    return rows


SHAPES: dict[str, Callable[[], Rows]] = {
    "200": _sample_rows,
    "10,000 like them": lambda: _like_the_sample(MANY),
    "10,000 alone": lambda: _threads_of(1, MANY),
    "10,000 in threads of 50": lambda: _threads_of(50, MANY),
    "10,000 in one thread": lambda: _threads_of(MANY, MANY),
    "100,000 like them": lambda: _like_the_sample(VERY_MANY),
    "100,000 in one thread": lambda: _threads_of(VERY_MANY, VERY_MANY),
}


def _size(shape: str) -> int:
    return int(shape.partition(" ")[0].replace(",", ""))


def _found(folder: Path) -> None:
    """The sample newsroom, drawn once and copied for each shape, with its story as JSON."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-m", "bench.render", "--child", "found"],
        env=os.environ | {"BROADSHEET_DATA": str(folder)},
        check=True,
    )


def _stock(scratch: Path) -> Renderer:
    folder = scratch / "stock"
    folder.mkdir()
    shutil.copy(scratch / "base" / "story.json", folder)
    return Renderer("bench.stock", str(folder))


def _ours(scratch: Path, shape: str) -> Renderer:
    folder = shutil.copytree(scratch / "base", scratch / shape)
    env = os.environ | {"BROADSHEET_DATA": str(folder)}
    return Renderer("bench.render", "--child", shape, env=env)


def _child(name: str) -> None:
    start_django(Path(os.environ["BROADSHEET_DATA"]))
    from django.conf import settings

    if name == "found":
        _found_here()
        return
    _load(SHAPES[name]())
    answer_rounds(f"/stories/{STORY}/", host=settings.SITE_ADDRESS.partition("://")[2])


def _found_here() -> None:
    from django.utils import timezone

    from broadsheet.newsroom.body import text_sources
    from broadsheet.newsroom.models import Article
    from broadsheet.site.sample.load import load_sample

    found_site()
    load_sample(now=timezone.now())
    article = Article.objects.get(slug=STORY)
    story = {
        "title": article.title,
        "standfirst": article.standfirst,
        "body": "".join(text_sources(article)),
        "comments": _sample_rows(),
    }
    (Path(os.environ["BROADSHEET_DATA"]) / "story.json").write_text(json.dumps(story))


def _load(rows: Rows) -> None:
    """Put these comments in the place of the story's own, counted as if they had been written."""
    from broadsheet.conversation.models import Comment
    from broadsheet.conversation.reading.counting import count_rows, write_totals
    from broadsheet.newsroom.models import Article

    article = Article.objects.get(slug=STORY)
    article.comments.all().delete()
    passages = dict(zip(_questions(), article.passages.order_by("id"), strict=True))
    roots: dict[int, int] = {}
    for row in rows:
        parent = row["parent"]
        roots[row["id"]] = roots[parent] if parent else row["id"]
    first = 1_000_000  # past the ids of the sample's other comments
    comments = [
        Comment(
            id=first + row["id"],
            article=article,
            parent_id=first + row["parent"] if row["parent"] else None,
            root_id=first + roots[row["id"]] if row["parent"] else None,
            passage=passages.get(row["question"]) if not row["parent"] else None,
            name=row["name"],
            text=row["text"],
            html=row["html"],
            created_at=datetime.fromisoformat(row["created_at"]),
            up_count=row["up"],
            down_count=row["down"],
        )
        for row in rows
    ]
    count_rows(comments)
    Comment.objects.bulk_create(comments)
    write_totals(article, comments)


def _questions() -> list[str]:
    from broadsheet.site.sample.files import story_files

    [head] = [file.head for file in story_files() if file.slug == STORY]
    return [asked["id"] for asked in head.get("questions", [])]


if __name__ == "__main__":
    main()
