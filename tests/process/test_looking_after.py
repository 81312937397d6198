import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.running import RunningSite, run


def test_a_running_site_is_well(site: RunningSite) -> None:
    examined = run("doctor", folder=site.folder, port=site.port)

    grades = dict(re.findall(r"^(\w+) +(ok|warning|wrong)\b", examined.stdout, flags=re.MULTILINE))
    assert examined.returncode == 0, examined.stdout
    assert grades.pop("sqlite") in ("ok", "warning")  # it depends on this machine's
    assert grades.pop("accounts") == "warning"  # nobody has signed in yet
    assert grades.pop("mail") == "warning"  # letters are files
    assert grades.pop("funding") == "warning"  # there is no key of a payment provider
    assert grades == dict.fromkeys(
        ("settings", "folder", "secret", "space", "address", "health", "database", "migrations",
         "worker", "static", "counts"),
        "ok",
    )  # fmt: skip


def test_a_site_with_several_faults_is_not(folder: Path) -> None:
    (folder / "secret_key").chmod(0o644)
    (folder / "static.stamp").write_text("of another version")
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'delivery'")
        database.commit()

    examined = run("doctor", folder=folder, host="0.0.0.0")

    assert examined.returncode == 1
    for line in (
        r"secret +wrong .* can be read by others\. “chmod 600 ",
        r"static +wrong ",
        r"migrations +wrong .* delivery\.0001_initial first\.",
        r"worker +warning +No site runs here\.",
        r"address +warning +It listens on 0\.0\.0\.0, yet",
    ):
        assert re.search(f"^{line}", examined.stdout, flags=re.MULTILINE), examined.stdout


def test_a_database_that_is_gone_is_told_of_and_not_made(folder: Path) -> None:
    (folder / "broadsheet.sqlite3").unlink()

    examined = run("doctor", folder=folder)

    assert examined.returncode == 1
    assert re.search("^database +wrong .* cannot be opened", examined.stdout, flags=re.MULTILINE)
    assert not (folder / "broadsheet.sqlite3").exists()


def test_warnings_are_not_failures(folder: Path) -> None:
    examined = run("doctor", folder=folder, address="http://lantern.example")

    assert re.search("^address +warning .*is not encrypted", examined.stdout, flags=re.MULTILINE)
    assert examined.returncode == 0


def test_a_bad_setting_is_what_the_doctor_says_first(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("port = 'x'")

    examined = run("doctor", folder=tmp_path)

    assert (examined.returncode, examined.stderr) == (1, "")
    assert examined.stdout.startswith("settings    wrong ")


def test_a_new_password_each_time_it_is_asked_for(folder: Path) -> None:
    first, second = run("password", folder=folder), run("password", "editor", folder=folder)

    pattern = r"The new password of “editor” is (\S+) \(shown only now\)\.\n"
    passwords = [re.fullmatch(pattern, done.stdout) for done in (first, second)]
    assert all(passwords)
    assert first.stdout != second.stdout


def test_a_lost_second_factor_is_forgotten(folder: Path) -> None:
    done = run("password", "editor", "--forget-second-factor", folder=folder)

    assert done.returncode == 0
    assert "the next sign-in sets up a new one" in done.stdout


def test_a_letter_to_try_the_mail_and_an_address_that_was_never_refused(folder: Path) -> None:
    tried = run("mail", "test", "ann@lantern.example", folder=folder)
    lifted = run("mail", "lift", "ann@lantern.example", folder=folder)

    assert tried.stdout == f"No mail server is set: the letter lies in {folder / 'mail'}.\n"
    assert "To: ann@lantern.example" in next((folder / "mail").glob("*.eml")).read_text()
    assert (lifted.returncode, lifted.stderr) == (
        2, "broadsheet: ann@lantern.example has not been refused its letters.\n",
    )  # fmt: skip


def test_djangos_own_commands_are_at_hand(folder: Path) -> None:
    managed = run("manage", "showmigrations", "delivery", "--plan", folder=folder)

    assert managed.returncode == 0
    assert "[X]  delivery.0001_initial" in managed.stdout


def test_the_version(tmp_path: Path) -> None:
    assert re.fullmatch(r"broadsheet \d+\.\d+\.\d+\S*\n", run("--version", folder=tmp_path).stdout)
