"""Real inventories that were written for other programs: everything can be wrong with them, and nothing may break."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackbook.examine import all_checks, examine
from stackbook.reporting import FORMATS

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(DATA.rglob("*.yml")) if DATA.is_dir() else []
TOO_LARGE = 2 * 1024 * 1024

pytestmark = pytest.mark.skipif(not FILES, reason="there is no folder ../shared/data with real inventories")


@pytest.fixture(params=["tools", "vendors", "data-sources", "integrations"])
def kind_folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_file_as_every_kind(kind_folder: str, tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    (folder / kind_folder).mkdir(parents=True)
    (folder / "stack.yml").write_text("name: Acme\n")
    for number, source in enumerate(FILES):
        (folder / kind_folder / f"file-{number}.yml").write_bytes(source.read_bytes())
    found = examine(folder)
    assert found.diagnostics
    texts = found.sources.texts()
    for one in found.diagnostics:
        assert one.location.path == "stack" or one.location.path in texts
    for render in FORMATS.values():
        assert render(found.diagnostics, texts, all_checks())


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = [source for source in FILES if source.stat().st_size > TOO_LARGE]
    assert huge, "the catalogue of 4 MB is gone"
    (tmp_path / "vendors").mkdir()
    (tmp_path / "stack.yml").write_text("name: Acme\nthresholds: {completeness: 0}\n")
    (tmp_path / "vendors" / "destinations.yml").write_bytes(huge[0].read_bytes())
    found = examine(tmp_path)
    assert [(d.code, str(d.location)) for d in found.diagnostics] == [
        ("file-too-large", "stack/vendors/destinations.yml:1:1")
    ]
