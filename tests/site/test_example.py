"""The example that comes with Stackbook: every page is there, and everything on it leads somewhere."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from crawl import broken, documents
from projects import ROOT, Site, public_ids

from stackbook.examine import Examined, examine
from stackbook.lineage.tokens import TokenLine, Trace
from stackbook.model.capabilities import Capability
from stackbook.model.data import DataField
from stackbook.model.decisions import Decision
from stackbook.model.initiatives import Initiative
from stackbook.model.measures import Kpi, Scorecard
from stackbook.model.reviews import Review
from stackbook.model.rituals import Ritual
from stackbook.model.tools import Tool

FOLDERS = (
    *("tools", "vendors", "integrations", "data-sources", "teams", "people"),
    *("tokens", "journeys", "terms", "capabilities"),
    *("initiatives", "decisions", "rituals", "kpis", "scorecards"),
)
USABLE = ("available", "deprecated")


@pytest.fixture(params=["directories", "files"])
def site(request: pytest.FixtureRequest) -> Site:
    return request.getfixturevalue("example" if request.param == "directories" else "example_files")


def page(site: Site, path: str) -> str:
    """The file of a page by its path, in either style of address."""
    directories = f"{path}/index.html" if not (path == "index" or path.endswith("/index")) else f"{path}.html"
    return directories if site.has(directories) else f"{path}.html"


def test_every_entity_has_a_page_at_its_address(site):
    for folder in FOLDERS:
        wanted = public_ids(folder)
        data = site.json("api/v1/stack.json")
        kind = next(key for key, value in data["kinds"].items() if value["folder"] == folder)
        found = {e["id"] for e in data["entities"] if e["kind"] == kind}
        assert len(found) == len(wanted), folder
        if folder != "people":  # somebody who is not public goes by another id when theirs could be a name
            assert found == wanted
        for one in found:
            assert site.has(page(site, f"{folder}/{one}")), f"{folder}/{one}"


def test_lists_directory_findings_and_home_are_there(site):
    lists = ("personalisation" if folder == "tokens" else folder for folder in FOLDERS)
    for path in ("index", "people/index", "findings", "fields/index", *(f"{folder}/index" for folder in lists)):
        assert site.has(page(site, path)), path
    assert "Who do I ask?" in site.text(page(site, "people/index"))


def test_addresses_are_the_folder_and_the_id(example, example_files):
    assert example.has("tools/braze/index.html")
    assert example_files.has("tools/braze.html")


def test_every_link_anchor_and_file_is_there_and_nothing_is_fetched_from_elsewhere(site):
    assert broken(site.folder) == []


def test_no_id_stands_twice_on_a_page(site):
    twice = {
        path: sorted({i for i in document.ids if document.ids.count(i) > 1})
        for path, document in documents(site.folder).items()
    }
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_names_given_by_id_are_on_the_page(site):
    for path, document in documents(site.folder).items():
        ids = set(document.ids)
        for element in document.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                for name in element.get(attribute).split():
                    if name.startswith("__"):  # the theme's own
                        continue
                    assert name in ids, f"{path}: {attribute}={name}"


def test_no_path_of_this_machine_is_in_the_site(site):
    here = re.compile(re.escape(str(site.folder.parent)).encode() + b"|" + re.escape(str(ROOT)).encode())
    assert [path for path, content in site.files().items() if here.search(content)] == []


def test_every_page_has_one_main_heading_and_a_description(site):
    for path, document in documents(site.folder).items():
        if path == "404.html" or path.startswith("guide/"):
            continue
        assert len(document.all("h1")) == 1, path
        described = [m for m in document.all("meta") if m.get("name") == "description"]
        assert len(described) == 1, path
        assert described[0].get("content").strip(), path


def test_no_placeholder_is_left(site):
    marks = re.compile("[\ufdd0-\ufdef]")
    texts = {
        p: c.decode("utf-8") for p, c in site.files().items() if p.endswith((".html", ".js", ".json", ".css", ".xml"))
    }
    assert len(texts) > 400
    assert [path for path, text in texts.items() if marks.search(text)] == []


@pytest.fixture(scope="module")
def known() -> Examined:
    """The example with what follows from it."""
    return examine(ROOT / "stack")


@pytest.fixture(scope="module")
def tokens(known: Examined) -> dict[str, TokenLine]:
    """Its tokens that may be used, traced."""
    return {id_: line for id_, line in known.lineage.tokens.items() if line.token.status in USABLE}


def test_it_is_as_large_as_a_real_one(known, tokens):
    size = {kind: len(of) for kind, of in known.inventory.entities.items()}
    assert size["token"] >= 60
    assert size["journey"] >= 8
    assert size["term"] >= 40
    assert size["capability"] >= 20
    assert size["initiative"] == 8
    assert size["decision"] == 25
    assert size["ritual"] == 12
    assert size["kpi"] == 15
    assert size["scorecard"] == 4
    per_tool = Counter(line.tool.id for line in tokens.values() if line.tool)
    assert len(per_tool) >= 4
    assert min(per_tool.values()) >= 5


def test_the_way_of_every_token_is_known_with_its_age(tokens):
    assert {id_: line.trace for id_, line in tokens.items() if line.trace is not Trace.FOUND} == {}
    assert [id_ for id_, line in tokens.items() if line.age is None] == []
    long_way = [id_ for id_, line in tokens.items() if line.way and len(line.way.integrations) >= 3]
    assert len(long_way) >= 3


def test_every_file_of_tokens_can_be_downloaded(example, known):
    ids = set(known.inventory.entities["token"])
    assert {row["Id"] for row in _table(example, "personalisation/tokens.csv")} == ids
    tools = {line.tool.id for line in known.lineage.tokens.values() if line.tool}
    per_tool = [row["Id"] for one in tools for row in _table(example, f"personalisation/{one}/tokens.csv")]
    assert sorted(per_tool) == sorted(ids)
    fields = [f"{row['Data source']}.{row['Id']}" for row in _table(example, "fields/fields.csv")]
    assert len(fields) == len(set(fields)) > 500


def _table(site: Site, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.text(path).removeprefix("\ufeff"))))


def test_the_awkward_cases_are_there(known, tokens):
    """What makes personalisation hard in a real company is what the example is there to show."""
    lines = [*tokens.values()]
    labels = known.lineage.tokens_by_label.values()
    two_way = [one for one in lines if one.way and any(step.flow and step.flow.two_way for step in one.way.steps)]
    assert [of for of in labels if len({line.source.key for line in of if line.source}) > 1], "one label, two sources"
    assert [of for of in labels if len({line.tool.id for line in of if line.tool}) > 2], "one label in three tools"
    assert [line for line in lines if line.external and line.way and line.way.steps], "asked while it is sent"
    assert [line for line in lines if line.token.resolved_at == "journey_entry" and line.token.used_in], "a snapshot"
    assert [line for line in lines if line.token.kind == "program_token"], "a token of a program"
    assert [line for line in lines if line.token.fallback and line.token.fallback.strategy == "none_accepted"], "a gap"
    assert [line for line in lines if _field(line) and _field(line).classification == "restricted"], "a careful source"
    assert [line for line in lines if line.masked and line.token.sensitive_display == "never_show"], "made unreadable"
    assert two_way, "over an integration that goes both ways"
    assert [line for line in lines if line.token.path], "a way that had to be chosen"
    assert {line.token.status for line in known.lineage.tokens.values()} == {*USABLE, "proposed", "retired"}


def _field(line: TokenLine) -> DataField | None:
    return line.source.field if line.source else None


def test_every_capability_that_is_not_a_group_has_one_main_tool_in_use(known):
    capabilities = [one for one in known.inventory.all("capability") if isinstance(one, Capability)]
    groups = {one.parent for one in capabilities if one.parent}
    main = Counter(
        given.capability
        for tool in known.inventory.all("tool")
        if isinstance(tool, Tool) and tool.active
        for given in tool.capabilities
        if given.role == "primary"
    )
    assert {one.id: main[one.id] for one in capabilities if one.id not in groups and main[one.id] != 1} == {}
    assert {one.parent for one in capabilities if one.id in groups} == {None}  # two levels
    assert [
        one.id for one in capabilities if not (one.importance and one.maturity_current and one.maturity_target)
    ] == []
    behind = [one for one in capabilities if (one.maturity_current or 0) < (one.maturity_target or 0)]
    assert [one.id for one in behind if not one.gap and one.id not in groups] == []


def test_every_journey_works(known):
    for line in known.lineage.journeys.values():
        assert len(line.steps) >= 3, line.journey.id
        assert line.broken == (), line.journey.id
        assert line.age.seconds is not None, line.journey.id


def _all(known: Examined, kind: str, of: type) -> list:
    return [one for one in known.inventory.all(kind) if isinstance(one, of)]


def _words(known: Examined, vocabulary: str) -> set[str]:
    return set(known.inventory.vocabularies[vocabulary].values)


def test_there_is_an_initiative_in_every_state(known):
    initiatives = _all(known, "initiative", Initiative)
    live = {"launched", "monitoring"}
    states = {one.status for one in initiatives}
    assert states | live == _words(known, "initiative_status")
    assert states & live
    ranks = [one.rank for one in initiatives if one.rank]
    assert sorted(ranks) == [*range(1, 8)]
    chain = {one.id: one.depends_on for one in initiatives}
    assert any(chain[second] for first in chain.values() for second in first), "one waits for one that waits"


def test_requirements_are_of_every_sort_and_say_what_they_touch(known):
    initiatives = _all(known, "initiative", Initiative)
    requirements = [line for one in initiatives for line in one.requirements]
    assert len(requirements) == 60
    for attribute, vocabulary in (
        ("type", "requirement_type"),
        ("priority", "priority"),
        ("side", "joint_side"),
        ("status", "requirement_status"),
    ):
        assert {getattr(line, attribute) for line in requirements} == _words(known, vocabulary), attribute
    assert len([line for line in requirements if line.traces]) >= 40
    touched = Counter(tool for line in requirements if line.traces for tool in line.traces.tools)
    assert min(touched[tool] for tool in ("braze", "segment", "salesforce", "preference-centre")) >= 6
    assert [line.id for line in requirements if line.status == "verified" and not line.verified_on] == []
    without = [line.priority for line in requirements if not line.acceptance]
    assert 3 <= len(without) <= 6, "a few, so that the gap is seen"
    assert without.count("must") == 1


def test_the_stack_changes_on_many_days(known):
    initiatives = _all(known, "initiative", Initiative)
    running = [one for one in initiatives if one.status in ("discovery", "planned", "in_progress", "uat")]
    ahead = {change.on for one in running for change in one.changes if change.on}
    assert len(ahead) >= 10
    assert {change.action for one in running for change in one.changes} == _words(known, "change_action")
    assert len([one for one in running if len(one.changes) >= 6]) >= 2


def test_what_is_added_is_recorded_as_planned(known):
    for one in _all(known, "initiative", Initiative):
        for change in one.changes:
            entity = known.inventory.find(change.entity)
            if change.action == "add" and isinstance(entity, Tool):
                assert entity.lifecycle
                assert entity.lifecycle.phase == "plan", change.entity
            if change.action == "add" and change.entity.startswith("integration:"):
                assert getattr(entity, "status", None) == "planned", change.entity
                dates = getattr(entity, "dates", None)
                if one.status == "paused":  # nobody knows when it goes on
                    assert dates is None, change.entity
                else:
                    assert dates, change.entity
                    assert dates.live_from == change.on, change.entity


def test_a_milestone_that_is_done_has_a_review_that_is_done(known):
    wanted = {"security_review": {"security"}, "data_review": {"data_governance", "dpia"}}
    reviews = _all(known, "review", Review)
    for one in _all(known, "initiative", Initiative):
        for milestone in one.milestones:
            if not milestone.done_on or milestone.kind not in wanted:
                continue
            found = [r for r in reviews if r.subject == one.ref and r.type in wanted[milestone.kind]]
            assert [r.decided_on for r in found if r.state == "done"] == [milestone.done_on], (one.id, milestone.kind)


def test_decisions_are_in_every_state_and_one_took_the_place_of_two(known):
    decisions = {one.id: one for one in _all(known, "decision", Decision)}
    assert {one.status for one in decisions.values()} == _words(known, "decision_status")
    earlier = {one.id: one.supersedes for one in decisions.values()}
    assert [id_ for id_, first in earlier.items() for before in first if earlier[before]], "a chain of three"
    for one in decisions.values():
        chosen = [option.name for option in one.options if option.chosen]
        assert len(chosen) == (0 if one.status == "proposed" else 1), one.id
        assert one.affects, one.id


def test_meetings_and_measures_are_of_every_sort(known):
    assert {one.type for one in _all(known, "ritual", Ritual)} == _words(known, "ritual_type")
    kpis = _all(known, "kpi", Kpi)
    assert {one.direction for one in kpis} == _words(known, "kpi_direction")
    assert {one.side for one in kpis} == _words(known, "joint_side")
    assert [len(one.readings) for one in kpis if len(one.readings) < 4] == [0], "one has just been thought of"
    cards = _all(known, "scorecard", Scorecard)
    asked = {tuple(line.id for line in card.dimensions) for card in cards}
    assert len(asked) == 1
    assert len(asked.pop()) == 10
