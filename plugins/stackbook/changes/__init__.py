"""What is different between two states of a stack."""

from __future__ import annotations

from stackbook.changes.earlier import examine_at
from stackbook.changes.findings import new_findings

__all__ = ["examine_at", "new_findings"]
