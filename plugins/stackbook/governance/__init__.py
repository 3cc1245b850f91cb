"""What follows from contracts, activities, reviews and flows taken together, worked out once for rules and pages."""

from __future__ import annotations

from stackbook.governance.core import Governance

__all__ = ["Governance"]
