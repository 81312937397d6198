import http.cookiejar
import re
import stat
import urllib.parse
import urllib.request
from pathlib import Path

from tests.running import RunningSite, free_port, run

SECOND_FACTOR = "One more thing: a second factor"  # where a first sign-in leads


def test_it_says_where_it_is_once_it_answers(site: RunningSite) -> None:
    assert f"Broadsheet is running at http://127.0.0.1:{site.port}/" in site.output()
    assert f"http://127.0.0.1:{site.port}/desk/" in site.output()
    assert f"broadsheet --data {site.folder} password" in site.output()
    assert site.status("/") == 200


def test_it_listens_where_it_is_told_to(restless_site: RunningSite) -> None:
    assert f"Broadsheet is running at http://127.0.0.2:{restless_site.port}/" in (
        restless_site.output()
    )
    assert restless_site.status("/") == 200


def test_the_password_it_prints_opens_the_desk(site: RunningSite) -> None:
    assert SECOND_FACTOR in _desk_after_sign_in(site, site.password)


def test_a_wrong_password_does_not(site: RunningSite) -> None:
    assert SECOND_FACTOR not in _desk_after_sign_in(site, "aaaaa-bbbbb-ccccc-ddddd")


def test_the_password_is_stored_nowhere_in_clear(site: RunningSite) -> None:
    password = site.password.encode()

    files = [path for path in site.folder.rglob("*") if path.is_file()]

    assert [path for path in files if password in path.read_bytes()] == []


def test_the_data_folder_is_its_owners_alone(site: RunningSite) -> None:
    assert stat.S_IMODE(site.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((site.folder / "secret_key").stat().st_mode) == 0o600


def test_the_settings_file_explains_every_setting(site: RunningSite) -> None:
    text = (site.folder / "broadsheet.toml").read_text()

    for name in ("address", "host", "port", "database", "web_processes", "web_threads"):
        assert f"\n#{name} = " in text


def test_static_files_come_with_a_name_that_may_be_kept(site: RunningSite) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/") as response:
        sheet = re.search(r'href="(/static/[^"]+\.css)"', response.read().decode())

    assert sheet
    assert site.status(sheet[1]) == 200


def test_a_second_site_on_the_folder_is_refused(site: RunningSite) -> None:
    second = run("serve", folder=site.folder, port=free_port())

    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.count("\n") == 1
    assert "A site runs on the data folder" in second.stderr


def test_a_second_worker_on_the_folder_is_refused(site: RunningSite) -> None:
    second = run("worker", folder=site.folder)

    assert second.returncode == 2
    assert second.stderr == (
        f"broadsheet: A worker or an import runs on the data folder {site.folder} already.\n"
    )


def test_a_taken_port_is_refused_before_anything_is_made(site: RunningSite, tmp_path: Path) -> None:
    second = run("serve", folder=tmp_path / "new" / "data", port=site.port)

    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"Port {site.port} on 127.0.0.1 is taken" in second.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_supervisor_stays_small(site: RunningSite) -> None:
    assert site.family()[0].memory_full_info().pss < 20 * 1024 * 1024


def _desk_after_sign_in(site: RunningSite, password: str) -> str:
    desk = f"http://127.0.0.1:{site.port}/desk/"
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = browser.open(desk).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"login": "editor", "password": password, "csrfmiddlewaretoken": token[1]}
    data = urllib.parse.urlencode(form | {"next": "/desk/"}).encode()
    door = f"http://127.0.0.1:{site.port}/account/sign-in/"
    answer = browser.open(urllib.request.Request(door, data=data, headers={"Referer": door}))
    return str(answer.read().decode())
