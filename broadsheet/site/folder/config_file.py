"""The `broadsheet.toml` that a new data folder gets: every setting, explained and commented out."""

from pathlib import Path

from broadsheet.site.folder.config import FILE_NAME

TEXT = """\
# Broadsheet's settings. Each line that begins with "#" is a comment: take the "#" away to
# change a setting, then start the site again. The environment wins over this file: there
# the setting "port" is called BROADSHEET_PORT.

# The site's public address, as readers type it. Every link is built on it, and requests for
# any other host are redirected to it. Without it the site is found on this machine alone.
#address = "https://lantern.example"

# The IP address to listen on. Behind a proxy on the same machine 127.0.0.1 is right;
# 0.0.0.0 listens on every network this machine is in.
#host = "127.0.0.1"

# The port to listen on.
#port = 8000

# Where the rows are kept: a SQLite file (a path without "/" in front lies in this folder),
# or PostgreSQL as postgresql://user:password@localhost/name.
#database = "sqlite:///broadsheet.sqlite3"

# How many processes answer requests. Each takes about 120 MB; one per processor is plenty.
#web_processes = 1

# How many requests each of these processes answers at the same time.
#web_threads = 8

# How much the stored pages may take of each process's memory, and of the disk, in megabytes.
#pages_memory_mb = 64
#pages_disk_mb = 512

# How many proxies of yours stand in front and add to the header X-Forwarded-For. With 0 the
# header is not believed, and the throttle of signing in counts all who come through a proxy
# as one.
#proxies = 0

# The mail server that takes the letters to readers: smtp:// with STARTTLS, smtps:// with TLS
# from the first byte, smtp://localhost:25?tls=never for a relay on this machine. Without it
# letters are written as files into the folder "mail" in here. “broadsheet mail test ADDRESS”
# tries it.
#mail = "smtp://user:password@mail.lantern.example:587"

# Who the letters are from. The mail server must accept it as a sender.
#mail_from = "The Lantern <post@lantern.example>"

# The key of your account at Stripe, which takes the readers' gifts. A restricted key is best; one
# for tests (sk_test_ or rk_test_) moves no money and opens nothing on a real site. Keep it where
# you keep passwords. Without a key nobody can give online.
#stripe_key = "rk_live_YourOwnKey"

# The signing secret of the address to which Stripe sends its events, which is this site's
# /support/events/stripe/. Without it no event is believed, and nobody can give online.
#stripe_webhook_secret = "whsec_YourOwnSecret"
"""


def write_config_file(folder: Path) -> None:
    """Write the commented file where there is none."""
    path = folder / FILE_NAME
    if not path.exists():
        path.write_text(TEXT, encoding="utf-8")
