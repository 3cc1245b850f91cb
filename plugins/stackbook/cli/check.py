"""The command that says everything that is wrong with a stack."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from stackbook.changes import examine_at, new_findings
from stackbook.cli.common import CLEAN, FINDINGS, STACK, DayType, need_stack, plain, say, shown_as
from stackbook.diagnostics import Diagnostic, Severity
from stackbook.examine import Examined, examine
from stackbook.history import HistoryError, UnknownRevision, open_history
from stackbook.reporting import FORMATS, summary
from stackbook.reporting.summary import counted


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@STACK
@click.option(
    "--format", "style", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to report."
)
@click.option(
    "--as-of",
    "as_of",
    type=DayType(),
    help="The day for rules about dates: 2026-03-31, or 'today'. Left out without it.",
)
@click.option("--strict", is_flag=True, help="Warnings fail the check as well.")
@click.option(
    "--scheduled",
    is_flag=True,
    help="The regular run over everything, such as every night: rules about dates may fail it. Takes today as the day.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Report only what was not found yet at a branch, tag or commit, such as origin/main.",
)
def check(
    paths: tuple[Path, ...],
    stack: Path,
    style: str,
    as_of: date | None,
    strict: bool,
    scheduled: bool,
    since: str | None,
) -> None:
    """Say everything that is wrong with a stack, in one run.

    PATHS are files or folders of the stack to report on; without any, all of it.
    Exits with 0 when nothing is wrong, 1 when something is, 2 when it could not be run.
    """
    if len(paths) == 1 and (paths[0] / "stack.yml").is_file():
        stack, paths = paths[0], ()
    need_stack(stack)
    shown = shown_as(stack)
    if scheduled and as_of is None:
        as_of = DayType().convert("today", None, None)
    found = examine(stack, shown, as_of, scheduled=scheduled)
    diagnostics = found.diagnostics if since is None else _since(since, stack, shown, found)
    known = len(found.diagnostics) - len(diagnostics)
    files = len(found.sources.files)
    if paths:
        wanted = [_below(path, stack, shown) for path in paths]
        diagnostics = tuple(d for d in diagnostics if any(_under(d.location.path, w) for w in wanted))
        files = sum(any(_under(f.path, w) for w in wanted) for f in found.sources.files)
    colour = style == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    say(FORMATS[style](diagnostics, found.sources.texts(), found.checks, colour=colour))
    if style == "text":
        say(summary(diagnostics, files))
        if known:
            say(f"What was found at {plain(since or '')} already is not shown: {counted(known, 'problem')}.")
        if as_of is None:
            say("Rules about dates were left out; add `--as-of today` to run them.")
    sys.exit(FINDINGS if any(_fails(d, strict, scheduled) for d in diagnostics) else CLEAN)


def _fails(one: Diagnostic, strict: bool, scheduled: bool) -> bool:
    """Whether a finding fails the check. Nobody's change fails since a day has passed."""
    if one.severity is Severity.WARNING:
        return strict and (scheduled or not one.dated)
    return one.severity is Severity.ERROR


def _since(since: str, stack: Path, shown: str, now: Examined) -> tuple[Diagnostic, ...]:
    """What was not found at an earlier commit.

    Raises:
        click.UsageError: there is no such commit, or no repository.
    """
    history = open_history(stack)
    if history is None:
        raise click.UsageError(f"'{stack}' does not stand in a git repository, so nothing is known of {since}.")
    try:
        before = examine_at(history, history.resolve(since), shown, now.as_of)
    except UnknownRevision as error:
        near = f" Did you mean {' or '.join(error.nearest)}?" if error.nearest else ""
        raise click.UsageError(f"There is no {since}: {error}.{near} In CI, fetch it first (fetch-depth: 0).") from None
    except HistoryError as error:
        raise click.UsageError(f"What was found at {since} cannot be told: {error}") from None
    names = tuple({e.ref: e.display_name for e in one.inventory.everything()} for one in (before, now))
    return new_findings(before.diagnostics, now.diagnostics, (names[0], names[1]))


def _below(path: Path, stack: Path, shown: str) -> str:
    """A path as diagnostics of the stack write it.

    Raises:
        click.UsageError: it does not exist, or is no part of the stack.
    """
    if not path.exists():
        raise click.UsageError(f"There is no file or folder '{path}'.")
    try:
        inside = path.resolve().relative_to(stack.resolve()).as_posix()
    except ValueError:
        raise click.UsageError(
            f"'{path}' is not below '{stack}'. Say which stack it belongs to with --stack."
        ) from None
    return shown if inside == "." else f"{shown}/{inside}"


def _under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
