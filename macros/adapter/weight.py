"""The second MkDocs adapter: of the theme, a page brings only what pages use."""

import fnmatch
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

THEME = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
SCRIPTS = {"bundle": "assets/javascripts/bundle.*.js", "search": "assets/javascripts/workers/search.*.js"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """One style sheet in place of several; of the theme's own files only the scripts that search needs."""
    theme = [path for path in files.src_uris if path.startswith(THEME)]
    sheets = [*(_one(theme, pattern) for pattern in SHEETS), *config.extra_css]
    scripts = {name: _one(theme, pattern) for name, pattern in SCRIPTS.items()}
    texts = tuple(files.src_uris[path].content_string for path in sheets)
    for path in {*theme, *sheets} - {*scripts.values()}:
        files.remove(files.src_uris[path])
    config.extra |= {"sheets": texts, "theme_scripts": scripts}
    # A name of its own for each version: a browser may still have the last.
    config.extra_css = [f"assets/guide.{sha256(''.join(texts).encode()).hexdigest()[:8]}.css"]
    return files


def _one(paths: list[str], pattern: str) -> str:
    [path] = fnmatch.filter(paths, pattern)
    return path


def on_env(env: Environment, **_) -> None:
    from macros.pages.render import Flush

    env.trim_blocks = True  # half of a page would be the theme's blank lines
    env.add_extension(Flush)


def on_post_build(config: MkDocsConfig) -> None:
    """Write the style sheet, now that it can be seen what the pages use."""
    from macros.adapter import serving
    from macros.adapter.stylesheet import merge, names_in_pages, names_in_programs
    from macros.pages.render import TEMPLATES

    site = Path(config.site_dir)
    pages = site.rglob("*.html")
    programs = [*site.rglob("*.js"), *TEMPLATES.iterdir(), *serving.TEMPLATES.iterdir()]
    names = names_in_pages(map(_text, pages)) | names_in_programs(map(_text, programs))
    [sheet] = config.extra_css
    (site / sheet).write_text(merge(config.extra["sheets"], frozenset(names)), encoding="utf-8")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
