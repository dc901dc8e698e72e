"""python -m macros check [FILE] | diff [--base REV] [FILE] | export DIR [FILE] | age [FILE] | schema"""

import argparse
import datetime
import os
import sys
from pathlib import Path

from macros import guide
from macros.article import check as article_check
from macros.changes import revision
from macros.changes.diff import diff
from macros.changes.text import as_text, nothing_to_compare
from macros.format.schema import schemas
from macros.github import annotation, in_workflow, repository_in
from macros.pages.pages import pages
from macros.reading.faults import Faults
from macros.report import report
from macros.tree.sources import OLD, TOO_OLD, old_sources


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m macros", description="A decision tree becomes linked pages."
    )
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="tell every fault of the tree, or its figures if it has none")
    check.set_defaults(run=lambda arguments: print(report(article_check.load(arguments.file))))
    compare = commands.add_parser("diff", help="tell what an edit changes, as Markdown")
    compare.add_argument(
        "--base",
        metavar="REV",
        help="the git revision to compare with; where the work left main, if left out",
    )
    compare.set_defaults(
        run=lambda arguments: tell_difference(guide.load(arguments.file), arguments.file, arguments.base)
    )
    export = commands.add_parser("export", help="write the pages as Markdown files")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.set_defaults(run=lambda arguments: write(guide.load(arguments.file), arguments.folder))
    age = commands.add_parser(
        "age", help="tell the cited pages that were read long ago; fail where it is a year"
    )
    age.add_argument(
        "--today", type=datetime.date.fromisoformat, default=datetime.date.today(), metavar="DATE"
    )
    age.set_defaults(run=lambda arguments: tell_age(guide.load(arguments.file), arguments.today))
    for command in (check, compare, export, age):
        command.add_argument("file", type=Path, nargs="?", default=Path(guide.FILE), metavar="FILE")
    schema = commands.add_parser("schema", help="write the schemas by which an editor checks the YAML")
    schema.set_defaults(run=lambda _: write_schemas())
    arguments = parser.parse_args()
    try:
        return arguments.run(arguments) or 0
    except Faults as faults:
        print(faults, file=sys.stderr)
        if in_workflow(os.environ):
            tell_github(faults, arguments.file.parent)
        return 1


def tell_github(faults: Faults, folder: Path) -> None:
    """Print each fault so that it stands on its line of the pull request."""
    for fault in faults.faults:
        message = f"{fault.where}: {fault.message}" if fault.where else fault.message
        file = (folder / fault.file).as_posix()
        print(annotation("error", file, fault.mark.line, fault.mark.column, message))


def tell_age(it: guide.Guide, today: datetime.date) -> int:
    """Print each source that was read 9 months ago or longer, as GitHub shows it; return 1 if one is 12 months old."""
    old = old_sources(it.tree, today, months=OLD)
    for place, months in old:
        kind = "error" if months >= TOO_OLD else "warning"
        message = f"{'.'.join(place)}: read {months} months ago. Read it again."
        there = it.source.places[place]
        print(annotation(kind, there.file, there.value.line, there.value.column, message))
    return int(any(months >= TOO_OLD for _, months in old))


def tell_difference(it: guide.Guide, file: Path, name: str | None) -> int:
    """Print what differs from the tree at the revision `name`; return 1 if git has no such revision."""
    try:
        commit = revision.find(file.parent, name)
        base = revision.read(file, commit)
    except revision.Unknown as error:
        print(f"Nothing to compare with: {error}", file=sys.stderr)
        return 1
    except Faults as faults:
        print(nothing_to_compare(commit[:10], str(faults)), end="")
        return 0
    if base is None:
        print(nothing_to_compare(commit[:10]), end="")
        return 0
    print(as_text(diff(base.tree, it.tree, base.cases, it.cases), commit[:10]), end="")
    return 0


def write_schemas() -> None:
    """Write each schema where the first lines of the YAML files look for it."""
    for file, text in schemas().items():
        file.write_text(text, encoding="utf-8")


def write(it: guide.Guide, folder: Path) -> None:
    """Write every page below `folder`."""
    for page in pages(it, repository_in(os.environ)):
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, encoding="utf-8")


def run() -> int:
    """What `main` returns; 1 without a word if nobody reads on, as in `check | head -1`."""
    try:
        code = main()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        return 1


if __name__ == "__main__":
    sys.exit(run())
