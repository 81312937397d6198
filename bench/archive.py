"""CPU time of each kind of page over a large archive: `python -m bench.archive`.

Two sites are generated, one with 1,000 stories and ten comments each on the whole, one with
100,000 stories and 1,000,000 comments (`--stories`, `--comments`); the newest 1,000 stories are the
same. Each is asked by a process of its own, nothing stored, and they take turns, so that a busy
machine slows both alike. Each kind of page is measured as the same page again and again, and as
another page of its kind each time. It takes some minutes; on PostgreSQL: `python
tests/postgres.py python -m bench.archive`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.rounds import Renderer, answer_paths
from bench.scratch import found_site, start_django

FEW = 1_000
STORIES, COMMENTS = 100_000, 1_000_000
MOST_OF_FEW = 2.0
ROUNDS = 7
ROUNDS_OF_OTHERS = 2
STORIES_AT_ONCE = 1_000
# So many of the older half's stories are of a topic and an author of whom nothing is new.
BYGONE = 2_000
LEAST_BYGONE = 50

# Of each kind, pages that both sites have; the first of them is the one that is asked again.
BARS = {
    "front": ["/"],
    "topic": [f"/topics/topic-{n}/" for n in range(8)],
    "author": [f"/authors/author-{n}/" for n in range(12)],
    "story": [f"/stories/story-{n}/" for n in range(1, 400, 7)],
}
OTHERS = {
    "latest": ["/stories/"],
    "topic of old stories alone": ["/topics/bygone/"],
    "author of old stories alone": ["/authors/bygone/"],
    "feed": ["/feed/"],
    "topic's feed": [f"/topics/topic-{n}/feed/" for n in range(8)],
    "corrections": ["/corrections/"],
    "news sitemap": ["/news-sitemap.xml"],
    "sitemap": ["/sitemap.xml"],
    "not found": ["/nothing/"],
    "desk: stories": ["/desk/stories/"],
    "desk: comments": ["/desk/conversation/"],
}
# Where a reader seldom comes: near the end of the list, and what share of all stories it has.
DEEP = {
    "latest, far back": ("/stories/?page={}", 1),
    "topic, far back": ("/topics/topic-1/?page={}", 7),
    "author, far back": ("/authors/author-1/?page={}", 12),
}

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Measured:
    """Milliseconds of CPU of a kind of page, few stories and many; queries of the many."""

    few: float
    many: float
    few_others: float
    many_others: float
    queries: int

    @property
    def ratio(self) -> float:
        """The worse of the same page again and of another each time."""
        return max(self.many / self.few, self.many_others / self.few_others)


def main() -> None:
    options = _options()
    if options.child:
        _child(options.child, stories=options.stories, comments=options.comments)
        return
    found = measure(stories=options.stories, comments=options.comments, rounds=options.rounds)
    _print(found)
    if max(found[kind].ratio for kind in BARS) > MOST_OF_FEW:
        sys.exit(1)


def results(*, stories: int = STORIES, comments: int = COMMENTS, rounds: int = ROUNDS) -> list[Row]:
    """The bars, what was asked and what was measured."""
    found = measure(stories=stories, comments=comments, rounds=rounds)
    _print(found)
    archive = f"{stories:,} stories and {comments:,} comments"
    return [
        (
            f"{kind} page, uncached: its CPU at {archive}, of that at {FEW:,} stories",
            f"at most {MOST_OF_FEW:g}",
            f"{found[kind].ratio:.2f} ({found[kind].many:.1f} ms, {found[kind].few:.1f} ms)",
        )
        for kind in BARS
    ]


def measure(*, stories: int, comments: int, rounds: int) -> dict[str, Measured]:
    """Generate both sites in a scratch folder, and measure each kind of page."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = _sites(Path(folder), stories=stories, comments=comments)
        renderers = few, many
        try:
            return _measure(few, many, stories=stories, rounds=rounds)
        finally:
            for renderer in renderers:
                renderer.end()


def _measure(few: Renderer, many: Renderer, *, stories: int, rounds: int) -> dict[str, Measured]:
    pairs = {kind: (paths, paths) for kind, paths in (BARS | OTHERS).items()}
    for kind, (path, share) in DEEP.items():
        # Not the very last: chance has a part in how many each has.
        last = [max(1, int(0.9 * size / share / 30)) for size in (FEW, stories)]
        pairs[kind] = ([path.format(last[0])], [path.format(last[1])])
    again: dict[tuple[str, int], list[float]] = defaultdict(list)
    others: dict[tuple[str, int], list[float]] = defaultdict(list)
    queries: dict[str, int] = {}
    for number in range(rounds):
        for kind, paths in pairs.items():
            if number >= ROUNDS_OF_OTHERS and kind not in BARS:
                continue
            for at, renderer in enumerate((few, many)):
                answer = renderer.ask(paths[at][:1])
                again[kind, at].append(answer["milliseconds"])
                queries[kind] = answer["queries"]
                others[kind, at].append(renderer.ask(_some(paths[at], number))["milliseconds"])
    return {
        kind: Measured(
            few=median(again[kind, 0]),
            many=median(again[kind, 1]),
            few_others=median(others[kind, 0]),
            many_others=median(others[kind, 1]),
            queries=queries[kind],
        )
        for kind in pairs
    }


def _some(paths: list[str], number: int) -> list[str]:
    """Some pages of a kind, others in each round as far as there are any."""
    return [paths[(number * 5 + at) % len(paths)] for at in range(5)]


def _print(found: dict[str, Measured]) -> None:
    print(f"{'CPU':28}{'few':>9}{'many':>9}{'ratio':>7}   another each time     queries")
    for kind, of in found.items():
        print(
            f"{kind:28}{of.few:>6.1f} ms{of.many:>6.1f} ms{of.many / of.few:>7.2f}"
            f"{of.few_others:>9.1f} ms{of.many_others:>6.1f} ms"
            f"{of.many_others / of.few_others:>7.2f}{of.queries:>5}"
            f"{'' if kind not in BARS else f'   asked: at most {MOST_OF_FEW:g}'}"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--child", choices=("found", "load", "answer"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _sites(scratch: Path, *, stories: int, comments: int) -> tuple[Renderer, Renderer]:
    """The small site and the large, loaded and ready to answer."""
    few, many = _founded(scratch)
    for site, size in ((few, FEW), (many, stories)):
        of_them = round(comments * size / stories)
        begun = time.monotonic()
        _run("load", site, "--stories", str(size), "--comments", str(of_them))
        took = time.monotonic() - begun
        print(f"{size:,} stories and about {of_them:,} comments in {took:.0f} s", flush=True)
    command = ("bench.archive", "--child", "answer")
    return Renderer(*command, env=os.environ | few), Renderer(*command, env=os.environ | many)


def _founded(scratch: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Two empty sites, as what their processes find in the environment."""
    few, many = scratch / "few", scratch / "many"
    few.mkdir()
    sites = {"BROADSHEET_DATA": str(few)}, {"BROADSHEET_DATA": str(many)}
    cluster = os.environ.get("BROADSHEET_TEST_DATABASE", "")
    for site, name in zip(sites, ("few", "many"), strict=True):
        if cluster:
            site["BROADSHEET_DATABASE"] = f"{cluster.rpartition('/')[0]}/{name}"
    if cluster:
        _create_database(cluster, "few")
    _run("found", sites[0])
    shutil.copytree(few, many)
    if cluster:
        _create_database(cluster, "many TEMPLATE few")
    return sites


def _create_database(cluster: str, name: str) -> None:
    import psycopg

    address = f"{cluster.rpartition('/')[0]}/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")


def _run(child: str, site: dict[str, str], *options: str) -> None:
    command = [sys.executable, "-m", "bench.archive", "--child", child, *options]
    subprocess.run(command, env=os.environ | site, check=True)


def _child(what: str, *, stories: int, comments: int) -> None:
    start_django(Path(os.environ["BROADSHEET_DATA"]))
    if what == "found":
        found_site()
    elif what == "load":
        _load(stories, comments)
    else:
        _answer()


def _load(stories: int, comments: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tests.many_comments import load_many_comments
    from tests.many_stories import load_many_stories

    now = timezone.now()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:  # a power cut would take nothing that anybody wants
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
        for _ in range(stories // STORIES_AT_ONCE):
            load_many_stories(STORIES_AT_ONCE, now=now)
        _add_bygone(stories)
        load_many_comments(comments / stories, now=now)
        # As the worker and PostgreSQL's own would have done by and by.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if is_sqlite else "VACUUM ANALYZE")


def _add_bygone(stories: int) -> None:
    """A topic and an author whose stories are all of the older half."""
    from broadsheet.newsroom.lists import list_stories
    from broadsheet.newsroom.models import Article, Author, Byline, Topic

    topic = Topic.objects.create(name="Bygone", slug="bygone", in_navigation=False)
    author = Author.objects.create(name="Bygone", slug="bygone")
    newest_first = Article.objects.order_by("pk").values_list("pk", flat=True)
    older = newest_first[stories // 2 :: max(1, stories // 2 // max(LEAST_BYGONE, stories // 50))]
    ids = list(older)[: max(LEAST_BYGONE, min(BYGONE, stories // 2))]
    for start in range(0, len(ids), STORIES_AT_ONCE // 2):
        some = ids[start : start + STORIES_AT_ONCE // 2]
        Article.objects.filter(pk__in=some).update(topic=topic)
        Byline.objects.filter(article__in=some).update(author=author)
    list_stories(ids)


def _answer() -> None:
    from broadsheet.conftest import new_visitor
    from broadsheet.readers.models import User

    visitor, editor = new_visitor(), new_visitor()
    editor.force_login(User.objects.create_superuser("editor", "editor@bench.example", "-"))
    answer_paths(lambda path: editor if path.startswith("/desk/") else visitor)


if __name__ == "__main__":
    main()
