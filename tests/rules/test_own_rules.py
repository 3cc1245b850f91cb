"""Rules of an organisation's own: conditions in the stack, which are looked at and never run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stackbook.audience import Audience, publish
from stackbook.diagnostics import Diagnostic, Severity, Side
from stackbook.examine import examine
from stackbook.model.own_rules import OwnRule

AS_OF = date(2026, 11, 22)
TOOLS = {
    "vendors/big.yml": "name: Big\nrisk_tier: critical\n",
    "tools/mailer.yml": "name: Mailer\nvendor: big\naudience: customer\n",
    "tools/shop.yml": "name: Shop\nvendor: in_house\ntraining: https://x.example/shop\n",
}
RULE = """\
name: Every tool has training
kind: tool
message: "{name} has no training, and {nobody} knows"
severity: error
side: it
why: Nobody learns it alone.
fix: Write one.
where: {vendor: big}
must: {training: "*"}
"""


def said(folder: Path, files: dict[str, str], as_of: date | None = AS_OF) -> list[Diagnostic]:
    for name, text in {"stack.yml": "name: Acme\n", **TOOLS, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(examine(folder, as_of=as_of).diagnostics)


def of(found: list[Diagnostic], code: str) -> list[Diagnostic]:
    return [one for one in found if one.code == code]


def test_it_finds_what_does_not_meet_it(tmp_path: Path) -> None:
    (one,) = of(said(tmp_path, {"rules/training.yml": RULE}), "training")
    assert one.message == "Mailer has no training, and {nobody} knows"
    assert (one.severity, one.side, one.entity, one.field) == (Severity.ERROR, Side.IT, "tool:mailer", "training")
    assert (one.help, one.location.path) == ("Write one.", "stack/tools/mailer.yml")


def test_without_a_fix_it_says_where_to_look(tmp_path: Path) -> None:
    text = "name: Reviewed\nkind: tool\nmessage: Old\nmust: {last_reviewed: after 2026-01-01}\n"
    found = of(said(tmp_path, {"rules/fresh.yml": text}), "fresh")
    assert {one.severity for one in found} == {Severity.WARNING}
    assert found[0].help == "Put it right. `stackbook explain fresh` tells what must hold."  # not what, in public


def test_it_can_be_waived_and_its_severity_changed(tmp_path: Path) -> None:
    waived = TOOLS["tools/mailer.yml"] + "waivers: [{rule: training, until: 2027-01-01, reason: Coming.}]\n"
    found = said(tmp_path, {"rules/training.yml": RULE, "tools/mailer.yml": waived})
    assert not of(found, "training")
    assert not of(found, "waiver-of-unknown-rule")
    found = said(
        tmp_path, {"rules/training.yml": RULE, "stack.yml": "name: Acme\nseverities: {training: hint}\n", **TOOLS}
    )
    assert [one.severity for one in of(found, "training")] == [Severity.HINT]
    found = said(tmp_path, {"stack.yml": "name: Acme\nseverities: {training: off}\n"})
    assert not of(found, "training")
    assert not of(found, "severity-of-unknown-rule")


def test_a_day_in_a_condition_makes_it_a_rule_about_dates(tmp_path: Path) -> None:
    text = "name: Fresh\nkind: tool\nmessage: Old\nseverity: error\nmust: {last_reviewed: within P1Y}\n"
    assert of(said(tmp_path, {"rules/fresh.yml": text}, as_of=None), "fresh") == []
    found = of(said(tmp_path, {"rules/fresh.yml": text}), "fresh")
    assert {(one.severity, one.dated) for one in found} == {(Severity.WARNING, True)}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (RULE.replace("training:", "trainings:"), "own-rule-not-understood", 9),
        (RULE.replace("vendor: big", "vendor: bigg"), "own-rule-not-understood", 8),
        (RULE.replace('{training: "*"}', "{}"), "own-rule-not-understood", 9),
        (RULE.replace("kind: tool", "kind: tol"), "unknown-value", 2),
        (RULE.replace("severity: error", "severity: fatal"), "unknown-value", 4),
        (RULE.replace('must: {training: "*"}', "must: yes"), "wrong-type", 9),
        (RULE.replace('must: {training: "*"}', "must: {training: {a: {b: [[1]]}}}"), "own-rule-not-understood", 9),
        (RULE.replace('must: {training: "*"}', "must: {not: 3}"), "own-rule-not-understood", 9),
        (RULE.replace("must:", "musst:"), "unknown-key", 9),
    ],
)
def test_a_mistake_in_it_is_found_where_it_stands(text: str, code: str, line: int, tmp_path: Path) -> None:
    found = said(tmp_path, {"rules/training.yml": text})
    there = [one for one in found if one.location.path == "stack/rules/training.yml"]
    assert [(one.code, one.location.line) for one in there if one.severity is Severity.ERROR] == [(code, line)]
    assert not of(found, "training")


def test_it_cannot_take_the_name_of_a_rule_that_everybody_has(tmp_path: Path) -> None:
    found = said(tmp_path, {"rules/owner-missing.yml": RULE, "rules/unknown-key.yml": RULE})
    assert [one.entity for one in of(found, "own-rule-name-taken")] == ["rule:owner-missing", "rule:unknown-key"]


def test_a_condition_on_something_internal_stays_inside(tmp_path: Path) -> None:
    contract = (
        "name: Mailer\nvendor: big\ntools: [mailer]\nowner: null\nstart: 2026-01-01\nend: 2026-12-31\n"
        "auto_renew: false\nnotice_period: P1M\nvalue: {amount: 900, currency: EUR}\n"
    )
    rule = "name: Dear\nkind: tool\nmessage: '{name} is dear'\nmust: {named_by.contract.value.amount: less than 100}\n"
    folder = tmp_path / "stack"
    found = said(folder, {"contracts/mailer.yml": contract, "rules/dear.yml": rule, "rules/training.yml": RULE})
    assert [one.internal for one in of(found, "dear")] == [True, True]
    public = publish(examine(folder).inventory, Audience.PUBLIC)
    shown = {one.code for one in public.findings(tuple(found))}
    assert "dear" not in shown
    assert "training" in shown
    rule_shown = public.inventory.entities["rule"]["dear"]
    assert isinstance(rule_shown, OwnRule)
    assert rule_shown.must == {}


def test_a_person_is_named_by_what_the_file_is_called(tmp_path: Path) -> None:
    files = {
        "people/crm-lead.yml": "name: Ada Private\nrole: leader\nteam: null\n",
        "rules/titles.yml": "name: Titles\nkind: person\nmessage: '{name} has no title'\nmust: {title: '*'}\n",
    }
    assert [one.message for one in of(said(tmp_path, files), "titles")] == ["crm-lead has no title"]


def test_a_condition_that_names_something_internal_stays_inside(tmp_path: Path) -> None:
    secret = {"vendors/big.yml": "name: Big\nvisibility: internal\n", "rules/training.yml": RULE}
    folder = tmp_path / "stack"
    found = of(said(folder, {**secret, "tools/pos.yml": "name: Tills\nvendor: in_house\n"}), "training")
    assert found
    public = publish(examine(folder).inventory, Audience.PUBLIC)
    assert not public.findings(tuple(found))


SECRETS = {
    "reviews/sec.yml": "name: Sec\nsubject: tool:mailer\ntype: security\nstate: done\noutcome: rejected\n"
    "visibility: internal\n",
    "vendors/big.yml": "name: Big\nrisk_tier: critical\nvisibility: internal\n",
}


@pytest.mark.parametrize(
    "must",
    [
        "{not: {named_by.review.outcome: rejected}}",
        "{named_by.review.count: 0}",
        "{named_by.review: null}",
        "{vendor.risk_tier: low}",
    ],
)
def test_what_follows_from_an_internal_record_stays_inside(must: str, tmp_path: Path) -> None:
    rule = f"name: Own\nkind: tool\nmessage: '{{name}} is not right'\nwhere: {{name: Mailer}}\nmust: {must}\n"
    folder = tmp_path / "stack"
    found = of(said(folder, {"rules/own.yml": rule, **SECRETS}), "own")
    assert len(found) == 1
    public = publish(examine(folder).inventory, Audience.PUBLIC)
    assert public.findings(tuple(found)) == ()


def test_ways_between_many_records_are_walked_once(tmp_path: Path) -> None:
    others = {n: ", ".join(f"t{m}" for m in range(30) if m != n) for n in range(30)}
    entry = "- {{id: t{0}, name: T{0}, definition: x, owner: null, related: [{1}]}}\n"
    terms = "".join(entry.format(n, names) for n, names in others.items())
    rule = "name: Own\nkind: term\nmessage: x\nmust: {related.related.related.related.related.related.name: nobody}\n"
    found = said(tmp_path, {"terms/all.yml": terms, "rules/own.yml": rule})
    assert len(of(found, "own")) == 30
