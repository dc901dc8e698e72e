"""The third MkDocs adapter: what search finds. An outcome is found as one page, by its name and its summary.

Without this hook in mkdocs.yml search finds the parts of outcomes too, by names such as "Why".
"""

import json
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

INDEX = "search/search_index.json"


@event_priority(-100)  # once the index is written
def on_post_build(config: MkDocsConfig) -> None:
    """Leave the parts of outcomes out of the index."""
    from macros.pages import addresses

    file = Path(config.site_dir, INDEX)
    index = json.loads(file.read_text(encoding="utf-8"))
    folder = addresses.patterns()["outcome"].partition("{id}")[0]
    index["docs"] = [it for it in index["docs"] if not _is_part(it["location"], folder)]
    file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def _is_part(location: str, folder: str) -> bool:
    """Whether a location is a part of a page in the folder."""
    return location.startswith(folder) and "#" in location
