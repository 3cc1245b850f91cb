"""A page as a value, ready to be put into any frame."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a page, for its table of contents. The title is plain text of ours, never a contributor's."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What a search finds a page by; plain text.

    Args:
        title: of the page.
        text: everything else it should be found by.
        tags: few words shown beside the hit.
        parts: places on the page that are found by themselves: anchor, title and text.
        weight: how much earlier it stands among the hits than others that fit as well; 1 for most.
    """

    title: str
    text: str
    tags: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        path: its address without ending: ``tools/salesforce``, ``tools/index``, ``index``.
        title: plain text.
        description: one sentence, plain text.
        html: the content, with relative addresses.
        tab: the tab it belongs to.
        headings: its sections.
        search: what it is found by, or None when it should not be found.
        source: the file it comes from as diagnostics write it, for the edit link; "" when there is none.
        wide: it wants the room of the table of contents.
    """

    path: str
    title: str
    description: str
    html: str
    tab: str
    headings: tuple[Heading, ...] = ()
    search: SearchRecord | None = None
    source: str = ""
    wide: bool = False
