"""Which findings a change brings: a table of the findings before, after and new."""

from __future__ import annotations

import pytest

from stackbook.changes import new_findings
from stackbook.diagnostics import Diagnostic, Location, Severity


def finding(text: str) -> Diagnostic:
    """``code entity field line message``."""
    code, entity, field, line, message = text.split(" ", 4)
    about = "" if entity == "-" else entity
    place = Location(f"stack/{entity.replace(':', '/')}.yml", int(line))
    return Diagnostic(code, Severity.WARNING, message, place, entity=about, field=field)


CASES: list[tuple[str, list[str], list[str], list[str]]] = [
    ("nothing before", [], ["a tool:x k 1 bad"], ["a tool:x k 1 bad"]),
    ("nothing after", ["a tool:x k 1 bad"], [], []),
    ("the same", ["a tool:x k 1 bad"], ["a tool:x k 1 bad"], []),
    ("moved to another line", ["a tool:x k 1 bad"], ["a tool:x k 9 bad"], []),
    ("another number in the words", ["a tool:x k 1 40 % done"], ["a tool:x k 1 38.5 % done"], []),
    ("other words", ["a tool:x k 1 bad"], ["a tool:x k 1 worse"], ["a tool:x k 1 worse"]),
    ("another record", ["a tool:x k 1 bad"], ["a tool:y k 1 bad"], ["a tool:y k 1 bad"]),
    ("another key", ["a tool:x k 1 bad"], ["a tool:x j 1 bad"], ["a tool:x j 1 bad"]),
    ("another rule", ["a tool:x k 1 bad"], ["b tool:x k 1 bad"], ["b tool:x k 1 bad"]),
    ("another file, no record", ["a - k 1 bad"], ["a - k 2 bad"], []),
    ("one more of the same", ["a tool:x k 1 bad"], ["a tool:x k 1 bad", "a tool:x k 5 bad"], ["a tool:x k 5 bad"]),
    (
        "of several alike the one with new numbers",
        ["a tool:x k 1 step 2", "a tool:x k 2 step 3"],
        ["a tool:x k 1 step 1", "a tool:x k 2 step 2", "a tool:x k 3 step 3"],
        ["a tool:x k 1 step 1"],
    ),
]


@pytest.mark.parametrize(("before", "after", "new"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_new(before: list[str], after: list[str], new: list[str]) -> None:
    found = new_findings([finding(one) for one in before], [finding(one) for one in after])
    assert list(found) == [finding(one) for one in new]
