"""A stack in short: only what a case is about, the rest filled in.

A case names flows, each with what it carries, and one token. Tools, data sources and fields are made from the
names in it: the field `crm.tier` stands in the data source `crm` of the tool `crm`, unless `sources` says more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from stackbook.examine import Examined, examine
from stackbook.lineage.field_graph import Step
from stackbook.lineage.tokens import TokenLine

Case = dict[str, Any]
Told = Callable[[Case], Examined]
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    """The cases of a file, each a parameter named after its first line."""
    import pytest

    written = yaml.safe_load((CASES / name).read_text("utf-8"))
    return [pytest.param(case, id=case["case"]) for case in written]


def tell(case: Case, folder: Path) -> Examined:
    """A case as files, examined without a day."""
    for path, values in files_of(case).items():
        file = folder / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    return examine(folder)


def files_of(case: Case) -> dict[str, Case]:
    """The files of a case: path without its ending to what stands in it."""
    flows: list[Case] = case.get("flows", [])
    tokens = case.get("tokens") or ([{"id": "it", **case["token"]}] if "token" in case else [])
    earlier = {alias: id_ for id_, source in case.get("sources", {}).items() for alias in source.get("aliases", ())}
    named = {f"{earlier.get(at, at)}.{field}" for at, _, field in map(_parted, _named_fields(case, flows, tokens))}
    sources = {name.partition(".")[0]: {} for name in sorted(named)} | case.get("sources", {})
    tools = {source.get("tool", id_) for id_, source in sources.items()}
    tools |= {flow[end] for flow in flows for end in ("from", "to", "via") if flow.get(end)}
    tools |= {token.get("tool", "esp") for token in tokens}
    files: dict[str, Case] = {"stack": {"name": "Petals", "thresholds": {"completeness": 0}, **case.get("stack", {})}}
    for tool in sorted(tools - {None}):
        files[f"tools/{tool}"] = {"name": tool.upper(), **case.get("tools", {}).get(tool, {})}
    for id_, source in sources.items():
        own = {field: {} for name in sorted(named) for at, field in [name.split(".")] if at == id_}
        fields = [_field(field, more) for field, more in (own | source.get("fields", {})).items()]
        files[f"data-sources/{id_}"] = {"name": f"{id_} data", "tool": id_, **source, "fields": fields}
    for flow in flows:
        files[f"integrations/{flow['id']}"] = _flow(flow)
    for token in tokens:
        files[f"tokens/{token['id']}"] = {"name": f"Token {token['id']}", "tool": "esp", "resolved_at": "send", **token}
    for kind, folder in (("teams", "teams"), ("vendors", "vendors"), ("capabilities", "capabilities")):
        files |= {f"{folder}/{id_}": {"name": id_.capitalize()} for id_ in case.get(kind, ())}
    for id_, steps in case.get("journeys", {}).items():
        files[f"journeys/{id_}"] = {"name": id_.capitalize(), "steps": steps}
    return files


def _named_fields(case: Case, flows: list[Case], tokens: list[Case]) -> Iterator[str]:
    for flow in flows:
        for start, end in flow.get("carries", {}).items():
            yield start
            yield from (
                one["to"] if isinstance(one, dict) else one for one in (end if isinstance(end, list) else [end])
            )
    for token in tokens:
        yield from (token[key] for key in ("source_field", "tool_field") if token.get(key))
    for source in case.get("sources", {}).values():
        for field in source.get("fields", {}).values():
            yield from field.get("derived_from", ())


def _parted(name: str) -> tuple[str, str, str]:
    return name.partition(".")


def _field(id_: str, more: Case) -> Case:
    return {"id": id_, "label": id_.capitalize(), "type": "string", "classification": "internal", **more}


def _flow(flow: Case) -> Case:
    mappings = [
        {"from": start, **(end if isinstance(end, dict) else {"to": end})}
        for start, ends in flow.get("carries", {}).items()
        for end in (ends if isinstance(ends, list) else [ends])
    ]
    kept = {key: value for key, value in flow.items() if key not in ("id", "carries")}
    return {
        "name": flow["id"].capitalize(),
        "status": "active",
        "direction": "one_way",
        "frequency": "daily",
        **kept,
        "fields": mappings,
    }


def line_of(told: Examined, token: str = "it") -> TokenLine:
    """A token of an examined stack."""
    return told.lineage.tokens[token]


def seen(told: Examined, asked: Case) -> Case:
    """What is said about the token `it`, in the words in which a case asks for it."""
    line = line_of(told)
    broken = line.broken
    words: dict[str, Callable[[], object]] = {
        "trace": lambda: line.trace.value,
        "by": lambda: list(line.way.integrations) if line.way else None,
        "through": lambda: through(line.way.start, line.way.steps) if line.way else None,
        "arrives": lambda: list(line.arrivals),
        "choices": lambda: [list(way.integrations) for way in line.choices],
        "complete": lambda: line.complete,
        "reason": lambda: broken.reason if broken else None,
        "fix": lambda: broken.fix if broken else None,
        "hop": lambda: broken.hop if broken else None,
        "mentions": lambda: sorted(set(broken.mentions)) if broken else None,
        "age": lambda: line.age.words if line.age else None,
        "masked": lambda: [f"{step.integration}: {step.masked}" for step in line.masked],
        "classification": lambda: line.classification,
        "changes": lambda: [_change(step) for step in line.way.steps] if line.way else None,
        "codes": lambda: sorted({d.code for d in told.diagnostics if d.code in asked.get("among", ()) or _speaks(d)}),
    }
    return {key: words[key]() for key in asked if key in words}


def through(start: str, steps: tuple[Step, ...]) -> str:
    """The fields of a way: `crm.tier > hub.level`; `unrecorded` where nobody wrote down which."""
    return " > ".join([start, *(step.end or "unrecorded" for step in steps)])


def _change(step: Step) -> str:
    change = step.mapping.transform if step.mapping else None
    return (change.type or change.masking or "") if change else ""


def _speaks(diagnostic: Any) -> bool:
    """Whether a finding is about the token and not about keys that the case leaves out."""
    return diagnostic.entity == "token:it" and diagnostic.code not in ("missing-key", "token-without-fallback")
