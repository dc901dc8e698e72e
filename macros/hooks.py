"""The MkDocs adapter: pages become generated files, with edit links and live reload. Nothing else knows MkDocs."""

import importlib
import logging
import os
import sys
from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.decision_tree")
_serving = False
_last_good = None


def on_startup(command: str, dirty: bool) -> None:
    global _serving
    _serving = command == "serve"


@event_priority(100)  # before mkdocs-macros imports the package
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the guide. While serving, a faulty tree is told and the last good one stays."""
    global _last_good
    root = Path(config.config_file_path).parent
    _forget_the_compiler()
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    from macros import guide
    from macros.faults import Faults

    try:
        _last_good = guide.load(root / guide.FILE)
    except Faults as faults:
        if not _serving or _last_good is None:
            raise PluginError(str(faults)) from None
        log.error("%s\nStill serving the last good tree.", faults)
    config.extra["guide"] = _last_good
    if repository := os.environ.get("REPO_URL"):
        config.edit_uri = f"{repository}/edit/main/docs/"
    return config


@event_priority(100)  # before plugins that look files up
def on_files(files: Files, config: MkDocsConfig) -> Files:
    from macros.cards import images
    from macros.pages import pages

    for page in pages(config.extra["guide"]):
        file = File.generated(config, page.path, content=page.text)
        file.edit_uri = f"../{page.origin}"
        files.append(file)
    for path, content in images(config.extra["guide"].tree):
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, **_) -> None:
    """The theme writes these into the head of the page as they stand."""
    for key in {"title", "description"} & page.meta.keys():
        page.meta[key] = str(escape(page.meta[key]))


def _forget_the_compiler() -> None:
    """`mkdocs serve` would otherwise go on with the code it began with."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "macros"]:
        del sys.modules[name]
    importlib.invalidate_caches()
