"""The second MkDocs adapter: leaves out what the pages do not use of the theme's styles and scripts.

Without this hook in mkdocs.yml the pages say the same, and the theme brings all that it has.
"""

import fnmatch
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

TEMPLATES = Path(__file__).parent / "light"  # those that need this hook
THEME = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
BUNDLE = "assets/javascripts/bundle.*.js"
SEARCH = "assets/javascripts/workers/search.*.js"
SHEET = "assets/guide.css"
INDEX = "search/search_index.json"
SETTINGS = "assets/search.json"
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
SPACE = re.compile(r"^\s+", re.MULTILINE)  # blank lines too
REMARK = re.compile(
    r" +// [^\"'`\n]*$", re.MULTILINE
)  # behind code; with a quote it might be inside a string
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/)\n", re.MULTILINE)  # that stands on lines of its own


@dataclass(frozen=True, slots=True)
class Light:
    """What is kept of the theme, as `config.extra.light`: the paths of its two scripts, and the style sheets to merge."""

    bundle: str
    search: str
    sheets: tuple[str, ...]


class FlushLeft(Extension):
    """Templates without the spaces before their lines, which nobody reads and everybody would be sent."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Called by Jinja with the text of each template."""
        return INDENT.sub("", source)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let the theme find the templates that need this hook."""
    config.theme.dirs.insert(0, str(TEMPLATES))
    config.theme.static_templates.add(SETTINGS)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """One style sheet in place of several; of the theme's own files only the scripts that search needs."""
    theme = [path for path in files.src_uris if path.startswith(THEME)]
    sheets = [*(the_only(theme, pattern) for pattern in SHEETS), *config.extra_css]
    texts = tuple(files.src_uris[path].content_string for path in sheets)
    light = Light(the_only(theme, BUNDLE), the_only(theme, SEARCH), texts)
    for path in {*theme, *sheets} - {light.bundle, light.search}:
        files.remove(files.src_uris[path])
    config.extra["light"] = light
    # A browser may still have the last version; a page of yesterday finds this one.
    config.extra_css = [f"{SHEET}?v={sha256(''.join(texts).encode()).hexdigest()[:8]}"]
    return files


def the_only(paths: list[str], pattern: str) -> str:
    """The path that matches the pattern. Stops the build if none does, or several."""
    match fnmatch.filter(paths, pattern):
        case [path]:
            return path
        case found:
            raise Abort(
                f"macros/adapter/weight.py: the theme should have one file {pattern}; it has "
                f"{', '.join(found) or 'none'}. Mend the pattern, or the environment if two themes are in it; or take "
                "weight.py out of `hooks` in mkdocs.yml: the pages say the same without it, and are heavier."
            )


def on_env(env: Environment, **_) -> None:
    """Half of a page would be the blank lines and the spaces of the theme's templates."""
    env.trim_blocks = True
    env.add_extension(FlushLeft)


@event_priority(-200)  # once the index is as it will be sent
def on_post_build(config: MkDocsConfig) -> None:
    """Write the style sheet, now that it can be seen what the pages use, and our scripts without their comments.

    Tell, too, what search needs, so that theme.js takes nothing else for it.
    """
    from macros.adapter import serving
    from macros.adapter.stylesheet import merge, names_in_pages, names_in_programs
    from macros.pages import render

    site = Path(config.site_dir)
    pages = site.rglob("*.html")
    programs = [*site.rglob("*.js"), *render.TEMPLATES.iterdir(), *serving.TEMPLATES.iterdir()]
    names = names_in_pages(map(_text, pages)) | names_in_programs(map(_text, programs))
    for script in (site / "assets").glob("*.js"):
        script.write_text(bare(_text(script)), encoding="utf-8")
    light = config.extra["light"]
    (site / SHEET).write_text(merge(light.sheets, frozenset(names)), encoding="utf-8")
    settings = json.loads(_text(site / SETTINGS))
    settings["files"] = [(path, integrity(site / path)) for path in (light.bundle, light.search, INDEX)]
    (site / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")


def integrity(file: Path) -> str:
    """What a browser can tell the whole of a file by, such as "sha256-…"."""
    return f"sha256-{b64encode(sha256(file.read_bytes()).digest()).decode()}"


def bare(script: str) -> str:
    """A script of ours without comments, blank lines and the spaces before lines. None has a text over several lines."""
    return SPACE.sub("", REMARK.sub("", COMMENT.sub("", script)))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
