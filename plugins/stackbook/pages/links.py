"""Addresses: where a page is, and how one page names another."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.types import make_id

_LISTED_AS = {"token": "personalisation"}


def page_of(entity: Entity) -> str:
    """The path of an entity's page, such as ``tools/salesforce``."""
    return f"{entity.spec.folder}/{entity.id}" if entity.spec.folder else "index"


def around_of(entity: Entity) -> str:
    """The path of the page about what lies two steps around an entity, such as ``tools/salesforce/around``."""
    return f"{page_of(entity)}/around"


def category_path(key: str) -> str:
    """The path of a category's page, such as ``categories/crm``."""
    return f"categories/{key}"


def field_path(key: str) -> str:
    """The path of the page of ``data-source.field``."""
    return f"fields/{key}"


def list_of(kind: str) -> str:
    """The path of the page that lists a kind, such as ``tools/index``; tokens stand on a page of their own."""
    return f"{_LISTED_AS.get(kind, KINDS[kind].spec.folder)}/index"


def tag_anchor(tag: str) -> str:
    """The place of a tag on the page of all tags; tags that differ only in case and signs share one."""
    return f"tag-{make_id(tag) or tag.encode().hex()[:80]}"


def addresses_of(file: str) -> tuple[str, ...]:
    """The addresses that a file of the site, such as ``tools/salesforce/index.html``, takes from pages of ours."""
    if file == "index.html":
        return (file, "")
    folder = file.removesuffix("/index.html")
    return (file,) if folder == file else (file, f"{folder}/", f"{folder}.html")


@dataclass(frozen=True, slots=True)
class Links:
    """How addresses are written.

    Args:
        directories: ``tools/salesforce/`` instead of ``tools/salesforce.html``.
        by_hand: addresses at which a hand-written page stands instead of ours, as `addresses_of` gives them. What
            stands on such a page is not known, so a link to a place on it leads to its top.
    """

    directories: bool = True
    by_hand: frozenset[str] = frozenset()

    def url(self, path: str) -> str:
        """The address of a page from the site's top; "" for the top itself."""
        if path == "index" or path.endswith("/index"):
            return path[: -len("index")] + ("" if self.directories else "index.html")
        return f"{path}/" if self.directories else f"{path}.html"

    def up(self, here: str) -> str:
        """What leads from a page to the site's top: ``../`` as often as needed, or ``./``."""
        return "../" * self.url(here).count("/") or "./"

    def relative(self, here: str, there: str, anchor: str = "") -> str:
        """The address of page `there`, with an anchor, as written on page `here`."""
        fragment = f"#{anchor}" if anchor and self.url(there) not in self.by_hand else ""
        if here == there and fragment:
            return fragment
        return f"{self.up(here)}{self.url(there)}{fragment}"

    def file(self, here: str, path: str) -> str:
        """The address of a file, such as ``api/v1/stack.json``, as written on page `here`."""
        return self.up(here) + path
