"""Which fences are ours."""

from __future__ import annotations

import pytest
from block_pages import Convert

from stackbook.blocks.fences import find_blocks

VIEW = "```stack-view\nview: neighbourhood\nof: tool/mailer\n```"
TABLE = "```stack-table\nkind: tool\n```"


@pytest.mark.parametrize(
    "text",
    [
        VIEW,
        VIEW.replace("```", "~~~~~"),
        VIEW.replace("```", "``````"),
        VIEW.replace("```stack", "``` stack"),
        VIEW.replace("stack-view", "{.stack-view}"),
        VIEW.replace("\n", "\r\n"),
        VIEW.replace("view: n", "view:\tn"),
        f"text right before\n{VIEW}\nand after",
        VIEW.replace("of:", "\n\nof:"),
    ],
)
def test_a_block_becomes_a_picture(convert: Convert, text: str) -> None:
    made = convert(text)
    assert made.problems == []
    assert made.html.count('<figure class="sb-picture') == 1
    assert "stack-view" not in made.html
    assert "<p><div" not in made.html


def _indented(text: str, by: str = "    ") -> str:
    return "\n".join(by + line for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (f"- point\n\n{_indented(VIEW)}\n\n- next", "<li>"),
        (f"1. point\n\n    - deeper\n\n{_indented(_indented(VIEW))}\n", "<li>"),
        (f'!!! note "N"\n{_indented(VIEW)}\n', '<div class="admonition note">'),
        (f'??? note "N"\n{_indented(VIEW)}\n', "<details"),
        (f'=== "One"\n\n{_indented(VIEW)}\n\n=== "Two"\n\n    text\n', '<div class="tabbed-set'),
        ("\n".join(f"> {line}" for line in VIEW.split("\n")), "<blockquote>"),
        (f"<div class='own' markdown>\n\n{VIEW}\n\n</div>", '<div class="own">'),
    ],
)
def test_a_block_stays_in_what_it_stands_in(convert: Convert, text: str, inside: str) -> None:
    made = convert(text)
    assert made.problems == []
    before, _, rest = made.html.partition(inside)
    assert "sb-picture" not in before
    assert '<figure class="sb-picture' in rest
    assert "stack-view" not in made.html


@pytest.mark.parametrize(
    "text",
    [
        f"````markdown\n{VIEW}\n````",
        f"~~~\n{VIEW}\n~~~",
        f"- point\n\n{_indented(f'````markdown{chr(10)}{VIEW}{chr(10)}````')}\n",
        f"text\n\n{_indented(VIEW)}\n\ntext",
        f"text\n\n{_indented(VIEW, '      ')}\n\ntext",
    ],
)
@pytest.mark.parametrize("beside", [["pymdownx.superfences"], ["fenced_code"]])
def test_a_block_in_code_is_shown_and_not_run(convert: Convert, text: str, beside: list[str]) -> None:
    if beside == ["fenced_code"] and text.startswith("- "):
        pytest.skip("fenced_code knows no fences in lists")
    made = convert(text, beside=beside)
    assert made.problems == []
    assert "sb-picture" not in made.html
    assert "sb-block-icons" not in made.html
    assert "stack-view" in made.html
    assert "tool/mailer" in made.html
    assert "\x02" not in made.html


def test_code_that_holds_a_block_is_as_it_was_written(convert: Convert) -> None:
    made = convert(f"text\n\n{_indented('first')}\n{_indented(VIEW)}\n{_indented('  last <b>')}\n\ntext")
    shown = made.html.partition("<code>")[2].partition("</code>")[0]
    assert [line for line in shown.splitlines() if line.strip()] == ["first", *VIEW.split("\n"), "  last &lt;b&gt;"]


def test_a_block_in_a_comment_is_nobodys(convert: Convert) -> None:
    made = convert(f"<!--\n{TABLE.replace('tool', 'nothing')}\n-->\n\ntext")
    assert made.problems == []
    assert "sb-table" not in made.html


@pytest.mark.parametrize("name", ["stack-trace", "stack-overflow", "stack", "yaml", "mermaid", "view", "stackview-x"])
def test_fences_of_others_are_left_alone(name: str) -> None:
    assert find_blocks([f"```{name}", "x", "```"]) == []


def test_a_fence_ends_at_the_same_marks_only() -> None:
    lines = ["~~~~stack-view", "~~~", "`````", "~~~~", "", "```stack-table", "a", "```", "```", "```stack-view", "```"]
    assert [(b.name, b.body, b.closed) for b in find_blocks(lines)] == [
        ("stack-view", ("~~~", "`````"), True),
        ("stack-table", ("a",), True),
    ]  # what follows the third fence is that fence's text


def test_what_a_fence_without_end_takes_in_is_not_lost(convert: Convert) -> None:
    made = convert("```stack-view\nview: hubs\n\nText that **goes** on.")
    assert made.places == [(1, 1)]
    assert "has no end" in made.problems[0].message
    assert "<strong>goes</strong>" in made.html


def test_lines_keep_their_numbers(convert: Convert) -> None:
    wrong = "```stack-view\nview: hubs\ncolour: x\n```"
    made = convert(
        f"# Title\n\n{VIEW}\n{TABLE}\n\n- a\n\n{_indented(wrong)}\n\n> > {wrong.replace(chr(10), chr(10) + '> > ')}",
        first_line=8,
    )
    assert made.places == [(8 + 2 + 4 + 3 + 3 + 2, 5), (8 + 2 + 4 + 3 + 3 + 4 + 3, 5)]
