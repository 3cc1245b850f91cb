"""ProperDocs, the fork of MkDocs, builds the same site with the same plugin."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest
from crawl import broken
from projects import Site, copy_example, run

pytestmark = pytest.mark.skipif(find_spec("properdocs") is None, reason="ProperDocs is not installed: make setup")


def test_the_example_is_the_same_site(example, tmp_path):
    folder = copy_example(tmp_path / "project")
    done = run(folder, "build", "--strict", "-f", "mkdocs.yml", program="properdocs")
    assert done.returncode == 0, done.stderr[-4000:]
    site = Site(folder / "site")
    ours, theirs = example.files(), site.files()
    pages = {path for path in ours if path.endswith(".html")}
    assert pages == {path for path in theirs if path.endswith(".html")}
    assert broken(site.folder) == []
    differing = [path for path in sorted(pages) if _content(ours[path]) != _content(theirs[path])]
    assert differing == []
    for path in ours:
        if path.startswith("api/"):
            assert ours[path] == theirs[path]


def _content(page: bytes) -> str:
    """What stands between the theme's frame."""
    match = re.search(r"<article.*</article>", page.decode(), re.DOTALL)
    return match.group() if match else page.decode() if b"This page has moved" in page else ""
