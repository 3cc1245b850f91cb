"""The command line: parses, calls, prints, exits. A module for each family of commands."""

from __future__ import annotations

from stackbook.cli.check import check
from stackbook.cli.commands import main
from stackbook.cli.draw import draw
from stackbook.cli.impact import impact
from stackbook.cli.rules import explain, rules

main.add_command(check)
main.add_command(rules)
main.add_command(explain)
main.add_command(draw)
main.add_command(impact)

__all__ = ["main"]
