"""Requirements and what they touch, both ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from initiatives_stack import initiative, initiatives_stack, requirement

from stackbook.examine import examine
from stackbook.work import Work
from stackbook.work.requirements import RequirementLine


@pytest.fixture
def work(tmp_path: Path) -> Work:
    stack = initiatives_stack()
    stack["initiatives/other"] = initiative(
        "Other", requirements=[requirement("r-01", "By an older name.", traces={"tools": ["old-mailer", "mailer"]})]
    )
    for path, values in stack.items():
        file = tmp_path / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    return examine(tmp_path).governance.work


def line(work: Work, key: str) -> RequirementLine:
    return next(one for one in work.requirements if one.key == key)


def test_they_stand_in_the_order_of_the_initiatives_and_as_written(work):
    assert [one.key for one in work.requirements][:3] == ["club/r-01", "club/r-02", "club/r-03"]
    assert work.requirements[-1].key == "other/r-01"


def test_what_is_dropped_or_left_out_lacks_nothing(work):
    assert line(work, "club/r-02").lacks_acceptance
    for key in ("club/r-05", "club/r-06"):
        one = line(work, key)
        assert [one.wanted, one.lacks_acceptance, one.unverified, one.must] == [False] * 4
    assert line(work, "club/r-01").verified


def test_tools_are_touched_through_flows_fields_and_tokens(work):
    assert [tool.id for tool in line(work, "club/r-01").tools] == ["mailer"]
    assert dict(line(work, "club/r-01").through) == {}
    assert dict(line(work, "club/r-02").through) == {
        "mailer": ("integration:shop-to-mailer",),
        "shop": ("integration:shop-to-mailer",),
    }
    assert dict(line(work, "club/r-03").through) == {"shop": ("field:shop-customers.email",)}
    assert dict(line(work, "club/r-04").through) == {"mailer": ("token:first-name",)}


def test_an_earlier_name_means_the_same_tool_once(work):
    assert [tool.id for tool in line(work, "other/r-01").tools] == ["mailer"]


def test_from_a_tool_those_that_name_it_come_first(work):
    found = work.touching["tool:mailer"]
    assert [touch.line.key for touch in found] == ["club/r-01", "other/r-01", "club/r-02", "club/r-04"]
    assert [bool(touch.through) for touch in found] == [False, False, True, True]


def test_flows_tokens_fields_and_data_sources_know_their_requirements(work):
    keys = {ref: [touch.line.key for touch in found] for ref, found in work.touching.items()}
    assert keys["integration:shop-to-mailer"] == ["club/r-02"]
    assert keys["token:first-name"] == ["club/r-04"]
    assert keys["field:shop-customers.email"] == keys["data_source:shop-customers"] == ["club/r-03"]
    assert "tool:warehouse" not in keys
