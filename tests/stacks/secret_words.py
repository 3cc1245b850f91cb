"""Words for a stack of secrets: those that nobody outside may read, and those that everybody must."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Words:
    """The words of the stack, by what they stand for."""

    secret: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def hide(self, what: str) -> str:
        """A secret word; small letters and digits, so that it may be an id."""
        return self.secret.setdefault(what, f"kanary{len(self.secret):03d}x")

    def show(self, what: str) -> str:
        """A word that is for everybody."""
        return self.shown.setdefault(what, f"openly{len(self.shown):03d}x")


def internal(words: Words, what: str) -> dict[str, Any]:
    """Header fields of an internal entity, each with its own secret."""
    h = words.hide
    return {
        "visibility": "internal",
        "description": f"{h(what + ' description')} in words.",
        "aliases": [h(what + " alias")],
        "tags": [h(what + " tag")],
        "links": [{"label": h(what + " link"), "url": f"https://{h(what + ' host')}.example/"}],
        "external_ids": {h(what + " system"): h(what + " external id")},
        "waivers": [{"rule": "seal-lapsed", "until": "2099-12-31", "reason": h(what + " waiver")}],
        "notes": h(what + " notes"),
        "x-more": h(what + " extension"),
    }
