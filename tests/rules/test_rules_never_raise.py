"""Whatever a stack says: every rule ends, and every finding has a place in a file that is there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stackbook.diagnostics import Diagnostic
from stackbook.examine import Examined, examine
from stackbook.rules import RULES
from stackbook.source import LINE_BREAK

EXAMPLE = Path(__file__).parents[2] / "stack"
AS_OF = date(2026, 11, 22)

# The same examples every time: what fails on one machine fails on all.
calm = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
# Making a case smaller means running a large stack many hundred times.
as_found = settings(calm, phases=(Phase.explicit, Phase.generate))

Files = Mapping[str, Any]
Where = tuple[str, tuple[str | int, ...]]
"""A file, and the keys and positions that lead to a value in it."""


def read(text: str) -> Any:
    """YAML as text, so that it is written again as it was."""

    def nulls(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: nulls(one) for key, one in value.items()}
        if isinstance(value, list):
            return [nulls(one) for one in value]
        return None if value == "null" else value

    return nulls(yaml.load(text, yaml.BaseLoader))


@cache
def stacks_of_rules() -> tuple[dict[str, Any], ...]:
    """The two small stacks of every rule."""
    return tuple(
        {"stack.yml": {"name": "Acme", "home_region": ["EU"]}} | {name: read(text) for name, text in files.items()}
        for one in RULES.values()
        for files in (one.passes, one.fails)
    )


@cache
def all_at_once() -> dict[str, Any]:
    """The failing stacks of every rule in one: files of the same name grow together."""
    found: dict[str, Any] = {"stack.yml": {"name": "Acme", "home_region": ["EU"]}}
    for one in RULES.values():
        for name, text in one.fails.items():
            found[name] = found.get(name, {}) | read(text)
    return found


@cache
def example() -> dict[str, Any]:
    """Some files of the example, as many of each kind as make a stack that is joined together."""
    found: dict[str, Any] = {}
    for folder in ("", *sorted(path.name for path in EXAMPLE.iterdir() if path.is_dir())):
        for path in sorted((EXAMPLE / folder).glob("*.yml"))[:6]:
            found[path.relative_to(EXAMPLE).as_posix()] = read(path.read_text(encoding="utf-8"))
    return found


def _values(files: Files) -> Iterator[Where]:
    """Where every value stands."""

    def below(value: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        if keys:
            yield keys
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, one in inside:
            yield from below(one, (*keys, key))

    for name, values in files.items():
        for keys in below(values, ()):
            yield name, keys


def _holder(files: dict[str, Any], where: Where) -> Any:
    name, keys = where
    found = files.get(name)
    for key in keys[:-1]:
        try:
            found = found[key]
        except (LookupError, TypeError):
            return None  # something taken out before
    return found


def _there(holder: Any, key: str | int) -> bool:
    if isinstance(holder, list):
        return isinstance(key, int) and key < len(holder)
    return isinstance(holder, dict) and key in holder


EXTREMES = st.sampled_from(
    [
        None, "", [], {}, "0001-01-01", "9999-12-31", "2026-11-22", "2026-02-29", "P99999Y", "P0D", "P9999999999D",
        "PT0S", "2026-Q4", "2199-Q4", "1900-Q1", "0", "-1", "1e15", "1e400", "NaN", "999999999999999999", "true", "no",
        "null", "x" * 4000,
        "\u202e\U0001f600", "a: b", "tool:", ":", ".", "a.", ".b", "a.b.c", "team:crm", "tool:esp", "user", "EU",
        "US", "ZZ", "in_house", "none", "acme", "esp", "users.email", "everything", ["esp", "esp"], [None], [[]], [{}],
        {"status": "signed"}, {"phase": "active"}, {"period": None}, {"x-own": {"y": []}}, ["user.health_and_medical"],
        ["-"] * 300,
    ]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, stacks: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A stack after some changes: values gone, swapped, empty, extreme, or those of another kind."""
    files = deepcopy(draw(stacks))
    places = list(_values(files))
    for _ in range(draw(st.integers(1, 8))):
        where = draw(st.sampled_from(places))
        holder, key = _holder(files, where), where[1][-1]
        if not _there(holder, key):
            continue  # gone, or something else by now
        how = draw(st.sampled_from(["gone", "extreme", "other", "other", "wrapped", "twice"]))
        if how == "gone":
            del holder[key]
        elif how == "extreme":
            holder[key] = deepcopy(draw(EXTREMES))
        elif how == "other":
            other = draw(st.sampled_from(places))
            if _there(from_ := _holder(files, other), other[1][-1]):
                holder[key] = deepcopy(from_[other[1][-1]])
        elif how == "wrapped":
            holder[key] = [holder[key]]
        elif isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
    return files


def run(files: Files, as_of: date | None) -> Examined:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "stack"
        for name, values in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
        done = examine(folder, as_of=as_of, scheduled=True)
        texts = done.sources.texts()
        for one in done.diagnostics:
            _check(one, texts)
            if one.code in RULES:
                assert one.entity, one
                assert {one.entity, *one.mentions} <= done.inventory.declared, one
    return done


def _check(one: Diagnostic, texts: Mapping[str, str]) -> None:
    assert one.message, one
    assert one.help, one
    assert "\n" not in one.message, one
    for place in (one.location, *(other.location for other in one.related)):
        if place.path not in texts:  # a file that could not be read, or is missing
            assert one.code not in RULES, one
            continue
        lines = LINE_BREAK.split(texts[place.path])
        assert 1 <= place.line <= len(lines), one
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, one


DAYS = st.sampled_from([None, AS_OF, AS_OF, AS_OF, date.min, date.max, date(2024, 2, 29)])


def test_the_untouched_stacks_make_many_rules_speak() -> None:
    found = {one.code for one in run(all_at_once(), AS_OF).diagnostics}
    assert len(found & set(RULES)) > len(RULES) / 3
    assert len(example()) > 50
    run(example(), AS_OF)


@settings(calm, max_examples=100)
@given(mutated(st.sampled_from(range(len(RULES) * 2)).map(lambda number: stacks_of_rules()[number])), DAYS)
def test_the_small_stacks_of_the_rules(files: Files, as_of: date | None) -> None:
    run(files, as_of)


@settings(as_found, max_examples=40)
@given(mutated(st.builds(all_at_once)), DAYS)
def test_all_of_them_at_once(files: Files, as_of: date | None) -> None:
    run(files, as_of)


@settings(as_found, max_examples=8)
@given(mutated(st.builds(example)), DAYS)
def test_the_example(files: Files, as_of: date | None) -> None:
    run(files, as_of)
