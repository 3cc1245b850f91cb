"""The commands that list the rules and tell about one."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import click

from stackbook.cli.common import STACK, plain, say, shown_as
from stackbook.diagnostics import Check
from stackbook.examine import all_checks
from stackbook.fields import by_key
from stackbook.inventory import Inventory, load
from stackbook.inventory.words import did_you_mean
from stackbook.model.organisation import Organisation, Thresholds
from stackbook.reference import one_key_a_line
from stackbook.reporting.summary import counted
from stackbook.rules import RULES, here, own_rules

_WIDTH = 100


@click.command()
@STACK
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
def rules(stack: Path, style: str) -> None:
    """List everything that is looked at, with how much it matters here.

    Where the stack sets a severity of its own under `severities`, that one is shown.
    """
    inventory = _inventory(stack)
    shipped = all_checks(inventory)
    if style == "json":
        say(json.dumps([_data(one, inventory) for one in shipped.values()], indent=2, ensure_ascii=False))
        return
    width = max(map(len, shipped))
    families: dict[str, list[Check]] = {}
    for one in shipped.values():
        families.setdefault(one.family, []).append(one)
    for family, members in families.items():
        say(family)
        for one in members:
            say(f"  {one.code:<{width}}  {_severity(one, inventory):<8}  {plain(one.title)}")
        say("")
    say("`stackbook explain CODE` tells more about one.")


@click.command()
@click.argument("code")
@STACK
def explain(code: str, stack: Path) -> None:
    """Tell about the rule with a CODE: why it is there, what to do, and an example.

    The code is what stands in brackets behind a finding.
    """
    inventory = _inventory(stack)
    checks = all_checks(inventory)
    check = checks.get(code.strip().strip("[]"))
    if check is None:
        guess = did_you_mean(code, checks).replace("`", "'") or "'stackbook rules' lists them all."
        raise click.UsageError(f"There is no rule '{plain(code)}': {guess}")
    say(f"{check.code}: {plain(check.title)}.")
    say(f"{_severity(check, inventory).capitalize()}. {check.side.label} answers. {check.family}.")
    for title, text in (("Why it matters", check.why), ("What to do", check.fix)):
        say("")
        say(_paragraph(f"{title}: {plain(text)}"))
    rule = RULES.get(check.code)
    own = next((one for one in own_rules(inventory) if one.check.code == check.code), None)
    if check.dated:
        say("")
        say(_paragraph("It depends on the day: it runs with `--as-of`. Only in a run with `--scheduled` can it fail."))
    if own:
        say("")
        say(_paragraph(f"Looked at: {inventory.place(own.rule).path}"))
        say(_paragraph(f"Which ones: {own.where.words or 'all'}. What must hold: {own.must.words}."))
        if not check.dated:
            every = inventory.all(own.rule.kind)
            some = sum(own.where.matches(one, inventory) for one in every)
            say(f"It looks at {some:,} of {counted(len(every), 'record')}.")
    if rule is None:
        return
    for key in rule.thresholds:
        doc = by_key(Thresholds)[key]
        say("")
        say(_paragraph(f"`thresholds.{key}` is {getattr(inventory.organisation.thresholds, key):g} here. {doc.help}"))
    if rule.source:
        say("")
        say(_paragraph(f"Source: {rule.source}"))
    for title, files in (("This is found:", rule.fails), ("This is fine:", rule.passes)):
        say("")
        say(title)
        for path, text in files.items():
            say(textwrap.indent(f"# {path}\n{one_key_a_line(text)}", "    "))


def _inventory(stack: Path) -> Inventory:
    """The stack, for its own rules and severities; an empty one where there is none."""
    return load(stack, shown_as(stack)).inventory if stack.is_dir() else Inventory(Organisation(id="stack", name="-"))


def _severity(check: Check, inventory: Inventory) -> str:
    found = here(check, inventory)
    return found.severity.value if found else "off"


def _data(check: Check, inventory: Inventory) -> dict[str, object]:
    rule = RULES.get(check.code)
    return {
        "code": check.code,
        "severity": _severity(check, inventory),
        "side": check.side.value,
        "family": check.family,
        "title": check.title,
        "why": check.why,
        "fix": check.fix,
        "dated": check.dated,
        "thresholds": list(rule.thresholds) if rule else [],
        "source": rule.source if rule else "",
    }


def _paragraph(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
