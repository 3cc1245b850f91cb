"""What is wrong with what somebody asked for: in a block of a page, or on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be done as it is written.

    Args:
        path: keys and positions that lead to its place in what was written; () for all of it.
        message: what is wrong, one sentence without a full stop.
        help: what may stand there, or what to do.
        at_key: the key itself is meant, not what stands behind it.
    """

    path: tuple[str | int, ...]
    message: str
    help: str = ""
    at_key: bool = False

    def below(self, *steps: str | int) -> Problem:
        """The same in something larger, where `steps` lead to what it was found in."""
        return replace(self, path=(*steps, *self.path))


def below(problems: Iterable[Problem], *steps: str | int) -> list[Problem]:
    """Problems of a part as problems of the whole."""
    return [problem.below(*steps) for problem in problems]
