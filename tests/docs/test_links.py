"""Every link of the guide and of the README leads somewhere, down to the section."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from guide_text import ROOT

pytestmark = pytest.mark.xdist_group("docs")


class _Page(HTMLParser):
    """The ids of a page, and the addresses in its article."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside = self._inside or tag == "article"
        if found.get("id"):
            self.ids.add(str(found["id"]))
        for name in ("href", "src"):
            if self._inside and (address := found.get(name)):
                self.addresses.append(address)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"


def test_every_link_of_the_guide_leads_to_a_page_and_a_section(site: Path) -> None:
    read: dict[Path, _Page] = {}
    broken, followed = [], 0
    pages = sorted((site / "guide").rglob("*.html"))
    for page in pages:
        read[page] = _Page(page.read_text("utf-8"))
        for address in read[page].addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("https", "mailto") or parts.hostname == "127.0.0.1", address
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            followed += 1
            if not target.is_file():
                broken.append(f"{page.parent.name}: {address}")
            elif parts.fragment:
                there = read.get(target) or _Page(target.read_text("utf-8"))
                if unquote(parts.fragment) not in there.ids:
                    broken.append(f"{page.parent.name}: {address}")
    assert broken == []
    assert len(pages) > 15
    assert followed > 100


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_every_link_of_the_texts_beside_the_code_leads_to_a_file(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for address in re.findall(r"\]\(([^)]+)\)", text):
        if not address.startswith(("https://", "http://127.0.0.1")):
            assert (ROOT / address.partition("#")[0]).is_file(), address


@pytest.mark.parametrize("name", ["home.png", "tool.png", "flows.png"])
def test_the_pictures_are_pictures_and_not_heavy(name: str) -> None:
    content = (ROOT / "docs" / "assets" / name).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= 250_000
