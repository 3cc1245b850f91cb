"""How long lineage takes: of the example, and of stacks of the size that is asked for.

Prints CPU seconds of this process for each part: the fields as a graph, the ways of all tokens, the journeys, the
search for circles, and what breaks without each tool and each field. Beside it stands the check of the same stack
(reading, lineage and all rules), and for the example a whole build with every picture kept from before.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from stackbook.examine import examine
from stackbook.graph import build_graph
from stackbook.inventory import Inventory, load
from stackbook.lineage import Lineage
from stackbook.lineage.impact import impact
from stackbook.site import SiteOptions, build_site

ROOT = Path(__file__).resolve().parent.parent
FIELDS_EACH, FLOWS_EACH = 25, 2


def main() -> None:
    """Measure, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--fields", type=int, default=5_000, help="fields of the made-up stack")
    asked.add_argument("--mappings", type=int, default=10_000, help="field mappings of the made-up stack")
    asked.add_argument("--tokens", type=int, default=1_000, help="tokens of the made-up stack")
    options = asked.parse_args()
    print(f"{'':<34}{'example':>12}{'made up':>12}")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "stack"
        write(made, options.fields, options.mappings, options.tokens)
        rows = [dict(measured(path)) for path in (ROOT / "stack", made)]
        for what in rows[0]:
            print(f"{what:<34}{rows[0][what]:>12}{rows[1][what]:>12}")
        print(f"{'build, pictures kept':<34}{seconds(lambda: _build(Path(folder))):>12}")


def _build(folder: Path) -> None:
    """The example's pages; the pictures are laid out before by another process."""
    arguments = [sys.executable, "-c", _AGAIN, str(folder)]
    subprocess.run(arguments, check=True, cwd=ROOT)
    build_site(SiteOptions(ROOT / "stack", cache_dir=folder / "cache"))


_AGAIN = """
import sys
from pathlib import Path
from stackbook.site import SiteOptions, build_site
build_site(SiteOptions(Path("stack"), cache_dir=Path(sys.argv[1]) / "cache"))
"""


def measured(folder: Path) -> Iterator[tuple[str, str]]:
    """What is measured of one stack, with what came out."""
    inventory = load(folder).inventory
    lineage = Lineage(inventory, build_graph(inventory))
    yield "fields as a graph", seconds(lambda: lineage.fields)
    yield "journeys", seconds(lambda: lineage.journeys)
    yield "ways of all tokens", seconds(lambda: lineage.tokens)
    yield "circles", seconds(lambda: lineage.loops)
    tools = [f"tool:{id_}" for id_ in inventory.entities["tool"]]
    yield "what breaks, every tool", seconds(lambda: [impact(lineage, [one]) for one in tools])
    keys = sorted(lineage.fields_in_use)
    yield "what breaks, every field", seconds(lambda: [impact(lineage, [f"field:{one}"]) for one in keys])
    yield "check, all rules", seconds(lambda: examine(folder))
    yield from counted(inventory, lineage)


def counted(inventory: Inventory, lineage: Lineage) -> Iterator[tuple[str, str]]:
    """How much it was."""
    yield "  fields", f"{len(lineage.fields.places):,}"
    yield "  steps between them", f"{sum(1 for _ in lineage.fields.steps):,}"
    yield "  tokens", f"{len(lineage.tokens):,}"
    yield "  of these with a way", f"{sum(line.way is not None for line in lineage.tokens.values()):,}"


def seconds(work: Callable[[], object]) -> str:
    """CPU seconds of some work."""
    start = time.process_time()
    work()
    return f"{time.process_time() - start:.3f} s"


def write(folder: Path, fields: int, mappings: int, tokens: int) -> None:
    """A stack in which values travel from many tools through a hub to the tools that send.

    Every data source has 25 fields. A fifth of the tools send; the others feed hubs, and hubs feed those.
    """
    sources = max(10, fields // FIELDS_EACH)
    (folder / "tools").mkdir(parents=True)
    (folder / "stack.yml").write_text("name: Bench\nthresholds: {completeness: 0}\n", encoding="utf-8")
    for kind, made in (
        ("tools", ({"id": f"t{n}", "name": f"Tool {n}", "lifecycle": {"phase": "active"}} for n in range(sources))),
        ("data-sources", (_source(n) for n in range(sources))),
        ("integrations", _integrations(sources, mappings)),
        ("tokens", _tokens(sources, tokens)),
    ):
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / "all.yml").write_text(yaml.safe_dump(list(made), sort_keys=False), encoding="utf-8")


def _source(number: int) -> dict[str, object]:
    fields = [
        {"id": f"f{n}", "label": f"Field {n}", "type": "string", "classification": "internal"}
        for n in range(FIELDS_EACH)
    ]
    return {"id": f"s{number}", "name": f"Data {number}", "tool": f"t{number}", "kind": "table", "fields": fields}


def _integrations(sources: int, mappings: int) -> Iterator[dict[str, object]]:
    """From each tool to its hub, and from hubs to the tools that send; as many as the mappings take."""
    hubs, senders = _shares(sources)
    count = max(1, mappings // FIELDS_EACH)
    origins = list(range(senders + hubs, sources))
    inward = [(start, senders + start % hubs) for start in origins]
    outward = [(senders + n % hubs, (n // hubs + n) % senders) for n in range(count - len(inward))]
    pairs = dict.fromkeys([*inward, *outward])
    for start, end in pairs:
        yield {
            "id": f"i{start}-{end}",
            "name": f"From {start} to {end}",
            "from": f"t{start}",
            "to": f"t{end}",
            "purpose": f"From {start} to {end}",
            "status": "active",
            "direction": "one_way",
            "frequency": "daily",
            "fields": [
                {"from": f"s{start}.f{n}", "to": f"s{end}.f{(n + 1) % FIELDS_EACH}"} for n in range(FIELDS_EACH)
            ],
        }


def _shares(sources: int) -> tuple[int, int]:
    """How many of the tools are hubs, and how many send."""
    return max(1, sources // 20), max(1, sources // 5)


def _tokens(sources: int, tokens: int) -> Iterator[dict[str, object]]:
    hubs, senders = _shares(sources)
    for n in range(tokens):
        start = senders + hubs + (n * 13) % max(1, sources - senders - hubs)
        yield {
            "id": f"k{n}",
            "name": f"Token {n}",
            "label": f"Token {n}",
            "tool": f"t{n % senders}",
            "syntax": f"{{{{ f{n} }}}}",
            "source_field": f"s{start}.f{n % FIELDS_EACH}",
            "fallback": {"strategy": "hide_block"},
            "resolved_at": "send",
        }


if __name__ == "__main__":
    main()
