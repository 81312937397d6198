"""A stored page from every door, beside the same bytes as a file, in turn."""

from dataclasses import dataclass, field
from statistics import median

from bench.delivery.machine import cores
from bench.delivery.readers import Read, read
from bench.delivery.report import Part, at_least
from bench.delivery.stage import STORY, Stage

FILE, FILE_TLS = "nginx, the same bytes as a file", "nginx, the file by TLS"
OPEN_FILE = "nginx, the file kept open"
ALONE, UNCHANGED = "Broadsheet alone", "Broadsheet alone, 304"
BEHIND, BEHIND_TLS = "Broadsheet behind the provided nginx", "Broadsheet behind it, by TLS"


@dataclass
class Lane:
    """One way to ask, and what came of it in each round."""

    name: str
    url: str
    headers: dict[str, str]
    beside: str
    reads: list[Read] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(each.rate for each in self.reads)

    @property
    def p99_ms(self) -> float:
        return median(each.p99_ms for each in self.reads)


def measure_speed(stage: Stage, *, rounds: int, seconds: float) -> Part:
    """Every lane once in each round."""
    body, etag = stage.get(STORY)
    lanes = _lanes(stage, etag=etag)
    for lane in lanes.values():
        _ask(lane, seconds=1)  # what the first requests load is not measured
        lane.reads.clear()
    for _ in range(rounds):
        for lane in lanes.values():
            _ask(lane, seconds=seconds)
    return _part(lanes, len(body), rounds=rounds, seconds=seconds)


def _lanes(stage: Stage, *, etag: str) -> dict[str, Lane]:
    known = stage.headers | {"If-None-Match": etag}
    return {
        "file": Lane(FILE, stage.file, stage.headers, "file"),
        "open file": Lane(OPEN_FILE, stage.open_file, stage.headers, "file"),
        "alone": Lane(ALONE, stage.alone + STORY, stage.headers, "file"),
        "304": Lane(UNCHANGED, stage.alone + STORY, known, "alone"),
        "behind": Lane(BEHIND, stage.behind + STORY, stage.headers, "file"),
        "file tls": Lane(FILE_TLS, stage.file_tls, stage.headers, "file tls"),
        "behind tls": Lane(BEHIND_TLS, stage.behind_tls + STORY, stage.headers, "file tls"),
    }


def _ask(lane: Lane, *, seconds: float) -> None:
    _, core = cores()
    lane.reads.append(read(lane.url, seconds=seconds, core=core, headers=lane.headers))


def ratio(lane: Lane, beside: Lane) -> float:
    """The median of the rounds' own ratios: what slows the machine slows both."""
    pairs = zip(lane.reads, beside.reads, strict=True)
    return median(own.rate / others.rate for own, others in pairs)


def _part(lanes: dict[str, Lane], size: int, *, rounds: int, seconds: float) -> Part:
    rows = [
        (
            lane.name,
            f"{lane.rate:,.0f}",
            f"{ratio(lane, lanes[lane.beside]):.2f}",
            f"{lane.p99_ms:.1f} ms",
            " ".join(f"{each.rate / 1000:.1f}" for each in lane.reads),
        )
        for lane in lanes.values()
    ]
    alone, behind = lanes["alone"], lanes["behind"]
    return Part(
        "A stored story page with 200 comments",
        head=("", "requests/s", "of the file", "p99", "thousands a second, by round"),
        rows=rows,
        words=[
            (
                f"{size / 1000:.1f} KB gzipped; {rounds} rounds of {seconds:g} s, medians. "
                "All processes of a server are on one core: behind nginx, nginx and Broadsheet "
                "share it. nginx sends the file as Debian configures it, and in the second "
                "line without opening it each time (open_file_cache). Of the 304 "
                "the ratio is to our own 200; of TLS to the file by TLS."
            ),
        ],
        bars=[
            at_least("a stored page, alone, of nginx’s file", 0.5, ratio(alone, lanes["file"])),
            at_least("a 304, of our own 200", 1, ratio(lanes["304"], alone)),
            at_least(
                "behind the provided nginx, of nginx’s file", 0.8, ratio(behind, lanes["file"])
            ),
        ],
    )
