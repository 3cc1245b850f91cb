"""How many problems there are, in words."""

from __future__ import annotations

from collections import Counter

from stackbook.diagnostics import Diagnostic, Severity


def summary(diagnostics: tuple[Diagnostic, ...], files: int | None = None) -> str:
    """One sentence, such as "3 errors and 2 warnings in 2 files", with its full stop.

    Args:
        diagnostics: the problems.
        files: how many files were looked at, or None when that is not known.
    """
    if not diagnostics:
        return "No problems found." if files is None else f"No problems in {counted(files, 'file')}."
    tally = Counter(d.severity for d in diagnostics)
    parts = [counted(tally[severity], severity.value) for severity in Severity if tally[severity]]
    words = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    affected = len({d.location.path for d in diagnostics})
    of = f" of {files:,}" if files is not None and files >= affected else ""
    return f"{words} in {affected:,}{of} {'file' if (files if of else affected) == 1 else 'files'}."


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 file``, ``2 files``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
