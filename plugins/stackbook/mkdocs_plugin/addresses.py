"""Where things are, as MkDocs' settings say it: files for editing, hand-written pages, links that lead nowhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as HostPage

from stackbook.inventory import Inventory
from stackbook.inventory.words import did_you_mean


def to_root(config: MkDocsConfig) -> str:
    """From the folder of the hand-written pages to the project's."""
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    return Path(os.path.relpath(root, config.docs_dir)).as_posix() + "/"


def editor(config: MkDocsConfig, root: Path) -> Any:
    """From a file's path to the address where the code host edits it; None when no repository is named."""
    way = to_root(config)
    base = (config.repo_url or "").rstrip("/") + "/" if config.repo_url else ""
    if config.edit_uri_template:
        template = config.edit_uri_template
        return lambda path: urljoin(
            base, template.format(path=f"{way}{path}", path_noext=f"{way}{path}".rpartition(".")[0])
        )
    if config.edit_uri:
        uri = config.edit_uri
        return lambda path: urljoin(base, f"{uri}{way}{path}")
    return None


def path_of(file: File) -> str:
    """A hand-written page's path as `Links` counts it."""
    path = file.src_uri.rpartition(".")[0]
    return re.sub(r"(^|/)README$", r"\1index", path)


def unknown_link(target: str, page: HostPage, inventory: Inventory) -> str:
    """What to say about a `stack:` link that leads nowhere."""
    lines = page.file.content_string.splitlines()
    line = next((n for n, text in enumerate(lines, 1) if f"stack:{target}" in text), 1)
    known = [f"{e.spec.key.replace('_', '-')}/{e.id}" for e in inventory.everything()]
    guess = did_you_mean(target.partition("#")[0], known).replace("`", "'")
    return f"{page.file.src_uri}:{line}: the link 'stack:{target}' leads nowhere{f'; {guess}' if guess else ''}"
