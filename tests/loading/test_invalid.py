"""What people get wrong, and what they are told.

Each folder of `invalid/` is a small stack with a mistake, and `expected.txt` holds everything that is said about
it. After a change of words, look at them and write them anew: STACKBOOK_SNAPSHOTS=write pytest tests/loading
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from stackbook.diagnostics import Diagnostic
from stackbook.examine import all_checks, examine

INVALID = Path(__file__).parent / "invalid"
CASES = sorted(folder.name for folder in INVALID.iterdir() if folder.is_dir())
EXPECTED = "expected.txt"
AS_OF = date(2026, 11, 22)
TOOL = (
    "name: CRM\nvendor: acme-soft\ncategory: crm\npurpose: Keeps customers.\nbusiness_owner: team:crm\n"
    "technical_owner: team:crm\nlifecycle:\n  phase: plan\n"
)
VENDOR = "name: Acme Software\n"


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _locked(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    path.write_text(VENDOR)
    path.chmod(0)


# Files that git or an operating system would not keep as they are, by case.
GENERATED: Mapping[str, Mapping[str, bytes | Callable[[Path], None]]] = {
    "bidi": {"vendors/acme-soft.yml": "name: Acme\nlegal_name: Acme \u202eHbmG\n".encode()},
    "bom-in-the-middle": {"vendors/acme-soft.yml": "name: Ac\ufeffme\n".encode()},
    "bom-mistake": {"vendors/acme-soft.yml": b"\xef\xbb\xbfnmae: Acme\n"},
    "control": {"vendors/acme-soft.yml": b"name: Ac\x07me\n"},
    "cr-only-mistake": {"vendors/acme-soft.yml": b"name: Acme\rhq_contry: DE\r"},
    "crlf-mistake": {"vendors/acme-soft.yml": b"name: Acme\r\nhq_contry: DE\r\n"},
    "deep-nesting-huge": {"vendors/acme.yml": b"name: Acme\nx-deep: " + b"[" * 20_000 + b"\n"},
    "del-escape": {"vendors/acme-soft.yml": b"name: Ac\x1bme\n"},
    "id-shape-nothing-left": {"vendors/\u65e5\u672c.yml": VENDOR.encode()},
    "id-shape-space": {"vendors/acme soft.yml": VENDOR.encode()},
    "id-shape-umlaut": {"vendors/s\u00fcd.yml": VENDOR.encode()},
    "latin1": {"vendors/acme-soft.yml": "name: Acme\nlegal_name: S\u00fc\u00df GmbH\n".encode("latin-1")},
    "latin1-last-line": {"vendors/acme-soft.yml": "name: Acme\nlegal_name: \u00dc".encode("latin-1")},
    "link-broken": {"vendors/acme.yml": _link_to("nowhere")},
    "link-file": {"vendors/acme.yml": _link_to("../stack.yml")},
    "link-folder": {"teams": _link_to("..")},
    "nbsp-after-colon": {"vendors/acme-soft.yml": "name:\u00a0Acme\nhq_country: DE\n".encode()},
    "nbsp-indentation": {
        "tools/crm.yml": TOOL.replace("  phase", "\u00a0\u00a0phase").encode(),
    },
    "not-a-file": {"vendors/acme.yml": _pipe},
    "nul": {"vendors/acme-soft.yml": b"name: Ac\x00me\n"},
    "organisation-both-endings": {"stack.yaml": b"name: Other\n"},
    "too-large": {"vendors/acme-soft.yml": b"name: Acme\n# " + b"x" * (2 * 1024 * 1024)},
    "type-number-huge": {"tools/crm.yml": f"{TOOL}users:\n  licensed: {'9' * 5000}\n".encode()},
    "unreadable": {"vendors/acme.yml": _locked},
    "utf16": {"vendors/acme-soft.yml": b"\xff\xfe" + "name: Acm\u00e9\n".encode("utf-16-le")},
    "utf16-no-bom": {"vendors/acme-soft.yml": "name: Acm\u00e9\n".encode("utf-16-le")},
    "utf32": {"vendors/acme-soft.yml": b"\xff\xfe\x00\x00" + "name: Acm\u00e9\n".encode("utf-32-le")},
    "zero-width-space": {"vendors/acme-soft.yml": "name: Acme\nhq_country: D\u200bE\n".encode()},
}


def build(case: str, folder: Path) -> None:
    """Writes the stack of a case into a folder that does not exist yet."""
    shutil.copytree(INVALID / case, folder, ignore=shutil.ignore_patterns(EXPECTED))
    for name, made in GENERATED.get(case, {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(made):
            made(path)
        else:
            path.write_bytes(made)


def written(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Everything a person is told: place, words, help and notes."""
    lines = []
    for one in diagnostics:
        lines += [f"{one.location}: {one.severity.value}[{one.code}] {one.message}", f"  help: {one.help}"]
        lines += [f"  note: {other.location} {other.message}" for other in one.related]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", CASES)
def test_what_is_said(case: str, tmp_path: Path) -> None:
    build(case, tmp_path / "stack")
    said = written(examine(tmp_path / "stack", as_of=AS_OF).diagnostics)
    expected = INVALID / case / EXPECTED
    if os.environ.get("STACKBOOK_SNAPSHOTS") == "write":
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")
    assert said


def test_every_check_of_reading_has_a_case() -> None:
    families = ("Files and YAML", "Structure")
    codes = {code for code, check in all_checks().items() if check.family in families}
    said = "".join((INVALID / case / EXPECTED).read_text(encoding="utf-8") for case in CASES)
    assert {code for code in codes if f"[{code}]" not in said} == set()


def test_every_generated_case_is_found() -> None:
    assert set(GENERATED) <= set(CASES)


def test_a_help_line_is_always_there() -> None:
    said = "".join((INVALID / case / EXPECTED).read_text(encoding="utf-8") for case in CASES)
    assert "help: \n" not in said


def test_a_missing_folder(tmp_path: Path) -> None:
    found = examine(tmp_path / "nowhere", "nowhere").diagnostics
    assert [(d.code, str(d.location)) for d in found] == [("no-stack", "nowhere:1:1")]
