"""While serving, a build that fails leaves the last good pages, and what is wrong stands on each of them."""

import re
import traceback
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from macros.reading.faults import Fault, Faults, Mark

TEMPLATES = Path(__file__).parent / "templates"
BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)


class LastGood:
    """The files of the last good build, as bytes: parts of a guide would be of the classes of an older compiler."""

    def __init__(self, folder: Path):
        self._folder = folder
        jinja = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True)
        self._banner = jinja.get_template("faults.html.j2")  # now: later, it may be what is broken
        self.keep()

    def keep(self) -> None:
        """Take the files as they are."""
        self._files = {file: file.read_bytes() for file in self._folder.rglob("*") if file.is_file()}

    def put_back(self, faults: Iterable[Fault]) -> None:
        """Write the files again, with the faults on top of every page."""
        banner = self._banner.render(faults=faults).encode()
        for file, content in self._files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            is_page = file.suffix == ".html"
            file.write_bytes(BODY.sub(lambda tag: tag[0] + banner, content, count=1) if is_page else content)


def faults_of(error: BaseException, root: Path) -> Faults:
    """What stopped a build: the faults of files, or where in the project at `root` it broke."""
    if isinstance(error, SystemExit):  # how MkDocs stops, and why
        error = error.__cause__ or error.__context__ or error
    # Not isinstance: once the compiler is edited, its classes are others of the same names.
    if faults := getattr(error, "faults", None):
        return Faults(faults)
    file, line, column = _place(error, root)
    message = f"{type(error).__name__}: {getattr(error, 'msg', None) or error}"
    if isinstance(error, SystemExit):
        message = "the build stopped. The terminal tells why."
    return Faults([Fault(file, Mark(line, column), "", message)])


def _place(error: BaseException, root: Path) -> tuple[str, int, int]:
    """The innermost file of the project at `root` that the error came through, with line and column.

    The environments, such as .venv, do not count; mkdocs.yml if there is no such file.
    """
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is of who called the build
    places = [(frame.filename, frame.lineno, 1) for frame in frames]
    if getattr(error, "filename", None) and getattr(error, "lineno", None):  # it could not be read at all
        places.append((error.filename, error.lineno, getattr(error, "offset", None) or 1))
    for name, line, column in reversed(places):
        file = Path(name)
        if file.is_relative_to(root) and not file.relative_to(root).parts[0].startswith("."):
            return file.relative_to(root).as_posix(), line, column
    return "mkdocs.yml", 1, 1
