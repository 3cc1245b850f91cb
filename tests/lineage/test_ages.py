"""How old a value can be: the formula as a table, and its parts."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_short import CASES, Case, Told, line_of

from stackbook.lineage.age import PERIODS, in_words, seconds_of

with (CASES / "ages.csv").open(encoding="utf-8") as _file:
    AGES = [pytest.param(row, id=row["case"]) for row in csv.DictReader(_file)]


def _run(written: str) -> Case:
    """`daily PT2H`: how often, and how late at most; `-` where it is not said."""
    frequency, _, late = written.partition(" ")
    if frequency == "on_send":
        return {"trigger": "on_send", "frequency": "on_demand"}
    return {"frequency": None if frequency == "-" else frequency, "max_latency": late or None}


def _case(row: dict[str, str]) -> Case:
    hops = [hop for hop in row["hops"].split(" > ") if hop]
    places = [f"t{number}" for number in range(len(hops))] + ["esp"]
    flows = [
        {"id": f"hop-{n}", "from": places[n], "to": places[n + 1], "carries": {f"{places[n]}.a": f"{places[n + 1]}.a"}}
        | _run(hop)
        for n, hop in enumerate(hops)
    ]
    token: Case = {"source_field": f"{places[0]}.a", "resolved_at": None if row["moment"] == "-" else row["moment"]}
    case: Case = {"flows": flows, "token": token | ({"kept_for": row["kept_for"]} if row["kept_for"] else {})}
    if row["source"]:
        frequency, _, promise = row["source"].partition(" ")
        case["sources"] = {places[0]: {"refresh": {"frequency": frequency, "max_age": promise or None}}}
    if row["journey"]:
        steps: list[Case] = []
        for number, part in enumerate(row["journey"].split(" + ")):
            if part.startswith("P"):
                steps.append({"tool": "esp", "wait": part})
            else:
                flows.append({"id": f"step-{number}", "from": "esp", "to": "sms", **_run(part)})
                steps.append({"integration": f"step-{number}"})
        case["journeys"] = {"welcome": steps}
        case["token"]["used_in"] = [{"name": "Welcome", "journey": "welcome"}]
    return case


@pytest.mark.parametrize("row", AGES)
def test_the_formula(row: dict[str, str], tell_of: Told) -> None:
    age = line_of(tell_of(_case(row))).age
    assert age is not None
    assert (str(age.seconds) if age.seconds is not None else "", age.words) == (row["seconds"], row["words"])


def test_each_part_says_what_it_is_about_and_why(tell_of: Told) -> None:
    row = {
        "hops": "hourly > daily PT26H",
        "source": "weekly",
        "moment": "journey_entry",
        "kept_for": "",
        "journey": "P3D",
    }
    age = line_of(tell_of(_case(row))).age
    assert age is not None
    assert [(part.label, part.seconds, part.why, part.ref) for part in age.parts] == [
        ("t0 data", 604_800, "it runs weekly", "data_source:t0"),
        ("Hop-0", 3_600, "it runs hourly", "integration:hop-0"),
        ("Hop-1", 93_600, "it runs daily, and may be 1 day 2 hours late", "integration:hop-1"),
        ("Welcome", 259_200, "the journey may go on for 3 days after the value was read", "journey:welcome"),
    ]


def test_of_several_journeys_the_longest_counts(tell_of: Told) -> None:
    uses = [{"name": name, "journey": name} for name in ("short", "long", "nowhere")]
    case: Case = {
        "token": {"source_field": "esp.a", "resolved_at": "journey_entry", "used_in": uses},
        "journeys": {"short": [{"tool": "esp", "wait": "PT4H"}], "long": [{"tool": "esp", "wait": "P9D"}]},
    }
    age = line_of(tell_of(case)).age
    assert age is not None
    assert age.words == "9 days"


def test_a_journey_without_an_end_is_longer_than_any(tell_of: Told) -> None:
    case: Case = {
        "flows": [{"id": "text", "from": "esp", "to": "sms", "frequency": "on_demand"}],
        "token": {
            "source_field": "esp.a",
            "resolved_at": "journey_entry",
            "used_in": [{"name": name, "journey": name} for name in ("long", "endless")],
        },
        "journeys": {"long": [{"tool": "esp", "wait": "P9D"}], "endless": [{"integration": "text"}]},
    }
    age = line_of(tell_of(case)).age
    assert age is not None
    assert age.seconds is None


def test_a_field_worked_out_elsewhere_adds_the_time_until_that_is_renewed(tell_of: Told) -> None:
    case: Case = {
        "sources": {
            "scores": {
                "tool": "hub",
                "refresh": {"frequency": "weekly"},
                "fields": {"risk": {"derived_from": ["hub.a"]}},
            },
            "hub": {"fields": {"same": {"derived_from": ["hub.a"]}}},
        },
        "flows": [{"id": "out", "from": "hub", "to": "esp", "carries": {"scores.risk": "esp.risk"}}],
        "token": {"source_field": "hub.a"},
    }
    age = line_of(tell_of(case)).age
    assert age is not None
    assert [(part.label, part.seconds) for part in age.parts] == [("scores data", 604_800), ("Out", 86_400)]


@given(
    st.integers(0, 90),
    st.integers(0, 40),
    st.integers(0, 50),
    st.integers(0, 200),
    st.integers(0, 99),
    st.integers(0, 99),
)
@settings(derandomize=True, database=None)
def test_durations_are_read_as_the_model_accepts_them(
    years: int, months: int, weeks: int, days: int, hours: int, minutes: int
) -> None:
    written = f"P{years}Y{months}M{weeks}W{days}DT{hours}H{minutes}M"
    meant = timedelta(days=366 * years + 31 * months + 7 * weeks + days, hours=hours, minutes=minutes)
    assert seconds_of(written) == meant.total_seconds()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "no time"),
        (1, "1 second"),
        (59, "59 seconds"),
        (61, "1 minute 1 second"),
        (3_600, "1 hour"),
        (86_400 * 2 + 1, "2 days 1 second"),
        (86_400 * 1_234, "1,234 days"),
    ],
)
def test_lengths_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


def test_longer_periods_are_longer() -> None:
    assert list(PERIODS.values()) == sorted(PERIODS.values())
