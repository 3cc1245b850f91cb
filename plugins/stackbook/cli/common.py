"""What the commands share: options, where the stack is, how something is said and written."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

CLEAN, FINDINGS, USAGE = 0, 1, 2

STACK = click.option(
    "--stack",
    "stack",
    type=click.Path(path_type=Path),
    default=Path("stack"),
    show_default=True,
    help="Folder of the stack.",
)


class CannotWrite(click.ClickException):
    """The disk said no."""

    exit_code = USAGE

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"'{path}' cannot be written: {error.strerror}.")


def need_stack(stack: Path) -> None:
    """Stop when there is no such folder.

    Raises:
        click.UsageError: there is none.
    """
    if not stack.is_dir():
        raise click.UsageError(
            f"There is no folder '{stack}'. Run this where your stack's folder is, or say where it is with --stack."
        )


def shown_as(stack: Path) -> str:
    """The stack's folder as it is written in paths: relative to here where it is below."""
    try:
        return stack.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return stack.as_posix()


def write_file(path: Path, content: bytes, shown: str) -> None:
    """Write a file and the folders above it.

    Raises:
        CannotWrite: the disk does not let us.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CannotWrite(shown, error) from None


def plain(text: str) -> str:
    """A contributor's text without what could move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def say(text: str) -> None:
    """Print text, with one line break at its end."""
    click.echo(text, nl=not text.endswith("\n"))


class DayType(click.ParamType[date]):
    """A day, ISO 8601, or the word ``today``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()  # noqa: DTZ011  # the day where the person sits is meant
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day. Write it like 2026-03-31, or 'today'.", param, ctx)
