"""The Python-Markdown extension: takes our blocks out of a page's text and puts their HTML in."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from stackbook.audience import Audience
from stackbook.blocks.content import Page, make
from stackbook.blocks.fences import Block, find_blocks
from stackbook.blocks.opened import Stack, open_stack
from stackbook.blocks.reports import Place, Report, log_warning, note
from stackbook.diagnostics import Diagnostic, in_order
from stackbook.drawing import LayoutUnavailable, Renderer
from stackbook.pages import Options
from stackbook.pages.book import Book, Desk
from stackbook.site import BLOCK, SiteOptions

# After the text's line breaks and tabs are settled (30), before anybody looks for front matter (27) or fences (25).
_FIRST = 28
_BEFORE_HIGHLIGHTING = 100
_AUDIENCES = tuple(one.value for one in Audience)
_ENGINES = ("wasm", "dot")
_WHERE = "Set the option `stack` of the extension, or build where the stack is."


@dataclass(slots=True)
class _Waiting:
    """A block that has been taken out of the text: where its HTML goes."""

    block: Block
    index: int
    placeholder: str


@dataclass(slots=True)
class _Host:
    """The page that is being written.

    Args:
        name: its file's name for messages.
        here: its path in the site, for relative addresses.
        first_line: number of its first line in the file.
    """

    name: str = ""
    here: str = ""
    first_line: int = 1


@dataclass(slots=True)
class _Run:
    """What is known while one page is converted."""

    host: _Host = field(default_factory=_Host)
    waiting: list[_Waiting] = field(default_factory=list)


class StackbookExtension(Extension):
    """``stack-view``, ``stack-table`` and ``stack-impact`` blocks.

    By itself it opens the stack that its options name. A host that has opened it already, such as the plugin for
    MkDocs, hands that over (`use`), and says before each page which one it is (`on_page`).

    Args:
        book: what all pages of the site share; None to open a stack by the options.
        renderer: lays pictures out; needed with a book.
        report: takes what is wrong with a block; to Python's logging (``stackbook.blocks``) when left out.
        options: ``stack``, ``base_url``, ``audience``, ``as_of``, ``layout_engine``, ``cache_dir``, ``templates``,
            ``use_directory_urls``.
    """

    def __init__(
        self,
        *,
        book: Book | None = None,
        renderer: Renderer | None = None,
        report: Report = log_warning,
        **options: Any,
    ) -> None:
        self.config = {
            "stack": ["stack", "Folder of the stack."],
            "base_url": ["/", "What stands before the addresses of the stack's pages."],
            "audience": ["public", "Who the site is for: public or internal."],
            "as_of": ["", "The day for rules about dates, such as 2026-03-31."],
            "layout_engine": ["wasm", "What lays pictures out: wasm or dot."],
            "cache_dir": [".cache/plugin/stackbook", 'Where layouts are kept between builds; "" keeps none.'],
            "templates": ["", "Folder with templates of your own."],
            "use_directory_urls": [True, "Addresses end in / instead of .html."],
        }
        super().__init__(**options)
        self._report = report
        self._stack: Stack | None = None
        self._host = _Host()
        if book is not None and renderer is not None:
            self.use(book, renderer)

    def use(self, book: Book, renderer: Renderer) -> None:
        """Blocks look into this book from now on."""
        self._stack = Stack(book, renderer)

    def on_page(self, name: str, here: str, first_line: int = 1) -> None:
        """The page that is converted next.

        Args:
            name: its file, as messages should name it.
            here: its path in the site, such as ``guide/pictures``, from which addresses are relative.
            first_line: the number of the text's first line in the file; more than 1 below front matter.
        """
        self._host = _Host(name, here, first_line)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Markdown's
        """Python-Markdown's hook.

        Raises:
            ValueError: an option has a value that it cannot have.
        """
        if self._stack is None:
            self._site_options()  # so that a wrong option is found before the first block
        run = _Run()
        md.preprocessors.register(_TakeOut(md, self, run), "stackbook_blocks", _FIRST)
        md.treeprocessors.register(_PutIn(md, self, run), "stackbook_blocks", _BEFORE_HIGHLIGHTING)

    @property
    def host(self) -> _Host:
        """The page that is converted next."""
        return self._host

    def stack(self) -> Stack | str:
        """What blocks look into; or why there is nothing, a sentence."""
        if self._stack is not None:
            return self._stack
        options = self._site_options()
        if not options.stack.is_dir():
            return f"there is no folder `{self.getConfig('stack')}` with a stack"
        base = str(self.getConfig("base_url"))
        try:
            return open_stack(options, base if not base or base.endswith("/") else f"{base}/")
        except LayoutUnavailable as error:
            return f"pictures cannot be drawn on this machine: {error}"

    def report(self, diagnostic: Diagnostic) -> None:
        """Tell the host what is wrong with a block."""
        self._report(diagnostic)

    def _site_options(self) -> SiteOptions:
        """How the stack is opened.

        Raises:
            ValueError: an option has a value that it cannot have.
        """
        given = {key: self.getConfig(key) for key in self.config}
        for key, allowed in (("audience", _AUDIENCES), ("layout_engine", _ENGINES)):
            if given[key] not in allowed:
                raise ValueError(f"stackbook: {key}: '{given[key]}' is not one of {', '.join(allowed)}")
        try:
            as_of = (
                given["as_of"]
                if isinstance(given["as_of"], date)
                else date.fromisoformat(given["as_of"] or "0001-01-01")
            )
        except ValueError:
            raise ValueError(f"stackbook: as_of: '{given['as_of']}' is not a day; write it like 2026-03-31") from None
        stack = Path(given["stack"])
        return SiteOptions(
            stack=stack,
            shown_as=Path(os.path.relpath(stack)).as_posix(),
            audience=Audience(given["audience"]),
            as_of=as_of if given["as_of"] else None,
            layout_engine="dot" if given["layout_engine"] == "dot" else "wasm",
            cache_dir=Path(given["cache_dir"]) if given["cache_dir"] else None,
            pages=Options(
                directories=bool(given["use_directory_urls"]),
                templates=(Path(given["templates"]),) if given["templates"] else (),
                internal=given["audience"] == Audience.INTERNAL.value,
            ),
        )


class _TakeOut(Preprocessor):
    """Puts a placeholder where a block stands."""

    def __init__(self, md: Markdown, extension: StackbookExtension, run: _Run) -> None:
        super().__init__(md)
        self._markdown, self._extension, self._run = md, extension, run

    def run(self, lines: list[str]) -> list[str]:
        """The page's lines without our blocks; as many lines as before."""
        self._run.host, self._run.waiting = self._extension.host, []
        out: list[str] = []
        done = 0
        for block in find_blocks(lines):
            out += lines[done : block.start]
            placeholder = self._markdown.htmlStash.store("")
            self._run.waiting.append(_Waiting(block, self._markdown.htmlStash.html_counter - 1, placeholder))
            blank = block.prefix.rstrip()
            out += [blank, block.prefix + placeholder, blank]
            out += [blank] * (block.end - block.start - 3)
            done = block.end
        return [*out, *lines[done:]]


class _PutIn(Treeprocessor):
    """Puts the HTML of blocks in; gives back those that turn out to stand in code."""

    def __init__(self, md: Markdown, extension: StackbookExtension, run: _Run) -> None:
        super().__init__(md)
        self._markdown, self._extension, self._run = md, extension, run

    def run(self, root: Element) -> None:
        """Fill the placeholders."""
        waiting = self._run.waiting
        if not waiting:
            return
        shown_as_code = _give_back(root, waiting)
        live = [one for one in waiting if one.placeholder not in shown_as_code]
        if not live:
            return
        stack = self._extension.stack()
        page = Page(stack, Desk(stack.book, self._run.host.here)) if isinstance(stack, Stack) else None
        for one in live:
            place = Place(self._run.host.name, self._run.host.first_line, one.block)
            made = (
                make(one.block, page, place)
                if page
                else [
                    BLOCK.at(
                        place.fence, str(stack), "Set the option `stack` of the extension, or build where the stack is."
                    )
                ]
            )
            if isinstance(made, list):
                problems = in_order(made)
                for diagnostic in problems:
                    self._extension.report(diagnostic)
                made = note(problems)
            self._markdown.htmlStash.rawHtmlBlocks[one.index] = made
        if page and page.desk.used:
            sprite = self._markdown.htmlStash.store(f'<div class="sb-block-icons">{page.desk.sprite()}</div>')
            SubElement(root, "p").text = sprite


def _give_back(root: Element, waiting: list[_Waiting]) -> set[str]:
    """Text in code gets its blocks back as they were written; gives the placeholders of those."""
    found: set[str] = set()
    for element in root.iter("code"):
        text = element.text or ""
        for one in waiting:
            if one.placeholder in text:
                found.add(one.placeholder)
                text = _as_written(text, one)
        if text != element.text:
            element.text = AtomicString(f"{text.rstrip()}\n")
    return found


def _as_written(text: str, one: _Waiting) -> str:
    """The text of a piece of code with a block in the place of its placeholder."""
    place = re.search(rf"(?:\n[ ]*)?(?P<left>[ ]*){re.escape(one.placeholder)}(?:\n[ ]*(?=\n|$))*", text)
    assert place is not None  # it is in the text
    written = "\n".join(place["left"] + code_escape(line) for line in one.block.source)
    return text[: place.start()] + written + text[place.end() :]
