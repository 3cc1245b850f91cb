"""Pages with blocks, converted by Python-Markdown with the extensions that people use beside ours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from block_pages import BESIDE, Convert, Converted, write_stack
from journeys import journey
from small import small_stack, tool

from stackbook.blocks import StackbookExtension
from stackbook.diagnostics import Diagnostic


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = {
        "tools/secret": tool("Secret", visibility="internal", hosting="saas"),
        "journeys/welcome": journey("Welcome", {"integration": "shop-to-mailer"}, {"tool": "mailer"}),
    }
    return write_stack(tmp_path_factory.mktemp("blocks") / "stack", {**small_stack(), **more})


@pytest.fixture
def convert(stack: Path, module_cache: Path) -> Convert:
    """Converts a page the way a program without plugins does."""

    def run(text: str, beside: list[str] = BESIDE, first_line: int = 1, **options: Any) -> Converted:
        problems: list[Diagnostic] = []
        settings = {"stack": str(stack), "cache_dir": str(module_cache), "base_url": "/docs", **options}
        extension = StackbookExtension(report=problems.append, **settings)
        extension.on_page("guide/plan.md", "guide/plan", first_line)
        html = Markdown(extensions=[*beside, extension]).convert(text)
        return Converted(html, problems)

    return run


@pytest.fixture(scope="session")
def module_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled layout engine, so that it is compiled once for all tests."""
    return tmp_path_factory.mktemp("engine")
