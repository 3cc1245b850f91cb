"""A stack as it was at an earlier commit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from stackbook.examine import Examined, examine
from stackbook.history import History


def examine_at(history: History, commit: str, shown_as: str = "stack", as_of: date | None = None) -> Examined:
    """What was wrong with a stack at a commit, by the rules and the version of today.

    Args:
        history: of the stack's folder.
        commit: as `History.resolve` gives it.
        shown_as: what stands for the folder in paths.
        as_of: the day for rules about dates; the same one for both states, so that no day's passing is a change.

    Raises:
        HistoryError: the repository does not hold it.
    """
    with TemporaryDirectory(prefix="stackbook-") as folder:
        history.write_tree(commit, Path(folder))
        return examine(Path(folder), shown_as, as_of)
