"""The stack that blocks look into: as the plugin has opened it, or opened by the blocks themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

from stackbook.drawing import Renderer
from stackbook.pages.book import Book
from stackbook.pages.links import Links
from stackbook.site import SiteOptions, open_book

_KEPT = 4
Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Stack:
    """What blocks are made from.

    Args:
        book: what all pages share.
        renderer: lays pictures out.
        errors: how many errors the stack has.
    """

    book: Book
    renderer: Renderer
    errors: int = 0


@dataclass(frozen=True, slots=True)
class FarLinks(Links):
    """Addresses for a site that knows where the stack's pages are, not where it is itself.

    Args:
        base: what stands before every path; ends in ``/`` unless it is "".
    """

    base: str = ""

    def up(self, here: str) -> str:
        """The same wherever one is."""
        return self.base


@dataclass(frozen=True)
class FarBook(Book):
    """A book whose addresses begin with one base."""

    base: str = ""

    @cached_property
    def links(self) -> Links:
        """How addresses are written."""
        return FarLinks(self.options.directories, self.options.by_hand, self.base)


def open_stack(options: SiteOptions, base: str) -> Stack:
    """The stack as it is on the disk now; read only when a file of it has changed.

    Args:
        options: which stack, and for whom.
        base: what stands before the paths of its pages.

    Raises:
        LayoutUnavailable: the layout engine asked for does not work on this machine.
    """
    folders = (options.stack, *options.pages.templates)
    return _open(options, base, tuple(sorted(one for folder in folders for one in _files(folder))))


@lru_cache(maxsize=_KEPT)
def _open(options: SiteOptions, base: str, signature: Signature) -> Stack:
    opened = open_book(options)
    known = {field.name: getattr(opened.book, field.name) for field in fields(opened.book)}
    return Stack(FarBook(**known, base=base), opened.renderer, len(opened.examined.errors))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Path, time of the last change and size of every file below a folder."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            try:
                found = path.stat()
            except OSError:  # gone meanwhile, or a link that leads nowhere
                continue
            yield path.as_posix(), found.st_mtime_ns, found.st_size
