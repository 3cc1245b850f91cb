"""How fast, how much memory, how many bytes: `make bench`, or `make bench SIZE=1000` for one size.

For each size it writes a stack of that many tools, with three integrations and one data
source for each, and measures whole processes: the check, a build that lays out every
picture, a build with the pictures cached, and the same number of plain Material pages.
Seconds are user plus system time of the process; memory is its peak.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from plain import write_plain

from stacks import write_stack

SIZES = (100, 500, 1000)
_CONFIG = """site_name: Bench
site_url: ''
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search, stackbook]
"""


@dataclass(frozen=True)
class Row:
    """One measurement.

    Args:
        size: tools in the stack.
        what: that was measured.
        cpu: seconds of user and system time.
        wall: seconds by the clock.
        memory_mb: peak resident memory, in MB.
        pages: HTML pages written.
        output_mb: bytes written, in MB.
    """

    size: int
    what: str
    cpu: float
    wall: float
    memory_mb: float
    pages: int = 0
    output_mb: float = 0.0


def measure(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a command: CPU seconds, wall seconds, peak memory in MB.

    Raises:
        RuntimeError: it failed.
    """
    start = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=environment)  # our own
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode > 1:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}:\n{said.read().decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def weigh(site: Path) -> tuple[int, float]:
    """HTML pages and megabytes of a built site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files) / 1e6


def bench(size: int) -> list[Row]:
    """All measurements of one size."""
    rows = []
    tool = [sys.executable, "-m"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        entities = write_stack(folder / "stack", size)
        (folder / "docs").mkdir()
        (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
        rows.append(Row(size, f"check, {entities:,} entities", *measure([*tool, "stackbook", "check"], folder)))
        for what in ("build, pictures laid out", "build, pictures cached"):
            figures = measure([*tool, "mkdocs", "build", "-q"], folder)
            rows.append(Row(size, what, *figures, *weigh(folder / "site")))
        plain = Path(place) / "plain"
        write_plain(plain, rows[-1].pages)
        figures = measure([*tool, "mkdocs", "build", "-q"], plain)
        rows.append(Row(size, "plain Material pages", *figures, *weigh(plain / "site")))
    return rows


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("size", nargs="*", type=int, default=None, help="numbers of tools")
    reader.add_argument("--json", type=Path, help="also write the figures to this file")
    given = reader.parse_args()
    sizes = given.size or [int(n) for n in os.environ.get("SIZE", "").replace(",", " ").split()] or list(SIZES)
    rows: list[Row] = []
    print(f"{'tools':>6}  {'what':<28} {'cpu s':>8} {'wall s':>8} {'MB':>7} {'pages':>7} {'MB out':>8} {'of plain':>9}")
    for size in sizes:
        found = bench(size)
        plain = found[-1].cpu
        for row in found:
            share = f"{row.cpu / plain:.2f}" if row.pages else ""
            print(
                f"{row.size:>6,}  {row.what:<28} {row.cpu:>8.2f} {row.wall:>8.2f} {row.memory_mb:>7.0f}"
                f" {row.pages or '':>7} {row.output_mb:>8.1f} {share:>9}",
                flush=True,
            )
        rows += found
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    print(f"Peak memory of this script itself: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
