"""Bad input: one sentence, exit code 2, no traceback, and everything as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.site.folder.locks import WORKER_LOCK, take_lock
from broadsheet.site.folder.secret import make_secret_key
from tests.running import RunningSite, free_port, run

BAD_SETTINGS = {
    "port = = 1": "is not valid TOML",
    "colour = 'blue'": "there is no setting “colour”",
    "port = 'eighty'": "port must be a whole number from 1 to 65535, not 'eighty'",
    "host = 'example.org'": "host must be an IP address to listen on",
    "address = 'lantern.example'": "address must be the site's public address",
    "database = 'mysql://localhost/site'": "database must be a database, such as",
    "database = 'postgresql://localhost'": "database must be a PostgreSQL database with its name",
}


@pytest.mark.parametrize("text", BAD_SETTINGS)
def test_a_bad_settings_file(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "broadsheet.toml").write_text(text)

    _assert_refused(folder, saying=BAD_SETTINGS[text])


def test_a_settings_file_that_is_not_text(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "broadsheet.toml").write_bytes(b"\xff\xfe\x00")

    _assert_refused(folder, saying="is not valid TOML: it is not in UTF-8")


def test_a_bad_setting_in_the_environment(tmp_path: Path) -> None:
    refused = run("serve", folder=tmp_path / "data", port="70000")

    assert refused.returncode == 2
    assert refused.stderr == (
        "broadsheet: BROADSHEET_PORT must be a whole number from 1 to 65535, not '70000'.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    _assert_refused(
        tmp_path / "file" / "data", saying="cannot be written to: Not a directory", root=tmp_path
    )


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    _assert_refused(tmp_path / "data", saying="cannot be written to", root=tmp_path)


def test_a_data_folder_where_nobody_may_write(tmp_path: Path) -> None:
    # Not even the superuser may make a folder in /proc.
    _assert_refused(Path("/proc/broadsheet/data"), saying="cannot be written to", root=tmp_path)


def test_a_damaged_secret_key(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret_key").write_text("short")

    _assert_refused(folder, saying="secret_key is damaged")


def test_a_host_that_this_machine_does_not_have(tmp_path: Path) -> None:
    _assert_refused(
        tmp_path / "data", saying="no network address 192.0.2.7", root=tmp_path, host="192.0.2.7"
    )


def test_a_database_that_is_no_database(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "broadsheet.sqlite3").write_text("This is no database at all. " * 100)

    _assert_refused(folder, saying="cannot be opened: file is not a database")


def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    database = f"postgresql://who:secret@127.0.0.1:{free_port()}/site"

    refused = _assert_refused(
        tmp_path / "data", saying="cannot be opened", root=tmp_path, database=database
    )

    assert "secret" not in refused.replace("secret_key", "")


@pytest.mark.parametrize(
    ("app", "name"), [("newsroom", "0999_from_the_future"), ("wagtailcore", "0999_new")]
)
def test_a_database_of_a_newer_version(folder: Path, app: str, name: str) -> None:
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2031-01-01')",
            (app, name),
        )
        database.commit()

    _assert_refused(folder, saying=f"is of a newer version than this Broadsheet: it has {app}.")


def test_a_real_site_started_with_the_sample(folder: Path) -> None:
    _assert_refused(folder, "serve", "--demo", saying="make: DATA=")


def test_the_sample_loaded_into_a_real_site(folder: Path) -> None:
    _assert_refused(folder, "demo", saying="holds a real site")


def test_a_sample_started_as_a_real_site(folder: Path) -> None:
    _mark_as_sample(folder)

    _assert_refused(folder, saying="make: DATA=")


def test_a_real_export_imported_into_a_sample(folder: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text("<rss/>")
    _mark_as_sample(folder)

    _assert_refused(folder, "import", "wordpress", str(export), saying="the sample newsroom")


def test_an_export_that_is_cut_short(folder: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text('<?xml version="1.0"?><rss version="2.0"><channel><title>Cut sh')

    _assert_refused(folder, "import", "wordpress", str(export), saying="export.xml")


def test_an_export_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    _assert_refused(
        folder, "import", "wordpress", str(tmp_path / "none.xml"), saying="No such file"
    )


def test_a_new_password_for_nobody(folder: Path) -> None:
    _assert_refused(folder, "password", "ghost", saying="There is no account “ghost”")


@pytest.mark.parametrize("command", ["worker", "password", "doctor"])
def test_a_command_on_a_folder_that_no_site_has_prepared(tmp_path: Path, command: str) -> None:
    refused = run(command, folder=tmp_path / "data")

    assert refused.returncode in (1, 2)
    assert "is no data folder yet" in refused.stderr + refused.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_worker_on_a_database_without_tables(tmp_path: Path) -> None:
    make_secret_key(tmp_path)

    refused = run("worker", folder=tmp_path)

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "is not ready for this version" in refused.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_start_beside_an_import_that_does_the_workers_part(folder: Path, command: str) -> None:
    with take_lock(folder / WORKER_LOCK):
        _assert_refused(folder, command, saying="A worker or an import runs on the data folder")


def test_the_data_option_goes_over_the_environment(site: RunningSite, tmp_path: Path) -> None:
    refused = run("--data", str(tmp_path / "other"), "password", folder=site.folder)

    assert f"{tmp_path}/other is no data folder yet" in refused.stderr


def _mark_as_sample(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as database:
        database.execute("UPDATE newsroom_newsroomsettings SET is_sample = 1")
        database.commit()


def _assert_refused(
    folder: Path, *words: str, saying: str, root: Path | None = None, **settings: str
) -> str:
    before = _contents(root or folder)

    refused = run(*(words or ["serve"]), folder=folder, port=free_port(), **settings)

    assert saying in refused.stderr
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert _contents(root or folder) == before
    return refused.stderr


def _contents(root: Path) -> dict[str, bytes | None]:
    """Every file below `root`, but for the locks and what SQLite keeps while it is open."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if path.suffix not in (".lock", ".sqlite3-wal", ".sqlite3-shm")
    }
