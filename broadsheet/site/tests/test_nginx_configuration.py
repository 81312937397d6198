import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

from broadsheet.site.cli.arguments import read_arguments
from broadsheet.site.folder.config import Config, load_config
from broadsheet.site.nginx import nginx_configuration
from broadsheet.site.nginx.wishes import Wishes
from broadsheet.site.refusal import Refusal

Configure = Callable[..., Config]

PERSONAL = [
    reverse("account_login"),
    reverse("challenge"),
    reverse("own_comments"),
    reverse("comment", args=[7]),
    reverse("mine", args=["storm-gate"]),
    reverse("desk_document", args=[3, "plan.pdf"]),
    reverse("thanks", args=["01234567-89ab-cdef-0123-456789abcdef"]),
    reverse("yours", args=["a:b:c"]),
    reverse("subscription_end", args=["a:b:c"]),
    "/desk/",
    "/stories/storm-gate/live.json?read",
]
PUBLIC = [
    "/",
    reverse("article", args=["storm-gate"]),
    reverse("comments", args=["storm-gate"]),
    reverse("topic", args=["harbour"]),
    reverse("support"),
    reverse("ledger_lines"),
    "/stories/storm-gate/live.json",
    "/desk-research/",
]


@pytest.fixture
def configure(tmp_path: Path) -> Configure:
    def configured(address: str = "https://lantern.example", **settings: str) -> Config:
        named = {f"BROADSHEET_{name.upper()}": value for name, value in settings.items()}
        return load_config(
            {"BROADSHEET_DATA": str(tmp_path), "BROADSHEET_ADDRESS": address} | named
        )

    return configured


def test_it_listens_for_tls_under_the_name_of_the_site(configure: Configure) -> None:
    written = nginx_configuration(configure(port="8123"), wishes=Wishes())

    assert "server_name lantern.example;" in written
    assert "listen [::]:443 ssl http2;" in written
    assert "return 308 https://lantern.example$request_uri;" in written
    assert 'ssl_certificate "/etc/letsencrypt/live/lantern.example/fullchain.pem";' in written
    assert "server 127.0.0.1:8123 max_fails=0;" in written
    assert "%{" not in written


def test_a_site_without_tls_has_none_in_front_of_it(configure: Configure) -> None:
    written = nginx_configuration(configure("http://lantern.example:8080"), wishes=Wishes())

    assert "listen *:8080;" in written
    assert "proxy_set_header Host lantern.example:8080;" in written
    assert "ssl_" not in written
    assert "ssl http2" not in written


def test_where_somebody_else_speaks_tls_it_listens_without(configure: Configure) -> None:
    words = ["nginx", "--without-tls", "--http-port", "8080"]

    written = nginx_configuration(configure(), wishes=read_arguments(words).nginx)

    assert "listen *:8080;" in written
    assert "ssl_" not in written
    assert "proxy_set_header Host lantern.example;" in written


def test_an_address_of_ipv6_is_a_name_in_brackets(configure: Configure) -> None:
    written = nginx_configuration(configure("http://[fd00::1]:8080"), wishes=Wishes())

    assert "server_name [fd00::1];" in written


@pytest.mark.parametrize(
    ("host", "found"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("10.1.2.3", "10.1.2.3")],
)
def test_it_finds_the_site_where_that_listens(configure: Configure, host: str, found: str) -> None:
    written = nginx_configuration(configure(host=host), wishes=Wishes())

    assert f"server {found}:8000 max_fails=0;" in written


def test_what_is_wished_on_the_command_line_stands_in_it(configure: Configure) -> None:
    words = "nginx --certificate /c.pem --listen 10.0.0.1 --listen [fd00::1] --writes 3"

    written = nginx_configuration(configure(), wishes=read_arguments(words.split()).nginx)

    assert 'ssl_certificate "/c.pem";' in written
    assert "listen 10.0.0.1:443 ssl http2;\n    listen [fd00::1]:443 ssl http2;" in written
    assert "zone=broadsheet_writes:10m rate=3r/s" in written
    assert "listen *" not in written


def test_a_site_without_an_address_of_its_own_is_refused(configure: Configure) -> None:
    config = replace(configure(), has_own_address=False)

    with pytest.raises(Refusal, match="no public address yet"):
        nginx_configuration(config, wishes=Wishes())


@pytest.mark.parametrize("path", ["/a b", '/a"; load_module "/x.so', "/a$b", "/a\nb"])
def test_a_path_cannot_bring_words_of_its_own(configure: Configure, path: str) -> None:
    with pytest.raises(Refusal, match="no path for nginx"):
        nginx_configuration(configure(), wishes=Wishes(log=path))


@pytest.mark.parametrize("words", ["nginx --writes 0", "nginx --writes many"])
def test_a_limit_is_a_whole_number(words: str) -> None:
    with pytest.raises(SystemExit):
        read_arguments(words.split())


def test_nobody_waits_for_another_readers_own_page(configure: Configure) -> None:
    written = nginx_configuration(configure(), wishes=Wishes())
    table = written[written.index("$broadsheet_personal {") :].partition("}\n")[0]
    patterns = [re.compile(found) for found in re.findall(r'"~(\S+)" 1;', table)]

    def is_personal(path: str) -> bool:
        asked = path if "?" in path else f"{path}?"
        return any(pattern.search(asked) for pattern in patterns)

    assert [path for path in PERSONAL if not is_personal(path)] == []
    assert [path for path in PUBLIC if is_personal(path)] == []
