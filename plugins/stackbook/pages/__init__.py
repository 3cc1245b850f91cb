"""From an inventory, its views and its drawings to pages: HTML, never generated Markdown."""

from __future__ import annotations

from stackbook.pages.book import Book, Options
from stackbook.pages.page import Heading, Page, SearchRecord

__all__ = ["Book", "Heading", "Options", "Page", "SearchRecord"]
