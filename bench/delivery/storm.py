"""The same page while it changes many times a second, from every door."""

import gzip
import re
from dataclasses import dataclass, field, replace
from statistics import median

from bench.delivery.machine import cores
from bench.delivery.readers import Read, read
from bench.delivery.report import Bar, Part, at_least, at_most
from bench.delivery.stage import STORY, Stage
from bench.delivery.watching import Watching
from bench.delivery.writers import COMMENTS_A_SECOND, VOTES_A_SECOND, Writers
from bench.storm import ground
from tests.running import run

READERS = 1000
SLUG = STORY.strip("/").rpartition("/")[2]
# As a newsroom does when a story goes viral: the rest of the rules stays as it is delivered.
OPEN_THE_GATES = (
    "from broadsheet.conversation.models import ConversationRules as R;"
    "rules, _ = R.objects.get_or_create(pk=1); rules.story_burst = 1_000_000; rules.save()"
)


@dataclass
class Weather:
    """What was measured at one door in the storm."""

    name: str
    reads: list[Read] = field(default_factory=list)
    files: list[Read] = field(default_factory=list)
    seen_after: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    took_seconds: float = 0.0
    writing_ms: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(
            own.rate / file.rate for own, file in zip(self.reads, self.files, strict=True)
        )

    @property
    def p99_ms(self) -> float:
        return median(each.p99_ms for each in self.reads)

    @property
    def share_within_a_second(self) -> float:
        return sum(1 for seconds in self.seen_after if seconds <= 1) / max(1, len(self.seen_after))


def measure_storm(stage: Stage, *, rounds: int, seconds: float) -> Part:
    """The file in fair weather, then each door in the storm, round by round."""
    writers = _writers(stage, seconds=(rounds + 1) * 2 * (seconds + 2))
    alone, behind = Weather("Broadsheet alone"), Weather("behind the provided nginx")
    for _ in range(rounds):
        for weather, address, port in (
            (alone, stage.alone, stage.site.port),
            (behind, stage.behind, stage.port),
        ):
            _one_round(stage, weather, writers, address=address, port=port, seconds=seconds)
    return _part([alone, behind], rounds=rounds, seconds=seconds)


def _writers(stage: Stage, *, seconds: float) -> Writers:
    made = run("manage", "shell", "-c", OPEN_THE_GATES, folder=stage.site.folder)
    assert made.returncode == 0, made.stderr
    comments = int(seconds * COMMENTS_A_SECOND)
    proven = replace(
        ground.prepare_more(stage.site, readers=READERS, comments=comments), stories=[SLUG]
    )
    page = gzip.decompress(stage.get(STORY)[0])
    votable = sorted({int(number) for number in re.findall(rb'id="comment-(\d+)"', page)})
    return Writers(
        host=stage.host,
        port=stage.site.port,
        story=SLUG,
        cookies=proven.cookies,
        proofs=proven.proofs,
        votable=votable,
    )


def _one_round(
    stage: Stage, weather: Weather, writers: Writers, *, address: str, port: int, seconds: float
) -> None:
    _, core = cores()
    headers = stage.headers
    weather.files.append(read(stage.file, seconds=2, core=core, headers=headers))
    watching = Watching(port=port, path=STORY, headers=headers)
    writers.begin()
    watching.begin()
    try:
        weather.reads.append(read(address + STORY, seconds=seconds, core=core, headers=headers))
    finally:
        watching.end()
        written = writers.end()
    weather.seen_after += watching.seen_after(written.comments)
    weather.took_seconds += seconds
    weather.writing_ms += [each * 1000 for each in written.seconds]
    for said, count in written.statuses.items():
        weather.statuses[said] = weather.statuses.get(said, 0) + count


def _part(weathers: list[Weather], *, rounds: int, seconds: float) -> Part:
    alone, behind = weathers
    return Part(
        f"The same while {COMMENTS_A_SECOND} comments and {VOTES_A_SECOND} votes a second come in",
        head=("", "requests/s", "of the file", "p99", "comments/s", "votes/s", "p99 of a form",
              "seen within 1 s", "median until seen"),
        rows=[_row(weather) for weather in weathers],
        words=[
            (f"{rounds} rounds of {seconds:g} s each. The forms are sent to Broadsheet itself by "
            f"{READERS:,} guests, each with a proof of work of their own; the limit of comments "
            "under one story at a stretch is raised, as a newsroom can at its desk. A reader "
            "asks for the story twenty times a second; of each comment it is measured how long "
            "after its acknowledgement the first came who saw it."),
            *(f"Answers, {each.name}: {_told(each.statuses)}." for each in weathers),
        ],
        bars=[
            at_least("in a storm, alone, of nginx’s file", 0.35, alone.ratio),
            at_most("in a storm, alone, p99", 50, alone.p99_ms, unit="ms"),
            _seen(alone),
            _seen(behind),
        ],
    )  # fmt: skip


def _row(weather: Weather) -> tuple[str, ...]:
    forms = sorted(weather.writing_ms) or [0.0]
    seen = sorted(weather.seen_after) or [0.0]
    return (
        weather.name,
        f"{median(each.rate for each in weather.reads):,.0f}",
        f"{weather.ratio:.2f}",
        f"{weather.p99_ms:.1f} ms",
        f"{_rate(weather, 'comment 303'):.0f}",
        f"{_rate(weather, 'vote 303'):.0f}",
        f"{forms[int(len(forms) * 0.99)]:.0f} ms",
        f"{weather.share_within_a_second:.1%} of {len(weather.seen_after)}",
        f"{median(seen):.2f} s",
    )


def _rate(weather: Weather, said: str) -> float:
    return weather.statuses.get(said, 0) / max(1.0, weather.took_seconds)


def _seen(weather: Weather) -> Bar:
    share = weather.share_within_a_second
    of = (
        f"in a storm, {weather.name.removeprefix('Broadsheet ')}: new comments seen within a second"
    )
    return Bar(of, "99 of 100", f"{share * 100:.1f} of 100", share >= 0.99)


def _told(statuses: dict[str, int]) -> str:
    return ", ".join(f"{count:,} × {said}" for said, count in sorted(statuses.items()))
