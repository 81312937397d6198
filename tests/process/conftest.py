"""One site that many tests look at, and copies of it for those that end it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import RunningSite, copy_site

StartSite = Callable[[], RunningSite]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site at its very first start. Tests must leave it as it is."""
    folder = tmp_path_factory.mktemp("site")
    running = RunningSite(folder / "data", log=folder / "log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def folder(site: RunningSite, tmp_path: Path) -> Path:
    """A data folder as after a first start, to do with as one likes."""
    return copy_site(site.folder, tmp_path / "data")


@pytest.fixture
def start_site(folder: Path, tmp_path: Path) -> Iterator[StartSite]:
    """Starts a site on `folder`; what is left of it at the end is killed."""
    started = RunningSite(folder, log=tmp_path / "log")

    def start() -> RunningSite:
        started.start()
        return started

    yield start
    started.end()


@pytest.fixture(scope="session")
def restless_site(
    site: RunningSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSite]:
    """A site on another host whose processes tests may kill, as long as it recovers."""
    folder = tmp_path_factory.mktemp("restless")
    data = copy_site(site.folder, folder / "data")
    started = RunningSite(data, log=folder / "log", host="127.0.0.2")
    started.start()
    yield started
    started.end()
