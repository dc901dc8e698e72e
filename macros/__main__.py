"""python -m macros check [FILE] | export DIR [FILE] | age [FILE]"""

import argparse
import datetime
import sys
from pathlib import Path

from macros import guide
from macros.age import old_sources
from macros.faults import Faults
from macros.pages import pages
from macros.report import report


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m macros", description="A decision tree becomes linked pages."
    )
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="tell every fault of the tree, or its figures if it has none")
    check.set_defaults(run=lambda arguments: print(report(guide.load(arguments.file))))
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
    for command in (check, export, age):
        command.add_argument("file", type=Path, nargs="?", default=Path(guide.FILE), metavar="FILE")
    arguments = parser.parse_args()
    try:
        return arguments.run(arguments) or 0
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 1


def tell_age(it: guide.Guide, today: datetime.date) -> int:
    """Print each source that was read 9 months ago or longer, as GitHub shows it; return 1 if one is 12 months old."""
    old = old_sources(it.tree, today, months=9)
    for place, months in old:
        kind = "error" if months >= 12 else "warning"
        line = it.source.values[place].line
        print(
            f"::{kind} file={it.source.file},line={line}::{'.'.join(place)}: read {months} months ago. Read it again."
        )
    return int(any(months >= 12 for _, months in old))


def write(it: guide.Guide, folder: Path) -> None:
    """Write every page below `folder`."""
    for page in pages(it):
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
