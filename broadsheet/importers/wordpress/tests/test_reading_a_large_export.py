"""An export larger than memory is read an item at a time."""

import tracemalloc
from pathlib import Path

from broadsheet.importers.wordpress.tests.exports import counted, export, item

MEGABYTE = 1024 * 1024


def test_twenty_megabytes_are_read_in_two(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    story = item(body="The harbour is closed. " * 900)
    head, tail = export("|").split("|")
    times = 20 * MEGABYTE // len(story) + 1
    with path.open("w") as file:
        file.write(head)
        file.writelines(story for _ in range(times))
        file.write(tail)

    tracemalloc.start()
    counts = counted(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert path.stat().st_size > 20 * MEGABYTE
    assert counts.items == {"post": times}
    assert peak < 2 * MEGABYTE
