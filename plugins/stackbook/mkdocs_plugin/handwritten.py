"""Links of hand-written pages into the stack: those that somebody wrote, and those of the glossary's terms."""

from __future__ import annotations

import re
from html import escape, unescape

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.pages import Page as HostPage

from stackbook.mkdocs_plugin.addresses import path_of, unknown_link
from stackbook.model.terms import Term
from stackbook.pages import Book
from stackbook.pages.book import find_target
from stackbook.pages.links import page_of

log = get_plugin_logger("stackbook")

_OURS = "stackbook"
"""The plugin's name, as MkDocs notes it at pages that come from it."""
_STACK_LINK = re.compile(r'href="stack:([^"]*)"')


def link_stack(html: str, page: HostPage, book: Book) -> str:
    """A page's HTML with addresses in the place of ``stack:`` links; what leads nowhere is logged as a warning."""
    if "stack:" not in html:
        return html
    here = path_of(page.file)

    def replace(match: re.Match[str]) -> str:
        target = unescape(match.group(1))
        entity, anchor = find_target(book.inventory, target)
        if entity is None:
            log.warning(unknown_link(target, page, book.inventory))
            return 'href="#"'
        return f'href="{escape(book.links.relative(here, page_of(entity), anchor))}"'

    return _STACK_LINK.sub(replace, html)


def link_terms(html: str, page: HostPage, book: Book) -> str:
    """A page's HTML in which the first use of each term leads to the glossary.

    Nothing changes on a page that says ``link_terms: false`` in its first lines, on the page
    of a term about that term itself, and in the reference: that is about the keys of the files,
    not about the organisation's words.
    """
    if page.meta.get("link_terms") is False or page.file.generated_by == _OURS:
        return html
    here = path_of(page.file)
    seen = {one.ref for one in book.inventory.all("term") if page_of(one) in (here, here.removesuffix("/index"))}

    def address(term: Term) -> str:
        return book.links.relative(here, page_of(term))

    return book.term_links.in_html(html, address, seen)
