"""The stack's pages as MkDocs sees them: a page that comes with its HTML, and a file that is stamped into a frame."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file

from stackbook.pages import Page

if TYPE_CHECKING:
    from stackbook.mkdocs_plugin.frames import Frames

# Noncharacters, which no file of a stack may hold, stand for contributors' words while the theme's templates run:
# some of those write titles unescaped. They become the escaped words in the finished page.
TITLE, DESCRIPTION, CANONICAL, EDIT = (f"\ufdd0{mark}" for mark in "\ufdd1\ufdd2\ufdd4\ufdd5")
CONTENT = "\ufdd0\ufdd3<h1>"
"""The theme looks for a heading in the content, and adds one when there is none."""


class StackPage(HostPage):
    """A page that comes with its HTML instead of Markdown.

    Args:
        made: the page.
        file: its file.
        config: of the site.
        in_nav: it stands in the navigation, under its own title.
    """

    def __init__(self, made: Page, file: File, config: MkDocsConfig, in_nav: bool) -> None:
        self.made, self.in_nav = made, in_nav
        super().__init__(None, file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        """MkDocs' hook: there is no Markdown."""
        home = self.made.path == "index"
        self.markdown = ""
        self.meta = {
            "title": "Home" if home else self.made.title if self.in_nav else TITLE,
            "description": DESCRIPTION,
            "search": {"exclude": True},
            "hide": ["navigation", "toc"] if home else ["toc"] if self.made.wide else [],
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """MkDocs' hook: the HTML is ready."""
        self.content = self.made.html
        top = AnchorLink(str(self.meta["title"]), "top", 1)
        top.children = [AnchorLink(escape(h.title), h.id, 2) for h in self.made.headings]
        self.toc = TableOfContents([top])
        self.links_to_anchors = {}

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # looked up only when a link asks for it
        """The anchors that links of hand-written pages may name."""
        return set(re.findall(r'\bid="([^"]+)"', self.made.html))


class StampedFile(File):
    """The file of a page that is not built one by one but stamped into a frame when files are copied.

    MkDocs takes it for a static file; links and anchors of hand-written pages still find its page.
    """

    frames: Frames | None = None
    stamped = False

    def settle(self) -> None:
        """From now on it is a static file; its address stays that of a page."""
        self.dest_uri, self.url, self.abs_dest_path  # noqa: B018  # computed now, while it still is a page
        self.stamped = True

    def is_documentation_page(self) -> bool:
        """No, once it has settled."""
        return not self.stamped

    def copy_file(self, dirty: bool = False) -> None:
        """MkDocs' hook: write the page."""
        assert self.frames is not None  # they are made before files are copied
        assert isinstance(self.page, StackPage)  # it is made with its page
        write_file(self.frames.fill(self.page).encode(), self.abs_dest_path)


def put_words(output: str, page: StackPage) -> str:
    """A rendered page with the contributor's words in the place of their marks."""
    return output.replace(DESCRIPTION, escape(page.made.description)).replace(TITLE, escape(page.made.title))
