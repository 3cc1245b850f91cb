"""Where values come from and go to: fields, the ways between them, tokens, journeys, ages and what breaks."""

from __future__ import annotations

from stackbook.lineage.core import Lineage

__all__ = ["Lineage"]
