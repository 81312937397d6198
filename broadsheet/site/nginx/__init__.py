"""The configuration of nginx that stands in front of a site, filled in for this one."""

import ipaddress
import re
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from broadsheet.site.folder.config import Config
from broadsheet.site.names import DESK_PATH
from broadsheet.site.nginx.wishes import Wishes
from broadsheet.site.refusal import Refusal

TEMPLATE = Path(__file__).with_name("broadsheet.conf")
BURST_SECONDS = 4  # so much at a stretch: a page brings its pictures, scripts and style sheets

_UNSAFE = re.compile(r"[\"\\$;{}\s]")


class _Form(Template):
    delimiter = "%"  # nginx has variables that begin with "$"


def nginx_configuration(config: Config, *, wishes: Wishes) -> str:
    """What nginx is to read: TLS where the site's address is https, else plain HTTP.

    :raises Refusal: when the site has no address of its own, or a path would not be one path.
    """
    if not config.has_own_address:
        raise Refusal(
            "This site has no public address yet, which nginx has to know: set address in "
            f"{config.folder / 'broadsheet.toml'}."
        )
    parts = urlsplit(config.address)
    is_tls = config.is_https and not wishes.without_tls
    port = _port(config, wishes)
    name = parts.hostname or ""
    return _Form(TEMPLATE.read_text(encoding="utf-8")).substitute(
        address=config.address,
        host=parts.netloc,
        name=f"[{name}]" if ":" in name else name,
        site=_site(config),
        desk=DESK_PATH,
        cache=_path(wishes.cache),
        cache_mb=wishes.cache_mb,
        log=_path(wishes.log),
        listen=_listen(wishes, port=port, options=" ssl http2" if is_tls else ""),
        tls=_tls(wishes, name=name) if is_tls else "",
        elsewhere=_elsewhere(config, wishes, is_tls=is_tls),
        requests=wishes.requests,
        requests_burst=wishes.requests * BURST_SECONDS,
        writes=wishes.writes,
        writes_burst=wishes.writes * BURST_SECONDS,
        connections=wishes.connections,
    )


def _port(config: Config, wishes: Wishes) -> int:
    """Where readers come in; behind somebody else's TLS that is not the address's own port."""
    if config.is_https and wishes.without_tls:
        return wishes.http_port
    return urlsplit(config.address).port or (443 if config.is_https else 80)


def _site(config: Config) -> str:
    """Where nginx finds Broadsheet: on this machine, if that listens on every network."""
    address = ipaddress.ip_address(config.host)
    if address.is_unspecified:
        address = ipaddress.ip_address("::1" if address.version == 6 else "127.0.0.1")
    return f"[{address}]:{config.port}" if address.version == 6 else f"{address}:{config.port}"


def _path(words: str) -> str:
    if _UNSAFE.search(words):
        raise Refusal(f"{words!r} is no path for nginx: it has a space or a sign in it.")
    return words


def _listen(wishes: Wishes, *, port: int, options: str) -> str:
    places = [f"{_path(place)}:{port}{options}" for place in wishes.listen]
    return "\n".join(f"    listen {place};" for place in places)


def _tls(wishes: Wishes, *, name: str) -> str:
    folder = f"/etc/letsencrypt/live/{name}"
    certificate = _path(wishes.certificate or f"{folder}/fullchain.pem")
    key = _path(wishes.certificate_key or f"{folder}/privkey.pem")
    return f"""
    ssl_certificate "{certificate}";
    ssl_certificate_key "{key}";
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:broadsheet_sessions:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
"""


def _elsewhere(config: Config, wishes: Wishes, *, is_tls: bool) -> str:
    """Servers for readers who come by another name, or without TLS."""
    parts = []
    if is_tls:
        listen = _listen(wishes, port=wishes.http_port, options=" default_server")
        parts.append(_redirect(config, listen, more=_CHALLENGES))
    tls = _tls(wishes, name=urlsplit(config.address).hostname or "") if is_tls else ""
    options = " ssl http2 default_server" if is_tls else " default_server"
    listen = _listen(wishes, port=_port(config, wishes), options=options)
    parts.append(_redirect(config, listen, more=tls))
    return "\n".join(parts)


_CHALLENGES = """
    # Where the authority that signs certificates looks: certbot --webroot -w /var/www/html.
    location ^~ /.well-known/acme-challenge/ {
        root /var/www/html;
    }
"""


def _redirect(config: Config, listen: str, *, more: str) -> str:
    return f"""
server {{
{listen}
    server_name _;
{more}
    server_tokens off;
    access_log off;
    error_log /dev/null emerg;
    location / {{
        return 308 {config.address}$request_uri;
    }}
}}"""
