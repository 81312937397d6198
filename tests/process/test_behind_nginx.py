"""The configuration that `broadsheet nginx` prints, in a real nginx before a real site."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.behind_nginx import (
    WRITER,
    Front,
    begin_a_post,
    declares,
    http_2_request,
    statuses,
)
from tests.running import RunningSite, copy_site, free_port, run
from tests.running_nginx import NGINX, RunningNginx, make_certificate

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")

PUBLISH = """
from broadsheet.newsroom.models import Article, StoryArchive, Topic
topic = Topic.objects.first() or Topic.objects.create(name="Harbour", slug="harbour")
for slug in ("stays", "goes"):
    story = Article(title=f"A story that {slug}", slug=slug, live=False, topic=topic)
    StoryArchive.objects.get().add_child(instance=story)
    story.save_revision().publish()
"""
CHANGE = """
from broadsheet.newsroom.models import Article
story = Article.objects.get(slug="stays")
story.title = "A story that has changed"
story.save_revision().publish()
Article.objects.get(slug="goes").unpublish()
"""


@pytest.fixture(scope="module")
def front(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One site and one nginx for all of these tests."""
    folder = tmp_path_factory.mktemp("behind")
    port, http_port = free_port(), free_port()
    data = copy_site(site.folder, folder / "data")
    (data / "broadsheet.toml").write_text(
        f'address = "https://localhost:{port}"\nproxies = 1\nport = {free_port()}\n'
    )
    behind = RunningSite(data, log=folder / "log")
    chain, key = make_certificate(folder, name="localhost")
    own = folder / "nginx"
    options = [
        *("--certificate", chain, "--certificate-key", key, "--http-port", http_port),
        *("--cache", own / "cache", "--log", own / "requests.log", "--listen", "127.0.0.1"),
    ]
    printed = run("nginx", *map(str, options), folder=data, port=behind.port)
    assert printed.returncode == 0, printed.stderr
    nginx = RunningNginx(own, configuration=printed.stdout)
    made = Front(behind, nginx, port, http_port, chain)
    made.manage(PUBLISH)
    behind.start()
    nginx.start()
    yield made
    nginx.end()
    behind.end()


def test_a_page_comes_by_http_2(front: Front) -> None:
    context = ssl.create_default_context(cafile=front.certificate)
    context.set_alpn_protocols(["h2"])

    with context.wrap_socket(
        socket.create_connection(("127.0.0.1", front.port)), server_hostname="localhost"
    ) as reader:
        reader.sendall(http_2_request(front.host))
        found = statuses(reader)

    assert found == ["200"]


def test_tls_is_new_and_whoever_comes_without_it_is_sent_on(front: Front) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(front.certificate)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    connection = http.client.HTTPConnection("127.0.0.1", front.http_port, timeout=20)
    connection.request("GET", "/stories/?page=2", headers={"Host": "www.localhost"})
    plain = connection.getresponse()

    assert plain.status == 308
    assert plain.headers["Location"] == f"https://{front.host}/stories/?page=2"
    with pytest.raises((ssl.SSLError, ConnectionError)):
        old.wrap_socket(
            socket.create_connection(("127.0.0.1", front.port)), server_hostname="localhost"
        )


def test_another_name_of_the_site_leads_to_its_own(front: Front) -> None:
    answer = front.get("/stories/?page=2", Host="www.lantern.example")

    assert answer.status == 308
    assert answer.headers["Location"] == f"https://{front.host}/stories/?page=2"


def test_a_page_comes_from_the_cache_as_it_was_compressed(front: Front) -> None:
    _wait_for_a_new_second()

    first = front.get("/corrections/", Accept_Encoding="gzip")
    second = front.get("/corrections/", Accept_Encoding="deflate, gzip;q=0.5", Cookie="reader=me")

    assert (first.cache, second.cache) == ("MISS", "HIT")
    assert first.headers["Content-Encoding"] == second.headers["Content-Encoding"] == "gzip"
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "max-age=0, must-revalidate" in second.headers["Cache-Control"]
    assert "X-Accel-Expires" not in second.headers
    assert first.content == second.content
    assert "</html>" in second.words


def test_a_page_is_kept_until_the_end_of_the_second_and_no_longer(front: Front) -> None:
    """With `s-maxage=1` alone nginx, which counts in whole seconds, keeps it for nearly two."""
    _wait_for_a_new_second()
    front.get("/stories/stays/", Accept_Encoding="gzip")
    kept = front.get("/stories/stays/", Accept_Encoding="gzip")
    _wait_for_a_new_second()

    after = front.get("/stories/stays/", Accept_Encoding="gzip")

    assert (kept.cache, after.cache) == ("HIT", "REVALIDATED")
    assert kept.content == after.content


def test_brotli_gzip_and_plain_are_kept_apart(front: Front) -> None:
    _wait_for_a_new_second()
    wishes = {
        "gzip, deflate, br, zstd": {"br", "gzip"},
        "gzip, br;q=0": {"gzip"},
        "br;q=0.0, gzip;q=0": {""},
        "gzip;q=0.001": {"gzip"},
        "": {""},
    }

    # Twice, so that the second answers come from the cache.
    answers = {
        wish: [front.get("/stories/", Accept_Encoding=wish) for _ in range(2)] for wish in wishes
    }

    for wish, codings in wishes.items():
        for answer in answers[wish]:
            assert (answer.headers["Content-Encoding"] or "") in codings
            assert "</html>" in answer.words
        assert answers[wish][1].cache == "HIT"
    assert len({answer.words for both in answers.values() for answer in both}) == 1


def test_a_reader_who_has_the_page_gets_304_from_the_cache(front: Front) -> None:
    page = front.get("/stories/stays/", Accept_Encoding="br")

    again = front.get("/stories/stays/", Accept_Encoding="br", If_None_Match=page.headers["ETag"])

    assert (again.status, again.content) == (304, b"")
    assert front.ask("HEAD", "/stories/stays/").status == 200


def test_a_part_of_a_page_comes_from_the_cache(front: Front) -> None:
    whole = front.get("/stories/stays/")

    part = front.get("/stories/stays/", Range="bytes=0-14")

    assert (part.status, part.content) == (206, whole.content[:15])


def test_who_has_just_written_gets_round_the_cache(front: Front) -> None:
    for _ in range(2):
        front.get("/topics/harbour/")

    answer = front.get("/topics/harbour/", Cookie="reader=x; wrote=1")

    assert answer.cache == "BYPASS"


@pytest.mark.parametrize(
    "path",
    [
        "/account/sign-in/",
        "/comments/challenge/",
        "/comments/mine/",
        "/stories/stays/comments/mine.json",
        "/desk/",
    ],
)
def test_what_is_one_readers_own_is_not_kept(front: Front, path: str) -> None:
    answers = [front.get(path) for _ in range(2)]

    for answer in answers:
        assert answer.cache in ("", "BYPASS")
        assert "no-store" in answer.headers["Cache-Control"]


def test_static_files_are_kept_with_their_own_headers(front: Front) -> None:
    page = front.get("/").words
    path = page[page.index("/static/") :].partition('"')[0]

    first, second = (front.get(path, Accept_Encoding="gzip") for _ in range(2))

    assert second.cache == "HIT"
    assert "immutable" in second.headers["Cache-Control"]
    assert second.headers["X-Content-Type-Options"] == "nosniff"
    assert first.content == second.content


def test_stalled_posts_stay_with_nginx(front: Front) -> None:
    web = front.site.process("web", child=True)
    before = _connections(web, front.site.port)
    stalled = [begin_a_post(front) for _ in range(20)]

    answer = front.get("/account/sign-in/")  # made anew each time

    assert answer.status == 200
    assert _connections(web, front.site.port) <= before + 1
    for connection in stalled:
        connection.close()


def test_what_is_too_large_is_refused_by_its_path(front: Front) -> None:
    two_megabytes = b"a" * 2 * 1024 * 1024

    assert front.ask("POST", "/stories/stays/comments/", body=two_megabytes).status == 413
    assert front.ask("POST", "/desk/", body=two_megabytes).status != 413
    assert declares(front, "/desk/", 25 * 1024 * 1024).startswith(b"HTTP/1.1 413")


def test_one_address_writes_so_much_and_no_more(front: Front) -> None:
    context = ssl.create_default_context(cafile=front.certificate)
    connection = http.client.HTTPSConnection(
        "localhost", front.port, context=context, source_address=(WRITER, 0), timeout=20
    )
    said = []
    for _ in range(60):
        connection.request("POST", "/nothing/", b"a=b")
        answer = connection.getresponse()
        answer.read()
        said.append(answer.status)

    assert said[0] in (404, 405)
    assert said[-1] == 429
    connection.request("GET", "/")  # whoever writes too much may read
    assert connection.getresponse().status == 200


def test_no_address_stands_in_any_log(front: Front) -> None:
    front.get("/about/?from=a-friend", User_Agent="Reader's browser", Referer="https://a.example/")
    front.get("/subscriptions/end/MTI:1abcDE:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ/")
    front.get("/support/thanks/01234567-89ab-cdef-0123-456789abcdef/")
    front.ask("POST", "/stories/stays/comments/", body=b"a" * 2 * 1024 * 1024)

    written = front.nginx.written()

    assert " /about/ " in written
    for private in ("127.0.", "a-friend", "browser", "a.example", "MTI", "1abcDE", "01234567"):
        assert private not in written


def test_a_change_is_seen_within_the_second_and_what_went_never_comes_back(front: Front) -> None:
    """The last of these tests: it ends the site."""
    assert front.get("/stories/goes/").status == 200
    assert "A story that stays" in front.get("/stories/stays/").words

    front.manage(CHANGE)
    _wait_for_a_new_second()

    assert "A story that has changed" in front.get("/stories/stays/").words
    assert front.get("/stories/goes/").status == 404

    front.site.stop()
    _wait_for_a_new_second()
    _wait_for_a_new_second()

    assert "A story that has changed" in front.get("/stories/stays/").words
    assert front.get("/stories/goes/").status != 200
    away = front.get("/nobody-asked-before/")
    assert (away.status, away.headers["Retry-After"]) == (503, "5")


def _wait_for_a_new_second() -> None:
    """A page is kept until the end of the second it was made in."""
    time.sleep(1.02 - time.time() % 1)


def _connections(process: psutil.Process, port: int) -> int:
    made = process.net_connections(kind="tcp")
    return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == port for one in made)
