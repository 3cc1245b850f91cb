"""All escaping: contributors' text becomes HTML here and nowhere else.

Jinja's autoescape does the plain text; this module does Markdown and our own help texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

Resolve = Callable[[str], str | None]
"""From what follows ``stack:`` in a link to an address, or None."""

_TAGS = {
    "p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td", "del", "sup", "sub",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_STACK_LINK = "stack:"
_HEAVY = re.compile(r"[\[\]*_`<>]|^\s*(?:#|\d+[.)]|[-+|])", re.MULTILINE)
MOST_SIGNS = 2_000
"""With more signs of Markdown than this a text is shown as typed: the parser's time grows with their square."""


class _Tame(Treeprocessor):
    """Headings go below the page's own, pictures become links (a page fetches nothing from elsewhere)."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + 2, 6)}"
            elif element.tag == "img":
                address, words = element.get("src", ""), element.get("alt", "")
                element.tag = "a"
                element.attrib.clear()
                element.set("href", address)
                element.text = words or address


class _Plain(Extension):
    """Markdown without raw HTML."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the name is Markdown's
        """Python-Markdown's hook."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Tame(md), "stackbook_tame", 0)


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=["tables", "sane_lists", "fenced_code", _Plain()], output_format="html")


def prose(text: str, resolve: Resolve | None = None) -> Markup:
    """Markdown as HTML that can do no harm.

    Args:
        text: as the contributor wrote it.
        resolve: gives the address for ``[words](stack:tool/salesforce)``; what it does not know loses its link.
    """
    if len(_HEAVY.findall(text)) > MOST_SIGNS:
        return fill('<p class="sb-plain">%s</p>', text)  # reading it as Markdown would take minutes
    try:
        html = _markdown().reset().convert(text)
    except (RecursionError, ValueError, AssertionError, IndexError):  # nesting beyond what the parser can hold
        return fill("<p>%s</p>", text)
    if resolve is not None and _STACK_LINK in html:

        def address(match: re.Match[str]) -> str:
            found = resolve(unescape(match.group(1)))
            return f' href="{escape(found)}"' if found else ""

        html = re.sub(rf'\shref="{_STACK_LINK}([^"]*)"', address, html)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return Markup(clean)  # noqa: S704  # just cleaned


def fill(template: str, *values: Any) -> Markup:
    """HTML of ours with values in the place of each ``%s``, escaped where they are not HTML already.

    `Markup.format` does the same and takes four times as long, which shows on ten thousand pages.
    """
    return Markup(template % tuple([escape(value) for value in values]))  # noqa: S704  # escaped just now


def plain_prose(text: str, most: int = 300) -> str:
    """Markdown as one line of plain text, for descriptions and search, cut at a word."""
    words = " ".join(unescape(re.sub("<[^>]*>", " ", str(prose(text)))).split())
    return shorten(words, most)


def shorten(text: str, most: int) -> str:
    """Text cut at a word, with an ellipsis where something is left out."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


def code(text: str) -> Markup:
    """Text of ours or of a diagnostic: `words` in backticks become code, everything is escaped."""
    pieces = str(text).split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    joined = [fill("<code>%s</code>", p) if n % 2 else escape(p) for n, p in enumerate(pieces)]
    return Markup("").join(joined)


def as_text(value: Any) -> str:
    """A value of a key that no model describes, in words."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {as_text(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(as_text(one) for one in value)
    if value is None:
        return "not known"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
