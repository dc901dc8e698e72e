"""python -m macros check [FILE] | diff [--base REV] [FILE] | export DIR [FILE] | age [FILE] | schema | new DIR"""

import argparse
import datetime
import os
import sys
from pathlib import Path

from macros import export
from macros.article import check as article_check
from macros.changes import revision
from macros.changes.diff import diff
from macros.changes.text import as_text, nothing_to_compare
from macros.format.schema import schemas
from macros.github import annotation, in_workflow, repository_in
from macros.guide import FILE, Guide, load
from macros.pages import addresses
from macros.reading.faults import Faults
from macros.report import report
from macros.starter import project
from macros.tree.sources import OLD, TOO_OLD, old_sources


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m macros", description="A decision tree becomes linked pages."
    )
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="report every fault, or print statistics if there are none")
    check.set_defaults(run=lambda arguments: print(report(article_check.load(arguments.file))))
    compare = commands.add_parser("diff", help="print what an edit changes, as Markdown")
    compare.add_argument(
        "--base",
        metavar="REV",
        help="the git revision to compare with; if left out, the one where this branch left main",
    )
    compare.set_defaults(
        run=lambda arguments: print_difference(load(arguments.file), arguments.file, arguments.base)
    )
    take_out = commands.add_parser("export", help="write all pages as Markdown, for another generator")
    take_out.add_argument("folder", type=Path, metavar="DIR")
    take_out.set_defaults(run=lambda arguments: write_export(arguments.file, arguments.folder))
    age = commands.add_parser(
        "age", help="list the cited pages that were read 9 months ago or longer; fail if one is 12 months"
    )
    age.add_argument(
        "--today", type=datetime.date.fromisoformat, default=datetime.date.today(), metavar="DATE"
    )
    age.set_defaults(run=lambda arguments: print_age(load(arguments.file), arguments.today))
    for command in (check, compare, take_out, age):
        command.add_argument("file", type=Path, nargs="?", default=Path(FILE), metavar="FILE")
    schema = commands.add_parser("schema", help="write the schemas by which an editor checks the YAML")
    schema.set_defaults(run=lambda _: write_schemas())
    new = commands.add_parser("new", help="write a project for a decision of your own into an empty folder")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.set_defaults(run=lambda arguments: start_project(arguments.folder))
    arguments = parser.parse_args()
    try:
        return arguments.run(arguments) or 0
    except Faults as faults:
        print(faults, file=sys.stderr)
        if in_workflow(os.environ):
            print_annotations(faults, arguments.file.parent)
        return 1


def print_annotations(faults: Faults, folder: Path) -> None:
    """Print each fault so that GitHub shows it on its line of the pull request."""
    for fault in faults.faults:
        message = f"{fault.where}: {fault.message}" if fault.where else fault.message
        file = (folder / fault.file).as_posix()
        print(annotation("error", file, fault.mark.line, fault.mark.column, message))


def print_age(guide: Guide, today: datetime.date) -> int:
    """Print each source that was read 9 months ago or longer, as a message for GitHub; return 1 if one was 12, else 0."""
    old = old_sources(guide.tree, today, months=OLD)
    for place, months in old:
        kind = "error" if months >= TOO_OLD else "warning"
        message = f"{'.'.join(place)}: read {months} months ago. Read it again."
        there = guide.source.places[place]
        print(annotation(kind, there.file, there.value.line, there.value.column, message))
    return int(any(months >= TOO_OLD for _, months in old))


def print_difference(guide: Guide, file: Path, name: str | None) -> int:
    """Print what differs from the tree at the git revision `name`; return 1 if there is no such revision, else 0."""
    try:
        commit, note = revision.find(file.parent, name)
        base = revision.read(file, commit)
    except revision.Unknown as error:
        print(f"Nothing to compare with: {error}", file=sys.stderr)
        return 1
    except Faults as faults:
        text = nothing_to_compare(commit[:10], str(faults))
    else:
        text = (
            as_text(diff(base.tree, guide.tree, base.cases, guide.cases), commit[:10])
            if base
            else nothing_to_compare(commit[:10])
        )
    print(f"{note}\n\n{text}" if note else text, end="")
    return 0


def write_schemas() -> None:
    """Write each schema where the first lines of the YAML files look for it."""
    for file, text in schemas().items():
        whole(file, text.encode())


def start_project(folder: Path) -> int:
    """Write a project for another decision into a folder, and print what comes next; return 1 if it cannot be."""
    try:
        project.write(project.files_of_a_new_project(), folder)
    except OSError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    print(f"A project for your own decision stands in {folder}. Go there, and run: make serve")
    return 0


def write_export(file: Path, folder: Path) -> int:
    """Write all that the site of `file` is made from below `folder`; nothing if a fault is found. Return the exit code."""
    there, project = folder.resolve(), file.parent.resolve()
    if there == project or there.is_relative_to(project / article_check.DOCS):
        print(f"{folder} belongs to the project itself. Name another folder.", file=sys.stderr)
        return 1
    if there.is_dir() and any(there.iterdir()) and not (there / addresses.TREE).exists():
        print(
            f"{folder} holds other files. Name an empty folder, or one with an earlier export.",
            file=sys.stderr,
        )
        return 1
    made = list(export.files(article_check.load(file), file.parent, repository_in(os.environ)))
    try:
        for path, content in made:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            whole(folder / path, content)
    except OSError as error:
        print(f"The export is not whole: {error}", file=sys.stderr)
        return 1
    return 0


def whole(file: Path, content: bytes) -> None:
    """Write a file whole, or leave it as it was. Raises OSError."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(content)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def run() -> int:
    """The exit code of `main`. What is printed is UTF-8, wherever it goes; what the system refuses is told in one line.

    If it is stopped with Ctrl+C, it is 130, as of any command. If the reader of the output has gone, as in `check | head -1`, it is 1, and nothing is told.
    """
    for stream in filter(None, (sys.stdout, sys.stderr)):  # none where it was closed
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main()
    except OSError as error:
        code = refused(error)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        code = 130
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        code = refused(error)
        # Python flushes stdout once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def refused(error: OSError) -> int:
    """Tell what the system refused, unless it is the reader that has gone; return 1."""
    if not isinstance(error, BrokenPipeError):
        print(f"The system refuses: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(run())
