"""The pages about personal data, together: register, map, transfers, consent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackbook.drawing import Drawing
from stackbook.exchange.api import Artifact
from stackbook.pages.book import Book
from stackbook.pages.consent import TITLE as CONSENT_REACH
from stackbook.pages.consent import consent_files, consent_page
from stackbook.pages.data_map import TITLE as DATA_MAP
from stackbook.pages.data_map import data_map_files, data_map_page
from stackbook.pages.data_words import CONSENT, MAP, TRANSFERS
from stackbook.pages.page import Page
from stackbook.pages.register import register_files
from stackbook.pages.transfers import TITLE as TRANSFER
from stackbook.pages.transfers import declared_rows, transfers_files, transfers_page
from stackbook.views.personal_data import KEY


def privacy_pages(book: Book, drawings: Mapping[str, Drawing]) -> Iterator[Page]:
    """The pages beside the register, which is the list of its kind; those with nothing to show say how to begin.

    Args:
        book: what all pages share.
        drawings: key of a view of everything to its drawing.
    """
    yield data_map_page(book, drawings.get(KEY))
    yield transfers_page(book)
    yield consent_page(book)


def privacy_files(book: Book) -> Iterator[Artifact]:
    """What is to be downloaded about personal data, the register included."""
    yield from register_files(book)
    yield from data_map_files(book)
    yield from transfers_files(book)
    yield from consent_files(book)


def privacy_tabs(book: Book) -> Iterator[tuple[str, str]]:
    """Title and path of the pages beside the register that have something to show."""
    if book.governance.personal.of_tool:
        yield DATA_MAP, MAP
    if book.governance.personal.of_tool or declared_rows(book):
        yield TRANSFER, TRANSFERS
    if book.governance.consent.reaches:
        yield CONSENT_REACH, CONSENT
