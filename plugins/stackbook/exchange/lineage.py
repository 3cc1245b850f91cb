"""What is worked out about values, for other programs: ``api/v1/lineage.json``.

Ways and ages of tokens, times of journeys, and every step between two fields. Keys are added within ``v1``,
never renamed or taken away.
"""

from __future__ import annotations

import json
from typing import Any

from stackbook.exchange.api import VERSION, Artifact
from stackbook.lineage import Lineage
from stackbook.lineage.field_graph import Step
from stackbook.lineage.journeys import JourneyLine
from stackbook.lineage.tokens import TokenLine

PATH = f"api/v{VERSION}/lineage.json"


def lineage_file(lineage: Lineage) -> Artifact:
    """The file, for a lineage that may be shown as it is; tokens and journeys by id, steps by field."""
    untold = lineage.untold
    data = {
        "version": VERSION,
        "tokens": [_token(line, told=line.token.ref not in untold) for line in lineage.tokens.values()],
        "journeys": [_journey(line, told=line.journey.ref not in untold) for line in lineage.journeys.values()],
        "steps": [_step(step) for step in lineage.fields.steps],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Artifact(PATH, "application/json", text.encode())


def _token(line: TokenLine, *, told: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"id": line.token.id, "way": line.trace.value if told else "not_told"}
    if not told:
        return found
    if line.way is not None:
        found["integrations"] = list(line.way.integrations)
        found["fields"] = [line.way.start, *(step.end for step in line.way.steps if step.end)]
        found["masked_by"] = sorted({step.integration for step in line.masked if step.integration})
    if line.choices:
        found["choices"] = [list(way.integrations) for way in line.choices]
    if line.broken is not None:
        found["reason"] = line.broken.reason
    if line.classification:
        found["classification"] = line.classification
    if line.age is not None:
        found["worst_case_age_seconds"] = line.age.seconds
    return found


def _journey(line: JourneyLine, *, told: bool) -> dict[str, Any]:
    if not told:
        return {"id": line.journey.id}
    broken = [step.number for step in line.broken]
    return {"id": line.journey.id, "longest_seconds": line.age.seconds, "broken_steps": broken}


def _step(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"from": step.start, "to": step.end, "live": step.live}
    if step.integration:
        found["integration"] = step.integration
    if step.back:
        found["back"] = True
    if step.masked:
        found["masking"] = step.masked
    return found
