"""The fourth MkDocs adapter: each script of ours is sent with all that it imports, as one file with a name for each version.

A browser, and a host, may keep a file for a while: without this hook in mkdocs.yml a page of today may run scripts of yesterday,
or of both days. An old name still leads to the file, so that a page of yesterday runs too: assets/guide.js?v=1a2b3c4d.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

SCRIPT = re.compile(r"assets/([\w-]+)\.js")
LOADED = re.compile(r'<script [^<>]*src="[^"]*\bassets/[\w-]+\.js(?=")')  # a page may tell of other scripts
IMPORT = re.compile(r'^import (?:(\{.*\}) from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
PART = re.compile(r'import\("\./([\w-]+)\.js"\)')  # a script that comes only where it is needed


@event_priority(-100)  # once all files are there
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put whole scripts in place of ours, and note their version for the pages."""
    found = {match[1]: file for file in files if (match := SCRIPT.fullmatch(file.src_uri))}
    texts = {name: found[name].content_string for name in sorted(found)}
    version = sha256("".join(texts.values()).encode()).hexdigest()[:8]
    config.extra["scripts"] = version
    for name, text in whole(texts, version).items():
        files.remove(found[name])
        files.append(File.generated(config, found[name].src_uri, content=text))
    return files


def on_post_page(output: str, config: MkDocsConfig, **_) -> str:
    """Name the version of the scripts that a page loads."""
    return LOADED.sub(rf"\g<0>?v={config.extra['scripts']}", output)


def on_post_template(output_content: str, config: MkDocsConfig, **_) -> str:
    """The same for the page for lost readers."""
    return on_post_page(output_content, config)


def whole(texts: Mapping[str, str], version: str) -> dict[str, str]:
    """Each script with those that it imports in front, as functions that are called once.

    A part takes them from the script whose part it is, so that there is one of each.
    """
    parts = {part for text in texts.values() for part in PART.findall(text)}
    owners = {part: name for name in texts if name not in parts for part in _parts(texts, name)}
    return {name: _whole(texts, name, owners.get(name), version) for name in texts}


def _parts(texts: Mapping[str, str], name: str) -> Iterator[str]:
    """The parts of a script, and those of its parts."""
    for part in PART.findall(texts[name]):
        yield part
        yield from _parts(texts, part)


def _whole(texts: Mapping[str, str], name: str, owner: str | None, version: str) -> str:
    needed = _needed(texts, name)
    listed = ", ".join(f"${it}" for it in needed)
    text = PART.sub(rf'import("./\1.js?v={version}")', _taken(texts[name]))
    if owner:
        return f'import {{ {listed} }} from "./{owner}.js?v={version}";\n{text}'
    front = "".join(_called(it, texts[it]) for it in needed)
    return f"{front}{text}export {{ {listed} }};\n" if PART.search(texts[name]) else front + text


def _needed(texts: Mapping[str, str], name: str) -> list[str]:
    """What a script imports, each once and after what it needs itself."""
    needed: dict[str, None] = {}
    for _, other in IMPORT.findall(texts[name]):
        needed |= dict.fromkeys([*_needed(texts, other), other])
    return list(needed)


def _called(name: str, text: str) -> str:
    names = ", ".join(EXPORT.findall(text))
    return f"const ${name} = (() => {{\n{EXPORT.sub('', _taken(text))}return {{ {names} }};\n}})();\n"


def _taken(text: str) -> str:
    """A script that takes what it imports out of what those functions return."""
    return IMPORT.sub(lambda match: f"const {match[1]} = ${match[2]};\n" if match[1] else "", text)
