"""Reads every HTML file of a built site: what it links to, what it fetches, what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from sys import intern
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_FETCHED = {
    ("img", "src"), ("img", "srcset"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"),
    ("audio", "src"), ("embed", "src"), ("object", "data"), ("use", "href"), ("use", "xlink:href"), ("image", "href"),
    ("image", "xlink:href"), ("input", "src"), ("feimage", "href"),
}  # fmt: skip
_FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch"}


class Text:
    """The text of a file; every element has a part of it, so that none holds a copy."""

    __slots__ = ("length", "pieces", "whole")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length, self.whole = 0, ""

    def add(self, piece: str) -> None:
        """More text."""
        self.pieces.append(piece)
        self.length += len(piece)

    def end(self) -> None:
        """No more text comes."""
        self.whole = "".join(self.pieces)
        self.pieces.clear()


@dataclass(slots=True)
class Element:
    """One element with its attributes and the text directly in or below it."""

    tag: str
    attributes: dict[str, str]
    of: Text
    start: int
    stop: int

    @property
    def text(self) -> str:
        """The text directly in or below it."""
        return self.of.whole[self.start : self.stop]

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return self.attributes.get(name, "")


@dataclass
class Document:
    """One HTML file."""

    path: str
    elements: list[Element] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Every id, in order, with those that stand twice."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def all(self, tag: str) -> list[Element]:
        """Every element of a name."""
        return [e for e in self.elements if e.tag == tag]

    def links(self) -> list[str]:
        """Where its links lead."""
        links = [e for e in self.elements if e.tag in ("a", "area")]
        found = [e.attributes[name] for e in links for name in ("href", "xlink:href") if name in e.attributes]
        moved = [e for e in self.all("meta") if e.get("http-equiv").lower() == "refresh"]
        return found + [e.get("content").partition("url=")[2] for e in moved]

    def fetched(self) -> list[str]:
        """What a browser fetches for it."""
        found = []
        for e in self.elements:
            found += [e.attributes[name] for tag, name in _FETCHED if tag == e.tag and name in e.attributes]
            if e.tag == "link" and _FETCHED_RELATIONS & set(e.get("rel").lower().split()):
                found.append(e.get("href"))
            found += _CSS_URL.findall(e.get("style"))
            if e.tag == "style":
                found += _CSS_URL.findall(e.text)
        return found


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document(path)
        self.open: list[Element] = []
        self.text = Text()
        self.known: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._element(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, attrs)

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        given = {intern(name): self.known.setdefault(value or "", value or "") for name, value in attrs}
        element = Element(intern(tag), given, self.text, self.text.length, self.text.length)
        self.document.elements.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at].tag == tag:
                for element in self.open[at:]:
                    element.stop = self.text.length
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        self.text.add(data)

    def close(self) -> None:
        super().close()
        for element in self.open:
            element.stop = self.text.length
        self.text.end()


def read(path: str, html: str) -> Document:
    """One file."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.document


@cache
def documents(site: Path) -> dict[str, Document]:
    """Every HTML file of a site, by path."""
    files = sorted(site.rglob("*.html"))
    return {
        path: read(path, file.read_text(encoding="utf-8"))
        for file in files
        for path in [file.relative_to(site).as_posix()]
    }


def is_elsewhere(address: str) -> bool:
    """Whether an address leaves the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def target(here: str, address: str) -> tuple[str, str] | None:
    """The file and the anchor an address leads to from a file; None when it climbs out of the site.

    Directories are answered with their ``index.html``, as a host does.
    """
    parts = urlsplit(address)
    path = unquote(parts.path)
    if not path:
        return here, unquote(parts.fragment)
    if path.startswith("/"):
        return None
    steps: list[str] = []
    for step in [*PurePosixPath(here).parent.parts, *path.split("/")]:
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    if path.endswith(("/", "..")) or path == ".":
        steps.append("index.html")
    return "/".join(steps), unquote(parts.fragment)


def broken(site: Path, base: str = "/") -> list[str]:
    """Every link, anchor and file of a site that leads nowhere, and all that is fetched from elsewhere.

    Args:
        site: the folder.
        base: path below which the site is served, as ``404.html`` must know it, since it is shown anywhere.
    """
    pages = documents(site)
    ids = {path: set(page.ids) for path, page in pages.items()}
    problems = []
    for path, page in pages.items():
        top = base if path == "404.html" else ""
        for address in page.links():
            if not address:
                problems.append(f"{path}: empty address")
            problems += _broken_link(site, path, address.removeprefix(top) or "./", ids)
        for address in page.fetched():
            problems += _broken_file(site, path, address.removeprefix(top), ids)
    for sheet in sorted(site.rglob("*.css")):
        path = sheet.relative_to(site).as_posix()
        for address in _CSS_URL.findall(sheet.read_text(encoding="utf-8")):
            problems += _broken_file(site, path, address, ids)
    return problems


def _broken_link(site: Path, here: str, address: str, ids: dict[str, set[str]]) -> list[str]:
    if is_elsewhere(address):
        scheme = urlsplit(address).scheme
        return [] if scheme in ("http", "https", "mailto") else [f"{here}: odd address {address}"]
    found = target(here, address)
    if found is None:
        return [f"{here}: {address} climbs out of the site"]
    path, anchor = found
    if not (site / (path or "index.html")).is_file():
        return [f"{here}: {address} leads to {path}, which is not there"]
    if anchor and path in ids and anchor not in ids[path] and not anchor.startswith("__"):
        return [f"{here}: {address} names an anchor that is not there"]
    return []


def _broken_file(site: Path, here: str, address: str, ids: dict[str, set[str]]) -> list[str]:
    if address.startswith("data:"):
        return []
    if is_elsewhere(address):
        return [f"{here}: fetches {address}"]
    found = target(here, address)
    if found is None or not (site / found[0]).is_file():
        return [f"{here}: {address} is not there"]
    if found[1] and found[0] in ids and found[1] not in ids[found[0]]:
        return [f"{here}: {address} names an id that is not there"]
    return []


def links_of(site: Path, path: str) -> dict[str, str]:
    """The links of one page: their words to their address."""
    page = read(path, (site / path).read_text(encoding="utf-8"))
    return {" ".join(e.text.split()): e.get("href") for e in page.all("a")}
