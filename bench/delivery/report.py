"""What a run has found, as bench/RESULTS.md and on the terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "RESULTS.md"


@dataclass(frozen=True)
class Bar:
    """A figure that was asked for, and what was measured."""

    of: str
    asked: str
    measured: str
    is_met: bool

    def row(self) -> tuple[str, ...]:
        return self.of, self.asked, self.measured, "yes" if self.is_met else "**no**"


@dataclass
class Part:
    """One part of the report: a table, what there is to say of it, and its bars."""

    title: str
    head: Sequence[str] = ()
    rows: list[Sequence[str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)


def at_least(of: str, asked: float, measured: float) -> Bar:
    return Bar(of, f"at least {asked:g}", f"{measured:.2f}", measured >= asked)


def at_most(of: str, asked: float, measured: float, *, unit: str) -> Bar:
    return Bar(of, f"at most {asked:g} {unit}", f"{measured:.1f} {unit}", measured <= asked)


def write(
    parts: Sequence[Part], *, machine: dict[str, str], now: datetime, took_seconds: float
) -> None:
    """Write the whole report, instead of the last one."""
    bars = [bar for part in parts for bar in part.bars]
    lines = [
        "# Delivery, measured",
        "",
        (
            f"By `make bench` on {now:%d %B %Y, %H:%M} UTC, in {took_seconds / 60:.0f} minutes. "
            "Machines differ and are shared: trust the ratios, not the seconds."
        ),
        "",
        *_table(("machine", ""), machine.items()),
        *_table(("bar", "asked", "measured", "met"), [bar.row() for bar in bars]),
    ]
    for part in parts:
        lines += [f"## {part.title}", ""]
        lines += _table(part.head, part.rows) if part.rows else []
        lines += [words for each in part.words for words in (each, "")]
    RESULTS.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def show(part: Part) -> None:
    """Say a part on the terminal as soon as it is measured."""
    print(f"\n{part.title}", flush=True)
    widths = [max(map(len, column)) for column in zip(part.head, *part.rows, strict=True)]
    for row in [part.head, *part.rows] if part.rows else []:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    for words in part.words:
        print(f"  {words}")
    for bar in part.bars:
        print(f"  {'met ' if bar.is_met else 'MISSED'}  {bar.of}: {bar.measured}; {bar.asked}")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
