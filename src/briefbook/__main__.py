"""The command ``briefbook`` (``python -m briefbook``)."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from briefbook import __version__
from briefbook.archive import commands as archiving
from briefbook.checker.report import FORMATS
from briefbook.look import PAPERS
from briefbook.release import commands as releasing


def _count(argument: str) -> int:
    """A number of processes, from 1."""
    if not argument.isdecimal() or int(argument) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {argument!r}")
    return int(argument)


def _plain(error: Exception) -> str:
    """What *error* says; of a traceback of Sphinx's, the place in conf.py and the last line."""
    text = str(error).strip()
    head, traceback, tail = text.partition("Traceback (most recent call last):")
    if not traceback:
        return text
    places = re.findall(r'File "(.*conf\.py)", line (\d+)', tail)
    place = f"{places[-1][0]}:{places[-1][1]}: " if places else head.strip() + " "
    return place + tail.strip().splitlines()[-1].strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefbook", description="Compile a policy briefing book: web edition and PDF briefs from one source.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the web edition and every PDF",
                                description="Build the web edition and every PDF; publish all of it or nothing.")
    _source(build)
    build.add_argument("-o", "--output", type=Path, help="where to put html/, pdf/ and epub/ (default: SOURCE/build)")
    build.add_argument("--paper", choices=sorted(PAPERS), help="paper of the PDFs (default: as conf.py says)")
    build.add_argument("--only", choices=("web", "pdf", "epub"), help="build one of them; the book for tablets is built only so")
    build.add_argument("-j", "--jobs", type=_count, default=1, help="processes that read the sources (default: 1)")
    build.add_argument("--fresh", action="store_true", help="read every source again and make everything anew")
    build.add_argument("--final", action="store_true", help="leave the draft mark out")
    build.add_argument("--watch", action="store_true", help="build again whenever a source changes, until interrupted")
    build.add_argument("-q", "--quiet", action="store_true", help="print faults only")
    check = commands.add_parser(
        "check", help="hold text, evidence and sources to the editorial rules",
        description="Hold text, evidence and sources to the editorial rules, and report everything in one run. Exit status: 0 no "
                    "error, 1 errors, or warnings under --strict, or nothing to check, 2 a wrong call.")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH",
                       help="the book's folder, or files and folders of the book to report on (default: all of it)")
    check.add_argument("-f", "--format", choices=FORMATS, default="text", help="form of the report (default: text)")
    check.add_argument("--strict", action="store_true", help="fail over warnings too")
    check.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file")
    check.add_argument("--build", type=Path, metavar="DIR", help="where the last build stands (default: build in the book's folder)")
    check.add_argument("--traceback", action="store_true", help="show where in the code a fault of the press arose")
    schema = commands.add_parser("schema", help="write the JSON Schemas of the ledger, for editors",
                                 description="Write the schemas in ledger/, by which editors complete and check its files.")
    _source(schema)
    for name, what, why in (
            ("recall", "key of a source, or id of a fact", "list every judgment, fact, chart and sentence that falls with it"),
            ("trace", "id of a judgment or a fact", "print its line of sight: facts, grades, origins, sources")):
        asking = commands.add_parser(name, help=why, description=f"{why[0].upper()}{why[1:]}.")
        asking.add_argument("name", metavar="KEY" if name == "recall" else "ID", help=what)
        _source(asking)
        asking.add_argument("-o", "--output", type=Path, help="where the last build stands (default: SOURCE/build)")
    record = commands.add_parser(
        "record", help="record the edition: its judgments, facts, sources, text and addresses",
        description="Write ledger/editions/EDITION.json, the record of the book as it stands. An older record of the same edition is "
                    "overwritten, and the command says so.")
    record.add_argument("edition", nargs="?", default="", metavar="EDITION", help="its name (default: year and month of brief_edition_date)")
    _source(record, option=True)
    record.add_argument("-o", "--output", type=Path, help="where the last build stands (default: SOURCE/build)")
    diff = commands.add_parser(
        "diff", help="say what changed between two editions or revisions",
        description="Say what changed from A to B, by data and not by lines: judgments, facts, values, sources, passages. Each is an "
                    "edition (2026-11), the file of a record, a revision of git, or . for the book as it stands. What went is marked "
                    "[-so-], what came {+so+}. Exit status: 0 nothing changed, 1 something did, 2 a wrong call.")
    diff.add_argument("old", metavar="A", help="the older one")
    diff.add_argument("new", metavar="B", nargs="?", default=".", help="the newer one (default: the book as it stands)")
    due = commands.add_parser(
        "due", help="list the forecasts whose day has come and which have no outcome",
        description="List the forecasts whose day has come and which have no outcome. Exit status: 0 none, 1 some, 2 a wrong call.")
    due.add_argument("--on", default="", metavar="DATE", help="the day (default: the date of the edition)")
    for asking in (diff, due):
        _source(asking, option=True)
        asking.add_argument("-f", "--format", choices=("text", "json"), default="text", help="form of the answer (default: text)")
        asking.add_argument("-o", "--output", type=Path, help="where the last build stands (default: SOURCE/build)")
    archiving.add(commands, __version__)
    releasing.add(commands, __version__)
    return parser


def _source(command: argparse.ArgumentParser, *, option: bool = False) -> None:
    name, more = (("--source", {}) if option else ("source", {"nargs": "?"}))
    command.add_argument(name, default=".", type=Path, help="folder with conf.py (default: this one)", **more)  # type: ignore[arg-type]
    command.add_argument("--traceback", action="store_true", help="show where in the code a fault of the press arose")


def _schema(arguments: argparse.Namespace) -> int:
    from briefbook.ledger.reading import FOLDER, read_ledger
    from briefbook.ledger.schema import schema_texts

    for name, text in schema_texts(read_ledger(arguments.source).ledger.terms).items():
        path = arguments.source / FOLDER / name
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path)
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from briefbook.press.asking import print_recall, print_trace, read_book
    from briefbook.press.build import Order

    source = arguments.source.resolve()
    if not (source / "conf.py").is_file():
        return _no_book(arguments)
    book = read_book(Order(source, (arguments.output or source / "build").resolve()))
    return {"recall": print_recall, "trace": print_trace}[arguments.command](book, arguments.name)


def _check(arguments: argparse.Namespace) -> int:
    from briefbook.press.checking import Wanted, check

    wanted = Wanted(arguments.format, arguments.output, arguments.strict, __version__)
    return check(arguments.paths, arguments.build, wanted)


def _editions(arguments: argparse.Namespace) -> int:
    from briefbook.press.build import Order
    from briefbook.press.editions import diff, due, record

    source = arguments.source.resolve()
    if not (source / "conf.py").is_file():
        return _no_book(arguments)
    order = Order(source, (arguments.output or source / "build").resolve())
    if arguments.command == "record":
        return record(order, arguments.edition)
    return diff(order, arguments.old, arguments.new, arguments.format) if arguments.command == "diff" else due(
        order, arguments.on, arguments.format)


def _no_book(arguments: argparse.Namespace) -> int:
    print(f"briefbook: {arguments.source}: no conf.py here; name the folder that holds it", file=sys.stderr)
    return 2


def _build(arguments: argparse.Namespace) -> int:
    from briefbook.press.build import Order, build
    from briefbook.press.progress import Progress
    from briefbook.press.watch import watch

    source = arguments.source.resolve()
    if not (source / "conf.py").is_file():
        return _no_book(arguments)
    overrides: dict[str, object] = {}
    if arguments.paper:
        overrides["brief_paper"] = arguments.paper
    if arguments.final:
        overrides["brief_draft"] = False
    output = (arguments.output or source / "build").resolve()
    order = Order(source, output, overrides, web=arguments.only in (None, "web"), pdf=arguments.only in (None, "pdf"),
                  epub=arguments.only == "epub", jobs=arguments.jobs, fresh=arguments.fresh)

    def progress() -> Progress:
        return Progress(None if arguments.quiet else sys.stdout)

    if arguments.watch:
        return watch(order, progress, lambda run: _guarded(run, arguments.traceback))
    return build(order, progress())


def _guarded(run: Callable[[], int], traceback: bool) -> int:
    """*run*'s exit status; its errors become one line each."""
    try:
        return run()
    except OSError as error:
        print(f"briefbook: {error.strerror}: {error.filename}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nbriefbook: stopped; nothing was published", file=sys.stderr)
        return 130
    except Exception as error:  # no traceback reaches an author who has not asked for one
        if hasattr(error, "category"):  # a SphinxError; Sphinx is not imported for commands that do not need it
            print(f"briefbook: {error.category}: {_plain(error)}", file=sys.stderr)
            return 2
        if traceback:
            raise
        print(f"briefbook: fault in the press or in an extension: {type(error).__name__}: {error} "
              "(--traceback shows where)", file=sys.stderr)
    return 2


COMMANDS = {"build": _build, "check": _check, "schema": _schema, "recall": _ask, "trace": _ask, "record": _editions, "diff": _editions,
            "due": _editions, "archive": archiving.run, "release": releasing.run_release, "verify": releasing.run_verify}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; exit status 0: done, 1: faults in the book, 2: a wrong call or an unusable machine."""
    arguments = _parser().parse_args(argv)
    return _guarded(lambda: COMMANDS[arguments.command](arguments), arguments.traceback)


if __name__ == "__main__":
    sys.exit(main())
