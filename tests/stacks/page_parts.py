"""Parts of a built page as words, without its frame."""

from __future__ import annotations

import re
from html import unescape

from projects import Site


def words_of(html: str) -> str:
    """The words of a piece of a page, with a space between the parts, and none before a comma."""
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" ([,.:;)])", r"\1", words).replace("( ", "(")


def article(site: Site, path: str) -> str:
    """The page without its frame."""
    return site.text(path).partition("<article")[2].partition("</article")[0]


def section(site: Site, path: str, id_: str) -> str:
    """The words of a part of a page, up to the next."""
    return words_of(article(site, path).partition(f'id="{id_}"')[2].partition("<h2")[0])
