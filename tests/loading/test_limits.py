"""What a file may do at most: to the machine, to addresses, and to people's privacy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stackbook.audience import Audience, publish
from stackbook.examine import examine
from stackbook.pages.text import MOST_SIGNS, prose


def _write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in {"stack.yml": "name: Acme\n", **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _codes(folder: Path) -> list[str]:
    return [d.code for d in examine(folder, as_of=date(2026, 11, 22), scheduled=True).errors]


def test_a_link_that_leads_in_a_circle_is_said(tmp_path: Path) -> None:
    _write(tmp_path, {"tools/a.yml": "name: A\n"})
    (tmp_path / "tools" / "loop").symlink_to("loop")
    assert [d.location.path for d in examine(tmp_path).diagnostics if d.code == "unreadable-file"] == [
        "stack/tools/loop"
    ]


def test_a_length_of_time_is_not_endless(tmp_path: Path) -> None:
    long = "P" + "9" * 5000 + "D"
    _write(tmp_path, {"vendors/a.yml": f"name: A\nlast_reviewed: 2026-01-01\nreview_every: {long}\n"})
    assert _codes(tmp_path) == ["wrong-value"]


def test_aliases_cannot_make_a_file_large_by_long_texts(tmp_path: Path) -> None:
    text = f"name: A\nx-a: &a '{'long ' * 60_000}'\nx-b: [{', '.join(['*a'] * 300)}]\n"
    _write(tmp_path, {"vendors/a.yml": text})
    assert _codes(tmp_path) == ["too-much-repetition"]


def test_index_is_no_id(tmp_path: Path) -> None:
    _write(tmp_path, {"vendors/index.yml": "name: Index\n", "vendors/a.yml": "name: A\naliases: [index]\n"})
    assert _codes(tmp_path) == ["wrong-value", "bad-id"]


@pytest.mark.parametrize("text", ["[" * (MOST_SIGNS + 1), "# a\n" * (MOST_SIGNS + 1)])
def test_a_text_with_very_many_signs_is_shown_as_typed(text: str) -> None:
    assert prose(text).startswith('<p class="sb-plain">')


def test_the_id_of_an_internal_team_is_in_nobodys_address(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "teams/canary.yml": "name: Canary\nkind: it\nvisibility: internal\n",
            "people/canary-engineer.yml": "role: engineer\nteam: canary\n",
            "people/someone.yml": "role: engineer\nteam: canary\n",
        },
    )
    shown = publish(examine(tmp_path).inventory, Audience.PUBLIC).inventory
    assert sorted(shown.entities["person"]) == ["engineer", "engineer-2"]


def test_a_finding_does_not_show_a_file_that_may_bear_a_name(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "stack.yml": "name: Acme\nthresholds: {completeness: 100}\n",
            "teams/crm.yml": "name: CRM\nkind: it\n",
            "people/canary.yml": "- id: engineer-2\n  role: engineer\n  team: crm\n",
        },
    )
    found = examine(tmp_path)
    assert any("canary" in d.location.path for d in found.diagnostics)
    shown = publish(found.inventory, Audience.PUBLIC).findings(found.diagnostics)
    assert shown
    assert not any("canary" in d.location.path for d in shown)


def test_whoever_left_every_team_has_left(tmp_path: Path) -> None:
    tool = "name: A\nvendor: in_house\ncategory: crm\npurpose: X.\nlifecycle: {phase: active}\n"
    _write(
        tmp_path,
        {
            "teams/crm.yml": "name: CRM\nkind: it\nmembers: [{person: lead, role: leader, to: 2020-02-01}]\n",
            "people/lead.yml": "role: leader\nteam: crm\n",
            "tools/a.yml": f"{tool}business_owner: person:lead\ntechnical_owner: team:crm\n",
        },
    )
    assert _codes(tmp_path) == ["owner-left"]
