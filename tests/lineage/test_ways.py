"""The way of a token's value: the only one, several, none, and the one that is given."""

from __future__ import annotations

import pytest
from in_short import Case, Told, cases, seen


@pytest.mark.parametrize("case", cases("ways.yml"))
def test_ways_that_are_found(case: Case, tell_of: Told) -> None:
    assert seen(tell_of(case), case["expect"]) == case["expect"]


@pytest.mark.parametrize("case", cases("broken.yml"))
def test_where_a_value_goes_no_further(case: Case, tell_of: Told) -> None:
    assert seen(tell_of(case), case["expect"]) == case["expect"]


@pytest.mark.parametrize("case", cases("given.yml"))
def test_ways_that_are_given(case: Case, tell_of: Told) -> None:
    assert seen(tell_of(case), case["expect"]) == case["expect"]
