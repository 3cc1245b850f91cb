"""The stack's folder as it was at earlier commits, read from the git repository it stands in. No git program is needed.

Knows files and commits, and nothing of what stands in them.
"""

from __future__ import annotations

from stackbook.history.core import History, open_history
from stackbook.history.problem import HistoryError, HistoryUnreadable, UnknownRevision

__all__ = ["History", "HistoryError", "HistoryUnreadable", "UnknownRevision", "open_history"]
