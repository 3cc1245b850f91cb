"""Makes the helpers in `tests/stacks` importable, and the sites they build."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from repository import git
from sites import cache, example, example_files, project, shared, small

__all__ = ["cache", "example", "example_files", "git", "project", "shared", "small"]
