"""The data of the explorer: all that is needed, nothing that is internal, and text that stays text."""

from __future__ import annotations

import json
from typing import Any

from hostile import ATTACKS, hostile_stack
from secrets_stack import SECRET, secret_stack
from small import small_stack, tool

from stackbook.audience import Audience
from stackbook.exchange.api import Artifact
from stackbook.exchange.explorer import MOST_ABOUT, MOST_NAME, PATH, explorer_file
from stackbook.views.explorer import explorer
from stackbook.views.scene import Scene


def written(stage: Scene, **options: Any) -> Artifact:
    seen = explorer(stage)
    return explorer_file(seen, [(at, -at) for at in range(len(seen.things))], stage.words, **options)


def data(stage: Scene, **options: Any) -> dict[str, Any]:
    text = written(stage, **options).content.decode("ascii")
    before, _, after = text.partition("=")
    assert (before, after[-2:]) == ("window.stackbookExplorer", ";\n")
    return dict(json.loads(after[:-2]))


def test_it_is_a_script_that_a_page_opened_from_a_folder_can_load(scene):
    made = written(scene(small_stack()))
    assert (made.path, made.media_type) == (PATH, "text/javascript") == ("explorer/data.js", "text/javascript")


def test_columns_are_as_long_as_there_are_things_and_ties(scene):
    found = data(scene(small_stack()))
    assert {len(column) for column in found["things"].values()} == {7}
    assert {len(column) for column in found["ties"].values()} == {2 + 2 + 1 + 3}
    assert found["things"]["x"] == list(range(7))


def test_words_are_written_once_and_only_those_in_use(scene):
    found = data(scene(small_stack()))
    categories = found["words"]["category"]
    assert [key for key, _, _ in categories] == ["email_marketing", "ecommerce_platforms_carts", "data_warehouse"]
    assert [found["groups"][group] for _, _, group in categories] == [
        "Content & Experience",
        "Commerce & Sales",
        "Platforms",
    ]
    assert found["words"]["pattern"] == [["api_push", "API push"]]
    assert found["words"]["class"] == [["confidential", "Confidential"]]
    assert found["things"]["category"] == [0, 1, 2, 0, 1, -1, -1]


def test_a_tool_without_a_category_has_one_to_be_found_by(scene):
    found = data(scene({"stack": {"name": "Petals"}, "tools/bare": tool("Bare", category=None)}))
    assert found["words"]["category"] == [["unsorted", "Not sorted yet", len(found["groups"]) - 1]]


def test_addresses_follow_the_site(scene):
    assert data(scene(small_stack()))["ending"] == "/"
    found = data(scene(small_stack()), directories=False, around=frozenset({"tool:shop"}))
    assert found["ending"] == ".html"
    assert found["things"]["around"] == [0, 1, 0, 0, 0, 0, 0]
    assert [kind["folder"] for kind in found["kinds"]] == ["tools", "data-sources", "vendors", "teams", "integrations"]


def test_the_same_stack_gives_the_same_bytes(scene):
    stack = small_stack()
    assert written(scene(stack)).content == written(scene(dict(reversed(stack.items())))).content


def test_nothing_internal_is_in_it(scene):
    stack, words = secret_stack()
    public = written(scene(stack)).content
    assert SECRET.findall(public) == []
    assert b"mailer" in public
    inside = written(scene(stack, audience=Audience.INTERNAL)).content
    assert words.secret["tool name"].encode() in inside  # the stack would have given it away


def test_whatever_is_written_stays_text(scene):
    made = written(scene(hostile_stack()))
    assert b"<" not in made.content
    names = data(scene(hostile_stack()))["things"]["name"]
    assert {" ".join(ATTACKS[key].split()) for key in ("script", "cdata", "backslash", "right-to-left")} <= set(names)


def test_what_is_very_long_is_cut(scene):
    long = tool("N" * 200, purpose="P" * 300)
    found = data(scene({"stack": {"name": "Petals"}, "tools/long": long}))["things"]
    assert found["name"] == ["N" * (MOST_NAME - 1) + "…"]
    assert found["about"] == ["P" * (MOST_ABOUT - 1) + "…"]
