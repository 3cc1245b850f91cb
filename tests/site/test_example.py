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
from stackbook.model.tools import Tool

FOLDERS = (
    *("tools", "vendors", "integrations", "data-sources", "teams", "people"),
    *("tokens", "journeys", "terms", "capabilities"),
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
    assert size["capability"] >= 16
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
