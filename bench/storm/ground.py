"""What a storm of comments needs before it begins, made inside the site's own Django."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

from tests.running import ROOT, RunningSite, environment

STORIES = 20
SUBSCRIBERS = 2  # confirmed, of each story, so that every comment has letters to announce

_PREPARE = """
import base64, json, secrets, sys
import broadsheet.site.running.start as start
start.start_django()
from datetime import timedelta
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone
from broadsheet.conversation.models import Subscription
from broadsheet.guard import proof
from broadsheet.newsroom.models import Article, StoryArchive, Topic
from broadsheet.readers.guests import SALT
from broadsheet.readers.models import Reader

wanted = json.load(sys.stdin)
now = timezone.now()
archive, topic = StoryArchive.objects.get(), Topic.objects.first()
stories = []
for number in range(wanted["stories"]):
    story = Article(title=f"Storm {number}", slug=f"storm-{number}", live=False, topic=topic)
    archive.add_child(instance=story)
    story.save_revision().publish()
    stories.append(story.slug)
    for each in range(wanted["subscribers"]):
        Subscription.objects.create(article=story, email=f"r{number}.{each}@readers.example",
            created_at=now, confirmed_at=now)
readers = Reader.objects.bulk_create([Reader() for _ in range(wanted["readers"])])

def solved():
    # A challenge of ours whose number happens to be 0: the work of the browser is not measured.
    expires = int((timezone.now() + proof.LIFETIME).timestamp())
    salt = f"{secrets.token_hex(proof.RANDOM_BYTES)}?expires={expires}&"
    challenge = proof._digest(salt, 0)
    answer = {"algorithm": proof.ALGORITHM, "challenge": challenge, "number": 0, "salt": salt,
        "signature": proof._signature(challenge)}
    return base64.b64encode(json.dumps(answer).encode()).decode()

with connection.cursor() as cursor:
    synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
print(json.dumps({
    "stories": stories,
    "cookies": [signing.dumps(str(reader.pk), salt=SALT) for reader in readers],
    "proofs": [solved() for _ in range(wanted["comments"])],
    "synchronous": synchronous,
}))
"""

_COUNT = """
import json, sys
import broadsheet.site.running.start as start
start.start_django()
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.models import Announcement, Comment, Judgement
from broadsheet.guard.models import SpentChallenge
acknowledged = json.load(sys.stdin)
storm = Comment.objects.filter(article__slug__startswith="storm-")
found = set(Comment.objects.filter(pk__in=acknowledged).values_list("pk", flat=True))
judged = set(Judgement.objects.filter(comment__in=acknowledged).values_list("comment", flat=True))
print(json.dumps({
    "rows": storm.count(),
    "lost": sorted(set(acknowledged) - found),
    "unjudged": sorted(set(acknowledged) - judged),
    "spent": SpentChallenge.objects.count(),
    "miscounts": [str(one) for one in check()],
}))
"""


@dataclass(frozen=True)
class Ground:
    """The stories' slugs, a signed cookie for each reader, and an answer for each comment."""

    stories: list[str]
    cookies: list[str]
    proofs: list[str]
    synchronous: int


def prepare(site: RunningSite, *, readers: int, comments: int) -> Ground:
    """Write stories, readers and subscriptions down, and solve the challenges."""
    wanted = {
        "stories": STORIES,
        "subscribers": SUBSCRIBERS,
        "readers": readers,
        "comments": comments,
    }
    return Ground(**_inside(site, _PREPARE, wanted))


def prepare_more(site: RunningSite, *, readers: int, comments: int) -> Ground:
    """New readers and new answers, for another storm under the same stories."""
    wanted = {"stories": 0, "subscribers": 0, "readers": readers, "comments": comments}
    made = Ground(**_inside(site, _PREPARE, wanted))
    return replace(made, stories=[f"storm-{number}" for number in range(STORIES)])


def count(site: RunningSite, acknowledged: list[int]) -> dict[str, Any]:
    """What is in the database of the comments that were acknowledged, and of the counters."""
    found: dict[str, Any] = _inside(site, _COUNT, acknowledged)
    return found


def _inside(site: RunningSite, script: str, given: Any) -> Any:
    ran = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(given),
        cwd=ROOT,
        env=environment(site.folder, port=site.port, host=site.host),
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])
