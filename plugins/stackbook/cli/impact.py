"""The command that says what breaks when something goes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stackbook.asking.problem import Problem
from stackbook.cli.common import FINDINGS, STACK, need_stack, say, shown_as
from stackbook.examine import examine
from stackbook.lineage.impact import CAN_GO
from stackbook.lineage.impact import impact as what_breaks
from stackbook.reporting.impact import IMPACT_FORMATS
from stackbook.views.subject import read_subject


@click.command(short_help="Say what breaks when something goes.")
@click.argument("subjects", nargs=-1, required=True, metavar="KIND:ID...")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(IMPACT_FORMATS)),
    default="text",
    show_default=True,
    help="How to say it.",
)
@STACK
def impact(subjects: tuple[str, ...], style: str, stack: Path) -> None:
    """Say what breaks when something goes.

    KIND:ID is a tool, an integration, a data source, a field or a vendor, such as tool:braze,
    data-source:crm-contacts or field:crm-contacts.email. Name several to see what breaks when they go together.

    Lists integrations, fields, tokens, journeys and capabilities that do not go on as before, each with the
    trail that leads to it, and the teams to tell. Exits with 1 when the stack has errors, so that something
    may be missing.
    """
    need_stack(stack)
    examined = examine(stack, shown_as(stack))
    found = [read_subject(one, CAN_GO, examined.inventory, "an impact") for one in subjects]
    wrong = [_said(one) for one in found if isinstance(one, Problem)]
    if wrong:
        raise click.UsageError("\n".join(wrong))
    refs = list(dict.fromkeys(one for one in found if isinstance(one, str)))
    say(IMPACT_FORMATS[style](examined.lineage, what_breaks(examined.lineage, refs)))
    if examined.errors:
        click.echo("The stack has errors, so something may be missing; `stackbook check` shows them.", err=True)
        sys.exit(FINDINGS)


def _said(problem: Problem) -> str:
    return f"{problem.message[:1].upper()}{problem.message[1:]}. {problem.help}".replace("`", "'").strip()
