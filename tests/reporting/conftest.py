"""Diagnostics of every sort, with the files they are about."""

from __future__ import annotations

import pytest

from stackbook.diagnostics import Check, Diagnostic, Location, Related, Severity, Side

TOOL = "stack/tools/mail.yml"
TEAM = "stack/teams/crm team.yml"

CHECKS = {
    check.code: check
    for check in (
        Check(
            "unknown-key",
            Severity.ERROR,
            "A key that Stackbook does not know",
            "It would be lost without notice.",
            "Use a key from the field reference.",
        ),
        Check(
            "seal-lapsed",
            Severity.WARNING,
            "A record that was not reviewed in time",
            "Old records mislead.",
            "Look it over and set `last_reviewed`.",
            family="Ownership",
        ),
        Check(
            "many-tools",
            Severity.HINT,
            "One person owns many critical tools",
            "Nobody knows them when that person is away.",
            "Share them out.",
            side=Side.IT,
            family="Ownership",
        ),
    )
}

SOURCES = {
    TOOL: "name: Mail\nownr: person:ada\r\npurpose: " + "very long words " * 30 + "END " + "and more " * 30 + "\n",
    TEAM: "name: CRM\n\tchannel: \U0001f4ec\u6f22\u5b57 e\u0301t\u00e9 here\u2028red: \x1b[31m\u202eabc\n",
}


def _place(text: str, path: str, line: int, length: int | None = None) -> Location:
    """The place of `text` in the line with that number, counted as libyaml does."""
    from stackbook.reporting.excerpt import lines_of

    return Location(path, line, lines_of(SOURCES[path])[line - 1].index(text) + 1, length or len(text))


@pytest.fixture
def sources() -> dict[str, str]:
    return dict(SOURCES)


@pytest.fixture
def checks() -> dict[str, Check]:
    return dict(CHECKS)


@pytest.fixture
def diagnostics() -> tuple[Diagnostic, ...]:
    key, seal, hint = CHECKS["unknown-key"], CHECKS["seal-lapsed"], CHECKS["many-tools"]
    return (
        key.at(
            _place("ownr", TOOL, 2),
            "A tool has no key `ownr`.",
            "Did you mean `owner`?",
            entity="tool:mail",
            field="ownr",
            related=(
                Related(_place("name", TEAM, 1), "another, written right"),
                Related(Location("gone.yml", 7, 3), ""),
            ),
        ),
        key.at(_place("END", TOOL, 3), "In the middle of a long line: 100% wrong, isn't it."),
        seal.at(_place("very", TOOL, 3), "At the start of a long line."),
        hint.at(Location(TOOL, 3, 10_000, 5), "Behind the end of a long line."),
        key.at(_place("here", TEAM, 2), "After a tab, wide letters and accents."),
        key.at(
            _place("abc", TEAM, 3),
            "A message\nwith \x1b[2J a \x9b0m control and \u202e a turn.",
            "Line one.\r\nLine two.",
        ),
        hint.at(Location("stack/a:b,c%d.yml", 4, 2, 3), "A file that nobody has."),
        Diagnostic("not-listed", Severity.WARNING, "A check that the caller does not list.", Location(TOOL, 99, 1)),
    )
