"""The first MkDocs adapter: the pages of a guide -> generated files, with edit links and live reload.

`config.extra` holds what pages of the article may name: `guide` (a Guide) and `repository` (a Repository or None); and for the
theme, `first_question`, its address.
"""

import importlib
import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

log = logging.getLogger("mkdocs.hooks.decision_tree")
ID = re.compile(r'<[^<>]*\sid="([^"]+)"')
_compiler: dict[Path, int] = {}  # its files, and when each was edited, in nanoseconds


class HtmlPage(Page):
    """A page whose text is HTML already. Markdown would take half the time of a build to leave it as it is."""

    def __init__(self, body: str, front: dict, file: File, config: MkDocsConfig):
        super().__init__(None, file, config)
        self._body, self._front = body, front

    def read_source(self, config: MkDocsConfig) -> None:
        """In place of reading a file. Every plugin may change the front matter, so each build has its own."""
        self.markdown, self.meta = self._body, dict(self._front)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """In place of converting Markdown."""
        self.content = self.markdown
        self.toc = TableOfContents([])
        self.present_anchor_ids = set(ID.findall(self.content))


@event_priority(100)  # before mkdocs-macros imports the package
def on_startup(**_) -> None:
    """Let the compiler be found."""
    sys.path.insert(0, str(Path(__file__).parents[2]))


@event_priority(100)  # before plugins that want the guide
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the guide, as it is now and by the compiler as it is now."""
    root = Path(config.config_file_path).parent
    _unload_if_edited(root / "macros")
    from macros.article.check import load
    from macros.github import repository_in
    from macros.guide import EVIDENCE, FILE
    from macros.pages import addresses

    if parts := config.mdx_configs.get("pymdownx.snippets"):
        # Seen from the settings, not from the folder in which the build was begun. (Others cannot read `!relative`.)
        parts["base_path"] = [str(root / path) for path in parts["base_path"]]
    guide = config.extra["guide"] = load(root / FILE)
    config.site_name = escape(guide.tree.title)  # the theme writes it as it stands
    if (record := root / EVIDENCE / "record.json").is_file():  # MkDocs watches no file that is not there
        config.watch.append(str(record))
    config.extra["first_question"] = addresses.question(guide.tree.start)
    repository = config.extra["repository"] = repository_in(os.environ)
    if repository:
        config.edit_uri = repository.edit("")
    return config


@event_priority(100)  # before plugins that look files up
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, the files for programs and the images, each with the place that it is edited at."""
    from macros.article.check import DOCS
    from macros.pages import addresses
    from macros.pages.cards import images
    from macros.pages.pages import home, pages

    guide, repository = config.extra["guide"], config.extra["repository"]
    for file in files.documentation_pages():
        file.edit_uri = f"{DOCS}/{file.src_uri}"
    has_home = any(addresses.of_file(path) == addresses.HOME for path in files.src_uris)
    for page in [*([] if has_home else [home(guide, repository)]), *pages(guide, repository)]:
        file = File.generated(config, page.path, content=page.body)
        file.edit_uri = page.origin
        if "/" in page.path:  # thousands of questions would be in the navigation of every page
            file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
        if page.front:
            file.page = HtmlPage(page.body, page.front, file, config)
    for path, content in images(guide.tree):
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_) -> None:
    """Escape the title and the description: the theme writes them into the head as they stand."""
    for key in {"title", "description"} & page.meta.keys():
        page.meta[key] = str(escape(page.meta[key]))


def on_post_page(output: str, page: Page, **_) -> None:
    """Tell of an anchor that stands twice on a page: a heading may be called like what a macro makes."""
    for anchor, times in Counter(ID.findall(output)).items():
        if times > 1:
            log.warning(
                "%s: the anchor '%s' stands twice on the page. Rename the heading.", page.file.src_uri, anchor
            )


def on_env(env: Environment, **_) -> None:
    """Keep the compiled templates of the theme from one build to the next while serving."""
    from macros.pages.render import COMPILED

    env.bytecode_cache = COMPILED


def on_build_error(error: Exception, **_) -> None:
    """Report what is wrong with a file or with the disk without a traceback."""
    if isinstance(error, OSError) or hasattr(error, "faults"):
        raise Abort(str(error)) from error


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """A build that fails leaves the last good pages, with the faults on top; MkDocs alone would leave none."""
    from macros.adapter.serving import LastGood, faults_of

    root, site = Path(config.config_file_path).absolute().parent, Path(config.site_dir)
    last_good = LastGood(site)

    def build() -> None:
        try:
            builder()
        except (Exception, SystemExit) as error:
            faults = faults_of(error, root)
            unforeseen = not isinstance(error, Abort)  # then the traceback helps
            log.error("%s\nStill serving the last good pages.", faults, exc_info=unforeseen)
            last_good.put_back(faults.faults)
        else:
            last_good.keep()

    server.builder = build
    sys.dont_write_bytecode = True  # it would be one more change of a watched folder, and one more build


def _unload_if_edited(folder: Path) -> None:
    """Unload the compiler in `folder` if one of its files was edited since the last call, so that it is imported anew.

    Until then it stays, with the texts and templates that it keeps: a rebuild takes half the time.
    """
    global _compiler
    now = {file: file.stat().st_mtime_ns for file in folder.rglob("*.py")}
    if now != _compiler:
        for name in [name for name in sys.modules if name.partition(".")[0] == "macros"]:
            del sys.modules[name]
        importlib.invalidate_caches()
    _compiler = now
