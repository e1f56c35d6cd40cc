"""The command line of ``briefbook archive``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from briefbook.archive.outcome import FORMATS, Wanted

#: The environment variable with ``access:secret``, the keys of an account at the archive.
KEY = "BRIEFBOOK_ARCHIVE_KEY"


def add(commands: Any, version: str) -> None:
    """Add the command to those of ``briefbook``; *version* is that of the press."""
    command = commands.add_parser(
        "archive", help="visit every web source, look for an archived copy of it, and say what is gone, moved or changed",
        description="Visit every web source of the bibliography, politely; record in ledger/archive.json what was met and where an "
                    "archived copy is kept; say what is gone, has moved, says something else or lacks a copy. It can be stopped "
                    "at any time and goes on where it was. Exit status: 0 all is well, 1 something needs an editor, 2 a wrong "
                    "call or a broken record, 3 nothing answers: the record alone was checked, 130 stopped.")
    command.add_argument("source", nargs="?", default=".", type=Path, help="folder with conf.py (default: this one)")
    command.add_argument("--offline", action="store_true", help="visit nothing: check what is recorded, and say what is missing")
    command.add_argument("--only", nargs="+", default=[], metavar="KEY",
                         help="visit these sources, however lately they were visited")
    command.add_argument("--limit", type=_from_one, metavar="N", help="visit at most N sources")
    command.add_argument("--days", type=_from_one, default=1, metavar="N",
                         help="leave out what was visited less than N days ago (default: 1: a run goes on where the last one stopped)")
    command.add_argument("--no-save", action="store_true", help="look for copies that the archive has, and ask it to make none")
    command.add_argument("--accept", nargs="+", default=[], metavar="KEY",
                         help="visit these sources, and record their text of today as the one that the book cites")
    command.add_argument("--service", default="", metavar="URL",
                         help="an archive with the interfaces of the Internet Archive (default: the Internet Archive)")
    command.add_argument("--contact", default="", metavar="TEXT",
                         help="address that hosts find in our User-Agent (default: html_baseurl of conf.py)")
    command.add_argument("--delay", type=_from_one, default=5, metavar="SECONDS",
                         help="between two requests to one host (default: 5)")
    command.add_argument("-f", "--format", choices=FORMATS, default="text", help="form of the report (default: text)")
    command.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    command.add_argument("-q", "--quiet", action="store_true", help="print the report only")
    command.add_argument("--traceback", action="store_true", help="show where in the code a fault of the press arose")
    command.set_defaults(version=version)


def _from_one(argument: str) -> int:
    if not argument.isdecimal() or int(argument) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {argument!r}")
    return int(argument)


def run(arguments: argparse.Namespace) -> int:
    """Do what the call asks; gives the exit status."""
    from briefbook.archive.archiving import Request, archive

    source = arguments.source.resolve()
    if not (source / "conf.py").is_file():
        print(f"briefbook: {arguments.source}: no conf.py here; name the folder that holds it", file=sys.stderr)
        return 2
    wanted = Wanted(frozenset(arguments.only), arguments.limit, arguments.days, not arguments.no_save, frozenset(arguments.accept))
    return archive(Request(
        source, wanted, arguments.offline, arguments.service, os.environ.get(KEY, ""), arguments.contact, arguments.delay,
        arguments.format, arguments.output, arguments.quiet, arguments.version))
