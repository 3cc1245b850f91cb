"""Frames: the theme's page rendered once for all pages that share everything but their words, and filled.

A frame is a real render of the theme's own template with marks where a page's own
words go. Before one is used, one of its pages is rendered by itself and compared byte
for byte; where that differs, every page is rendered by itself.
"""

from __future__ import annotations

from html import escape
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from stackbook.mkdocs_plugin.host import CANONICAL, CONTENT, DESCRIPTION, EDIT, TITLE, StackPage, put_words

Key = tuple[object, ...]
_MARKS = (TITLE, DESCRIPTION, CONTENT, CANONICAL, EDIT)


class Frames:
    """Frames of one build.

    Args:
        config: of the site.
        nav: its navigation.
        files: its files.
        environment: the theme's templates.
    """

    def __init__(self, config: MkDocsConfig, nav: Navigation, files: Files, environment: Environment) -> None:
        self.config, self.nav, self.environment = config, nav, environment
        self.pages = files.documentation_pages()
        addresses = [file.url.split("/")[:-1] for file in self.pages]
        self.folders = {"/".join(parts[:end]) for parts in addresses for end in range(1, len(parts) + 1)}
        self.frames: dict[Key, list[str] | None] = {}
        self.differing = 0

    def fill(self, page: StackPage) -> str:
        """The whole HTML of a page."""
        key = self._key(page)
        if key not in self.frames:
            self.frames[key] = self._frame(page)
        frame = self.frames[key]
        return self._render(page) if frame is None else self._stamp(frame, page)

    def _key(self, page: StackPage) -> Key:
        """What pages must share to go into one frame."""
        made = page.made
        place = made.path.count("/"), self._shared(page.url), made.tab
        return *place, made.headings, made.wide, bool(page.edit_url), bool(page.canonical_url)

    def _shared(self, url: str) -> str:
        """The longest part of an address that a page of the navigation may share: links are written relative to it."""
        folders = url.split("/")[:-1]
        while folders and "/".join(folders) not in self.folders:
            folders.pop()
        return "/".join(folders)

    def _frame(self, page: StackPage) -> list[str] | None:
        """A frame from one page, cut at the marks; None when it does not give that page again."""
        own = (page.made, page.canonical_url, page.edit_url)
        expected = self._render(page)
        marked = type(page.made)(
            **{name: getattr(page.made, name) for name in page.made.__dataclass_fields__} | {"html": CONTENT}
        )
        page.made = marked
        page.canonical_url = page.canonical_url and CANONICAL
        page.edit_url = page.edit_url and EDIT
        try:
            text = self._output(page)
        finally:
            page.made, page.canonical_url, page.edit_url = own
        frame = _cut(text)
        if self._stamp(frame, page) != expected:
            self.differing += 1
            return None
        return frame

    def _stamp(self, frame: list[str], page: StackPage) -> str:
        words = {
            TITLE: escape(page.made.title),
            DESCRIPTION: escape(page.made.description),
            CONTENT: page.made.html,
            CANONICAL: page.canonical_url or "",
            EDIT: page.edit_url or "",
        }
        return "".join([words.get(piece, piece) for piece in frame])

    def _render(self, page: StackPage) -> str:
        """A page through the theme's template, by itself."""
        return put_words(self._output(page), page)

    def _output(self, page: StackPage) -> str:
        page.read_source(self.config)
        page.render(self.config, None)  # type: ignore[arg-type]  # our render does not look at the files
        page.active = True
        try:
            context: Any = get_context(self.nav, self.pages, self.config, page)
            return str(self.environment.get_template("main.html").render(context))
        finally:
            page.active = False


def _cut(text: str) -> list[str]:
    """Text cut at the marks, which stay as pieces of their own."""
    pieces = [text]
    for mark in _MARKS:
        parts: list[str] = []
        for piece in pieces:
            if piece in _MARKS:
                parts.append(piece)
                continue
            for position, part in enumerate(piece.split(mark)):
                parts += [mark, part] if position else [part]
        pieces = parts
    return pieces
