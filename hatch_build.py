"""Builds the front end when Stackbook is packaged, so that a wheel holds what its pages run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

import frontend


class FrontendHook(BuildHookInterface[Any]):
    """Called by hatchling before a wheel, an sdist or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what is out of date.

        An editable install goes on without it: ``tools/environment.py`` has said what is missing by then, and pages can
        be read without their scripts. A package without it would be broken for good.

        Args:
            version: ``standard`` or ``editable``.
            build_data: What hatchling knows about this build.

        Raises:
            frontend.BuildError: Where it could not be built, except for an editable install.
        """
        try:
            frontend.ensure()
        except frontend.BuildError as problem:
            if version != "editable":
                raise
            self.app.display_warning(str(problem))
