"""A project built as it stands, and the very same pages built by MkDocs alone, from ready Markdown."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PLAIN = "plain.yml"
SETTINGS = """\
INHERIT: mkdocs.yml
site_name: Plain
docs_dir: plain
exclude_docs: ""
watch: []
hooks: []
plugins: [search]
theme: {custom_dir: bare}
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took: seconds, and bytes of the process when it was largest."""

    seconds: float
    bytes: int


def build(project: Path, *, plain: bool = False) -> Built:
    """Build the site of a project into its folder site/, or its pages by MkDocs alone into plain-site/."""
    site = project / ("plain-site" if plain else "site")
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", site]
    if plain:
        command += ["--config-file", PLAIN]
    begin = perf_counter()
    process = subprocess.Popen(command, cwd=project, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    _, status, used = os.wait4(process.pid, 0)
    took = perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build in {project} failed.")
    return Built(took, used.ru_maxrss * 1024)


def prepare_plain(project: Path) -> None:
    """Write the pages of a project as Markdown, and settings by which MkDocs and the same theme build them alone."""
    docs = project / "plain"
    subprocess.run([sys.executable, "-m", "macros", "export", docs], cwd=project, check=True)
    shutil.copytree(project / "docs/assets", docs / "assets", dirs_exist_ok=True)
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    (project / "bare").mkdir()
    (project / PLAIN).write_text(SETTINGS, encoding="utf-8")
