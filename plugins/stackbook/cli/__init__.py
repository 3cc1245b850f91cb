"""The command line: parses, calls, prints, exits. A module for each family of commands."""

from __future__ import annotations

from stackbook.cli.commands import main
from stackbook.cli.draw import draw
from stackbook.cli.impact import impact

main.add_command(draw)
main.add_command(impact)

__all__ = ["main"]
