"""The command line of ``briefbook release`` and ``briefbook verify``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

#: Forms of the report of a verification; see :mod:`briefbook.release.verdicts`.
FORMATS = ("text", "json")


def add(commands: Any, version: str) -> None:
    """Add both commands to those of ``briefbook``; *version* is that of the press."""
    make = commands.add_parser(
        "release", help="freeze an edition: everything that readers take away, with sums and a manifest",
        description="Build an edition from what is committed, and put site, PDFs, data, references, sums and manifest into one "
                    "folder. A released edition is not touched unless --replace is said. Exit status: 0 released, 1 refused, with "
                    "every reason, 2 a wrong call.")
    make.add_argument("edition", metavar="EDITION", help="its name: year and month, 2026-11; 2026-11.2 for a second one")
    make.add_argument("--source", default=".", type=Path, help="folder with conf.py (default: this one)")
    make.add_argument("-o", "--output", type=Path, help="folder of all releases (default: SOURCE/dist)")
    make.add_argument("--sign", default="", metavar="KEY", help="sign the sums: the file of an SSH key, or a key that GnuPG knows")
    change = make.add_mutually_exclusive_group()
    change.add_argument("--again", action="store_true",
                        help="build a released edition once more and compare the bytes; write nothing")
    change.add_argument("--replace", action="store_true", help="put what is built in the place of what was released")
    make.add_argument("-q", "--quiet", action="store_true", help="print faults only")
    make.set_defaults(version=version)
    look = commands.add_parser(
        "verify", help="say whether a release is what its publisher made",
        description="Hash every file of a release, inspect and validate its PDFs, compare the evidence inside them with the ledger, "
                    "and verify the signature. Exit status: 0 verified, 1 something is wrong, 2 nothing to verify. Checks that "
                    "cannot run here are named.")
    look.add_argument("dist", type=Path, metavar="DIST", help="the folder of a release, or one archive of it")
    look.add_argument("--signers", type=Path, metavar="FILE",
                      help="keys you trust: allowed_signers of OpenSSH, or OpenPGP public keys")
    look.add_argument("-f", "--format", choices=FORMATS, default="text", help="form of the report (default: text)")
    look.add_argument("-q", "--quiet", action="store_true", help="no progress")
    for command in (make, look):
        command.add_argument("--traceback", action="store_true", help="show where in the code a fault of the press arose")


def run_release(arguments: argparse.Namespace) -> int:
    from briefbook.press.progress import Progress
    from briefbook.release.making import Wanted, release

    source = arguments.source.resolve()
    if not (source / "conf.py").is_file():
        print(f"briefbook: {arguments.source}: no conf.py here; name the folder that holds it", file=sys.stderr)
        return 2
    wanted = Wanted(source, arguments.edition, (arguments.output or source / "dist").resolve(), arguments.version, arguments.sign,
                    arguments.again, arguments.replace)
    return release(wanted, Progress(None if arguments.quiet else sys.stderr))


def run_verify(arguments: argparse.Namespace) -> int:
    from briefbook.press.progress import Progress
    from briefbook.release.verdicts import as_json, as_text
    from briefbook.release.verifying import NotARelease, verify

    if arguments.signers and not arguments.signers.is_file():
        print(f"briefbook: {arguments.signers}: there is no such file", file=sys.stderr)
        return 2
    try:
        verdict = verify(arguments.dist, arguments.signers, Progress(None if arguments.quiet else sys.stderr))
    except NotARelease as error:
        print(f"briefbook: {error}", file=sys.stderr)
        return 2
    print({"text": as_text, "json": as_json}[arguments.format](verdict), end="")
    return 0 if verdict.ok else 1
