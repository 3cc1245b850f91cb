"""A stack whose every text tries to be more than text."""

from __future__ import annotations

from typing import Any

from hostile_governance import hostile_governance
from hostile_work import hostile_work
from small import integration, source, tool

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "single-quotes": "'><svg onload='alert(2)'>",
    "title": "</title><script>alert(3)</script>",
    "closing": "</script><script>alert(4)</script>",
    "cdata": "]]><script>alert(5)</script>",
    "comment": "<!-- x --><script>alert(6)</script><!--",
    "template": "{{ 7 * 7 }} {% raw %} {{ config }} ${7*7} #{7*7}",
    "markdown": "**bold** [link](javascript:alert(7)) ![pic](http://evil.example/x.png) # head `code` | a | b |",
    "entity": "&lt;script&gt;alert(8)&lt;/script&gt; &#60;b&#62; &amp;",
    "attribute": '" onmouseover="alert(9)" x="',
    "emoji": "\U0001f469\u200d\U0001f692 \u2764\ufe0f \U0001f1e9\U0001f1ea",
    "right-to-left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u200f\u200e",
    "long": "W" * 200,
    "long-words": ("long " * 40).strip(),
    "backslash": "\\u003cscript\\u003e \\\\ \\n %3Cscript%3E",
    "iframe": '<iframe src="javascript:alert(10)"></iframe><base href="http://evil.example/">',
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "form": '<form action="http://evil.example"><input autofocus onfocus=alert(11)></form>',
}
"""Id of a tool to its name."""

PROSE = "\n\n".join(
    [
        *ATTACKS.values(),
        '<div onclick="alert(20)">raw</div>',
        "[js](javascript:alert(21)) [data](data:text/html,<script>alert(22)</script>) [vb](vbscript:x)",
        "[JS](JaVaScRiPt:alert(23)) [tab](java\tscript:alert(24)) [entity](&#106;avascript:alert(25))",
        "<javascript:alert(26)> <http://evil.example/auto>",
        '[title](https://fine.example "x\\" onmouseover=alert(27) y=\\"")',
        '![tracker](https://evil.example/pixel.png) ![x](x" onerror="alert(28))',
        "[ref][r]\n\n[r]: javascript:alert(29)",
        "```html\n<script>alert(30)</script>\n```",
        "| a | b |\n|---|---|\n| <script>alert(31)</script> | <img src=x onerror=alert(32)> |",
        '[stack](stack:tool/script) [odd](tool/"><script>alert(33)</script>)',
    ]
)

ICONS = {
    "script.svg": "<script>alert(40)</script>",
    "handler.svg": '<rect width="9" height="9" onload="alert(41)" onclick="alert(42)"/>',
    "foreign.svg": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject>',
    "outside.svg": '<image href="http://evil.example/x.png" width="9" height="9"/>',
    "use.svg": '<use href="http://evil.example/x.svg#a"/>',
    "style.svg": "<style>@import url(http://evil.example/x.css)</style>",
}


def hostile_stack() -> dict[str, Any]:
    """Every text of every kind, by file."""
    stack: dict[str, Any] = {
        "stack": {
            "name": ATTACKS["script"],
            "description": PROSE,
            "notes": PROSE,
            "links": _links(),
            "x-more": ATTACKS["image"],
            "vocabulary": {
                "category": [{"value": "own", "label": ATTACKS["image"], "description": ATTACKS["attribute"],
                              "group": ATTACKS["script"]}],
                "role": [{"value": "own", "label": ATTACKS["closing"], "description": ATTACKS["attribute"]}],
            },
        },
        "teams/crm": {
            "name": ATTACKS["image"], "kind": "marketing", "channel": ATTACKS["script"], "description": PROSE,
            "capacity": [{"period": "2026-Q4", "fte_available": 1}],
        },
        "people/lead": {
            "name": ATTACKS["image"], "title": ATTACKS["title"], "public": True, "role": "own", "team": "crm",
            "description": PROSE,
        },
        "vendors/evil": {
            "name": ATTACKS["title"], "legal_name": ATTACKS["image"], "subprocessors": list(ATTACKS.values()),
            "description": PROSE,
        },
        "data-sources/data": source(
            ATTACKS["image"], "script", description=PROSE, volume=ATTACKS["script"], quality=ATTACKS["image"],
            system_of_record_for=list(ATTACKS.values()), subjects=["customer"],
            fields=[
                {"id": f"f{n}", "label": text, "description": text, "example": text, "physical_name": text,
                 "allowed_values": [text], "type": "string", "classification": "public",
                 **({"derived_from": ["data.f0", f"data.f{n - 1}"]} if n > 1 else {})}
                for n, text in enumerate(ATTACKS.values())
            ],
            waivers=_waivers(),
        ),
        "data-sources/copy": source(
            ATTACKS["closing"], "image",
            fields=[
                {"id": f"f{n}", "label": text, "type": "string", "classification": "public"}
                for n, text in enumerate(ATTACKS.values())
            ],
        ),
        "integrations/flow": integration(
            ATTACKS["script"], "script", "image", purpose=ATTACKS["image"], description=PROSE,
            protocol=ATTACKS["script"], format=ATTACKS["image"], volume=ATTACKS["title"],
            error_channel=ATTACKS["script"], fallback_plan=ATTACKS["image"], match_keys=list(ATTACKS.values()),
            fields=[
                {"from": f"data.f{n}", "to": f"copy.f{n}", "transform": {"type": "mask", "description": text}}
                for n, text in enumerate(ATTACKS.values())
            ],
        ),
        **_personal(),
        **hostile_work(ATTACKS, {"description": PROSE, "notes": PROSE, "links": _links(), "waivers": _waivers()}),
        **hostile_governance(ATTACKS, {"description": PROSE, "notes": PROSE, "links": _links(), "waivers": _waivers()}),
    }  # fmt: skip
    icons = [*ICONS, "../../../../etc/passwd", "http://evil.example/x.svg", '"><script>alert(50)</script>']
    for number, (entity_id, name) in enumerate(ATTACKS.items()):
        stack[f"tools/{entity_id}"] = tool(
            name,
            vendor="evil",
            category="own",
            purpose=name,
            description=PROSE,
            notes=PROSE,
            tags=list(ATTACKS.values()),
            links=_links(),
            external_ids={text: text for text in ATTACKS.values()},
            icon=icons[number % len(icons)][:200],
            support_channel=name,
            accessibility=name,
            access={"how": name},
            business_owner="person:lead",
            waivers=_waivers(),
            capabilities=[{"capability": f"able-{entity_id}"}],
            **{"x-more": {name: [name, {name: name}]}, f"x-{name[:30]}": name},
        )
    for number, entity_id in enumerate(list(ATTACKS)[2:]):
        stack[f"integrations/flow-{number}"] = integration(
            ATTACKS[entity_id], "script", entity_id, purpose=ATTACKS[entity_id]
        )
    return stack


def _personal() -> dict[str, Any]:
    """Tokens, journeys, terms and capabilities, one for each text."""
    stack: dict[str, Any] = {}
    for number, (entity_id, text) in enumerate(ATTACKS.items()):
        header = {"description": PROSE, "notes": PROSE, "tags": [text], "links": _links(), "waivers": _waivers()}
        stack[f"tokens/value-{entity_id}"] = {
            "name": text,
            "label": text,
            "tool": "image" if number % 2 else "script",
            "syntax": text,
            "example": text,
            "format": text,
            "locales": [text],
            "fallback": {"strategy": "default_value", "value": text},
            "fill_rate": {"pct": 10, "population": text},
            "source_field": f"data.f{number}",
            "resolved_at": "journey_entry",
            "used_in": [{"name": text, "url": "https://fine.example/?a=1&b=%22", "journey": f"walk-{entity_id}"}],
            "owner": "crm",
            **header,
        }
        stack[f"journeys/walk-{entity_id}"] = {
            "name": text,
            "audience": text,
            "steps": [
                {"integration": "flow", "description": text},
                {"tool": "image", "description": text, "wait": "P1D"},
                {"integration": "flow-0"},
                {"description": text},
            ],
            **header,
        }
        stack[f"terms/word-{entity_id}"] = {
            "name": text,
            "synonyms": [_synonym(number)],
            "definition": f"{text} and not a {_synonym(number - 1)}",
            "not": text,
            "fields": [f"data.f{number}"],
            "related": ["word-script"],
            "broader": None if entity_id == "title" else "word-title",
            "owner": "crm",
            **header,
        }
        stack[f"capabilities/able-{entity_id}"] = {
            "name": text,
            "maturity_current": 2,
            **header,
            "description": "\n\n".join(_synonym(one) for one in range(len(ATTACKS))),
        }
    return stack


def _synonym(number: int) -> str:
    """What a term is called that no tool is called."""
    return f"synonym {number} {[*ATTACKS.values()][number]}"[:200].strip()


def _waivers() -> list[dict[str, str]]:
    return [{"rule": "seal-lapsed", "until": "2099-12-31", "reason": text} for text in ATTACKS.values()]


def _links() -> list[dict[str, str]]:
    return [{"label": text, "url": "https://fine.example/?a=1&b=%22"} for text in ATTACKS.values()]


REFUSED = {
    "javascript": ("links", [{"label": "x", "url": "javascript:alert(1)"}]),
    "data": ("links", [{"label": "x", "url": "data:text/html,x"}]),
    "vbscript": ("runbook", "vbscript:x"),
    "upper case": ("runbook", "JAVASCRIPT:alert(1)"),
    "leading space": ("runbook", "\tjavascript:alert(1)"),
    "no scheme": ("runbook", "//evil.example/x"),
    "quote in an address": ("runbook", 'https://fine.example/"onmouseover="alert(1)'),
    "markup in an address": ("runbook", "https://fine.example/<script>"),
    "long name": ("name", "x" * 201),
    "very long name": ("name", "x" * 10_000),
    "turned text": ("name", "a\u202eb"),
    "isolate": ("purpose", "a\u2066b"),
    "zero-width space": ("name", "a\u200bb"),
    "noncharacter": ("name", "a\ufdd0\ufdd1b"),
    "zero byte": ("purpose", "a\x00b"),
    "alias with a path": ("aliases", ["../../index"]),
    "alias with markup": ("aliases", ["<b>"]),
    "number as a name": ("name", {"a": 1}),
}
"""What the loader refuses: the key of a tool and its value."""
