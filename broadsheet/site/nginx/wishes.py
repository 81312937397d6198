"""What may be wished of the configuration of nginx; light, for the command line has it loaded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """What the site's own settings do not say; "" means the usual place."""

    certificate: str = ""
    certificate_key: str = ""
    cache: str = "/var/cache/nginx/broadsheet"
    log: str = "/var/log/nginx/broadsheet.log"
    listen: tuple[str, ...] = ("*", "[::]")
    http_port: int = 80
    without_tls: bool = False
    cache_mb: int = 512
    requests: int = 200
    writes: int = 10
    connections: int = 200
