"""The MkDocs adapter: pages become generated files, with edit links and live reload. Nothing else knows MkDocs."""

import importlib
import logging
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

log = logging.getLogger("mkdocs.hooks.decision_tree")
ID = re.compile(r'\sid="([^"]+)"')
_compiler: dict[Path, int] = {}


class Finished(Page):
    """A page whose text is HTML already. Markdown would take half the time of a build to leave it as it is."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.markdown
        self.toc = TableOfContents([])
        self.present_anchor_ids = set(ID.findall(self.content))


@event_priority(100)  # before mkdocs-macros imports the package
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the guide."""
    root = Path(config.config_file_path).parent
    _follow_the_compiler(root / "macros")
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    from macros.article_check import load
    from macros.guide import FILE
    from macros.repository import repository_in

    config.extra["guide"] = load(root / FILE)
    config.extra["repository"] = repository_in(os.environ)
    if config.extra["repository"]:
        config.edit_uri = config.extra["repository"].edit("")
    return config


@event_priority(100)  # before plugins that look files up
def on_files(files: Files, config: MkDocsConfig) -> Files:
    from macros.cards import images
    from macros.pages import pages

    docs = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent).as_posix()
    for file in files.documentation_pages():
        file.edit_uri = f"{docs}/{file.src_uri}"
    for page in pages(config.extra["guide"], config.extra["repository"]):
        file = File.generated(config, page.path, content=page.text)
        file.edit_uri = page.origin
        files.append(file)
        if file.is_documentation_page():
            Finished(None, file, config)
    for path, content in images(config.extra["guide"].tree):
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_) -> None:
    """The theme writes these into the head of the page as they stand."""
    for key in {"title", "description"} & page.meta.keys():
        page.meta[key] = str(escape(page.meta[key]))


def on_env(env: Environment, **_) -> None:
    from macros.render import COMPILED

    env.bytecode_cache = COMPILED


def on_build_error(error: Exception, **_) -> None:
    """What is wrong with a file or with the disk is told without a traceback."""
    if isinstance(error, OSError) or hasattr(error, "faults"):
        raise Abort(str(error)) from error


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """A build that fails leaves the last good pages, with the faults on top; MkDocs alone would leave none."""
    from macros.serving import LastGood, faults_of

    root, last_good = Path(config.config_file_path).parent, LastGood(Path(config.site_dir))

    def build() -> None:
        try:
            builder()
        except (Exception, SystemExit) as error:
            faults = faults_of(error, root)
            unforeseen = not isinstance(error, Abort)
            log.error("%s\nStill serving the last good pages.", faults, exc_info=unforeseen)
            last_good.put_back(faults.faults)
        else:
            last_good.keep()

    server.builder = build
    sys.dont_write_bytecode = True  # it would be one more change of a watched folder, and one more build


def _follow_the_compiler(folder: Path) -> None:
    """Forget it once it was edited; until then it keeps what it has made of texts that are the same."""
    global _compiler
    now = {file: file.stat().st_mtime_ns for file in folder.glob("*.py")}
    if now != _compiler:
        for name in [name for name in sys.modules if name.partition(".")[0] == "macros"]:
            del sys.modules[name]
        importlib.invalidate_caches()
    _compiler = now
