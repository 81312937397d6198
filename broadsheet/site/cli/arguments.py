"""What may be asked for on the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet import __version__
from broadsheet.site.names import DEFAULT_FOLDER, EDITOR, FOLDER_VARIABLE
from broadsheet.site.nginx.arguments import add_nginx, wishes_of
from broadsheet.site.nginx.wishes import Wishes

FORMATS = ("wordpress",)
CHECKED_DAYS = 30


@dataclass
class Arguments:
    """A command line, read."""

    command: str
    folder: str = ""
    is_demo: bool = False
    name: str = EDITOR
    forget_second_factor: bool = False
    format: str = ""
    file: str = ""
    act: str = ""
    address: str = ""
    days: int = CHECKED_DAYS
    nginx: Wishes = field(default_factory=Wishes)
    rest: list[str] = field(default_factory=list)


def read_arguments(words: Sequence[str]) -> Arguments:
    """Read a command line; argparse itself answers --help, --version and what is wrong."""
    parser = _parser()
    known, rest = parser.parse_known_args(words)
    if rest and known.command != "manage":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return Arguments(
        command=known.command,
        folder=known.folder or "",
        is_demo=getattr(known, "demo", False),
        name=getattr(known, "name", EDITOR),
        forget_second_factor=getattr(known, "forget_second_factor", False),
        format=getattr(known, "format", ""),
        file=getattr(known, "file", ""),
        act=getattr(known, "act", ""),
        address=getattr(known, "address", ""),
        days=getattr(known, "days", CHECKED_DAYS),
        nginx=wishes_of(known),
        rest=[*getattr(known, "words", []), *rest],
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="broadsheet", description="A reader-funded newspaper, run from one folder."
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    parser.add_argument(
        "--data",
        dest="folder",
        metavar="DIR",
        help=f"the data folder (else {FOLDER_VARIABLE}, else ./{DEFAULT_FOLDER})",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    serve = commands.add_parser("serve", help="prepare the data folder and run the site")
    serve.add_argument("--demo", action="store_true", help="with the sample newsroom")
    commands.add_parser("worker", help="run only the worker, which does what can wait")
    commands.add_parser("demo", help="load the sample newsroom into an empty data folder")
    _add_import(commands)
    commands.add_parser("reindex", help="write the words anew that readers' search looks in")
    pages = commands.add_parser("pages", help="look after the stored pages")
    acts = pages.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("rebuild", help="throw them away and make them anew, should they be wrong")
    commands.add_parser("doctor", help="check the site, and say what is wrong and what helps")
    check = commands.add_parser(
        "check-ledger", help="check the ledger with itself, the meter and the payment provider"
    )
    check.add_argument(
        "--days",
        type=int,
        default=CHECKED_DAYS,
        help="how far back the provider is asked (default: %(default)s)",
    )
    password = commands.add_parser("password", help="give an account a new random password")
    password.add_argument("name", nargs="?", default=EDITOR, help="default: %(default)s")
    password.add_argument(
        "--forget-second-factor",
        action="store_true",
        help="for who has lost it: the next sign-in sets up a new one",
    )
    _add_mail(commands)
    add_nginx(commands)
    manage = commands.add_parser("manage", help="Django's own commands", add_help=False)
    manage.add_argument("words", nargs=argparse.REMAINDER)
    # What `serve` starts; nobody types these, so they have no help.
    commands.add_parser("web")
    commands.add_parser("prepare").add_argument("--demo", action="store_true")
    return parser


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    imports = commands.add_parser("import", help="bring stories and comments from elsewhere")
    imports.add_argument("format", choices=FORMATS)
    imports.add_argument("file", metavar="FILE", help="what the other site has exported")


def _add_mail(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mail = commands.add_parser("mail", help="try the mail server, or let letters go out again")
    acts = mail.add_subparsers(dest="act", metavar="ACT", required=True)
    for act, words in (
        ("test", "send one letter now, and say what the mail server answers"),
        ("lift", "let an address have letters again that a mail server had called unknown"),
    ):
        acts.add_parser(act, help=words).add_argument("address", metavar="ADDRESS")
