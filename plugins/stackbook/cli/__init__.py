"""The command line: parses, calls, prints, exits. A module for each family of commands."""

from __future__ import annotations

from stackbook.cli.commands import main
from stackbook.cli.draw import draw

main.add_command(draw)

__all__ = ["main"]
