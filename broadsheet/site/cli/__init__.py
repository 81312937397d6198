"""The command line: `broadsheet serve` and its sisters.

Light on purpose: the process that supervises a site has this loaded for as long as it runs.
"""

import os
import sys
from collections.abc import Sequence

from broadsheet.site.cli.arguments import Arguments, read_arguments
from broadsheet.site.names import FOLDER_VARIABLE
from broadsheet.site.refusal import Refusal

REFUSED = 2

# What the site writes is its owner's alone: passwords' hashes and readers' addresses are in it.
PRIVATE_UMASK = 0o077


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 2, after one sentence, when it does nothing."""
    asked = read_arguments(sys.argv[1:] if arguments is None else arguments)
    os.umask(PRIVATE_UMASK)
    if asked.folder:
        os.environ[FOLDER_VARIABLE] = asked.folder
    try:
        return _run(asked)
    except Refusal as refusal:
        print(f"broadsheet: {refusal}", file=sys.stderr, flush=True)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def _run(asked: Arguments) -> int:
    # Each is imported when asked for: most need Django, which takes a second to load.
    match asked.command:
        case "serve":
            from broadsheet.site.cli.serve import serve

            return serve(is_demo=asked.is_demo)
        case "web":
            from broadsheet.site.cli.web import web

            return web()
        case "worker":
            from broadsheet.site.cli.worker import worker

            return worker()
        case _:
            from broadsheet.site.cli import office

            return office.run(asked)
