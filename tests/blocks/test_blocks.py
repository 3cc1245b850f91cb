"""What blocks become: pictures and tables, or notes that say what is wrong; nothing raises."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from block_pages import BESIDE, Convert, write_stack
from hostile import ATTACKS, hostile_stack
from markdown import Markdown
from small import small_stack, tool

from stackbook.audience import Audience
from stackbook.blocks import StackbookExtension, in_words
from stackbook.model import KINDS
from stackbook.pages import Options
from stackbook.site import SiteOptions, open_book
from stackbook.views.catalogue import VIEWS


def block(name: str, *lines: str) -> str:
    return "\n".join([f"```stack-{name}", *lines, "```"])


SUBJECTS = {
    "neighbourhood": "tool/mailer",
    "category": "email_marketing",
    "journey": "welcome",
    "lineage": "data-source/shop-customers",
}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_stand_in_a_page(convert: Convert, view: str) -> None:
    of = [f"of: {SUBJECTS[view]}"] if view in SUBJECTS else []
    made = convert(block("view", f"view: {view}", *of, "caption: Our own words"))
    assert made.problems == []
    assert "Our own words" in made.html
    assert "stackbook-problem" not in made.html
    assert 'class="sb-picture' in made.html or "There is nothing to draw yet." in made.html


@pytest.mark.parametrize("base", ["/docs", "/docs/", "https://example.com/a", ""])
def test_addresses_begin_with_the_base(convert: Convert, base: str) -> None:
    page = "\n\n".join([block("view", "view: neighbourhood", "of: tool/mailer"), block("table", "kind: tool")])
    start = f"{base.rstrip('/')}/" if base else ""
    assert f'href="{start}tools/mailer/"' in convert(page, base_url=base).html
    files = convert(page, base_url=base, use_directory_urls=False).html
    assert f'href="{start}tools/mailer.html"' in files


def test_several_pictures_share_icons_and_no_ids(convert: Convert) -> None:
    one = block("view", "view: neighbourhood", "of: tool/mailer")
    again = block("view", "view: landscape")
    html = convert("\n\n".join([one, one, again, again, block("table", "kind: tool")])).html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('class="sb-sprite"') == 1
    used = set(re.findall(r'href="#(sb-i-[^"]+)"', html))
    assert used
    assert used <= set(ids)
    for part in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html):
        assert part in ids


def test_an_overlay_colours_the_tiles_and_says_what_it_means(convert: Convert) -> None:
    html = convert(block("view", "view: landscape", "overlay: lifecycle")).html
    assert html.count("data-sb-tone=") == 3 + 1  # three tiles and an entry of the legend
    assert html.count('<small class="sb-said">Active</small>') == 3
    assert "data-sb-tone" not in convert(block("view", "view: landscape")).html


def test_a_table_shows_cells_as_lists_do(convert: Convert) -> None:
    made = convert(
        block(
            "table", "kind: tools", "columns: [category, vendor, lifecycle]", "sort: -name", "limit: 2", "caption: Two"
        )
    )
    assert made.problems == []
    heads = re.findall(r'<th role="columnheader" scope="col">(.*?)</th>', made.html)
    assert heads == ["Tool", "Category", "Vendor", "Lifecycle"]
    rows = re.findall(r'<tr role="row"><th role="rowheader".*?</tr>', made.html)
    assert [re.search(r'<a href="([^"]+)">', row)[1] for row in rows] == ["/docs/tools/warehouse/", "/docs/tools/shop/"]  # type: ignore[index]
    assert '<span class="sb-badge sb-badge--active">Active</span>' in rows[0]
    assert 'Two The first 2 of 3. <a href="/docs/tools/">All tools</a>' in made.html


def test_empty_results_are_said_and_no_mistake(convert: Convert) -> None:
    made = convert(
        "\n\n".join(
            [
                block("table", "kind: tool", "where: {category: seo}"),
                block("view", "view: landscape", "where: {category: seo}"),
            ]
        )
    )
    assert made.problems == []
    assert "There are no tools like that." in made.html
    assert "There is nothing to draw yet." in made.html


def test_what_breaks_without_several_things(convert: Convert) -> None:
    wanted = block("impact", "without: [tool/shop, field/shop-customers.email]", "caption: Before <we> switch.")
    html = convert(wanted).html
    assert 'Without <a href="/docs/tools/shop/">Shop</a> and <a href="/docs/fields/shop-customers.email/">' in html
    assert "integration" in html
    assert "Before &lt;we&gt; switch." in html
    assert "stackbook impact tool:shop field:shop-customers.email" not in html


WRONG: list[tuple[tuple[str, ...], tuple[int, int], str, str]] = [
    (("view", "view: hubs", "colour: red"), (3, 1), "`colour` cannot be said here", "Keys: `view`, `of`"),
    (("view", "view: hbus"), (2, 7), "there is no view `hbus`", "Did you mean `hubs`?"),
    (("view", "view: hubs", "where:", "  category: [crm, crmm]"), (4, 19), "`crmm`", "Did you mean `crm`? Allowed: "),
    (("view", "view: hubs", "where:", "  not:", "    hostng: saas"), (5, 5), "`hostng`", "Did you mean `hosting`?"),
    (("view", "view: hubs", "where:", "  lifecycle:", "    phase: old"), (5, 12), "`old`", "`phase_out`"),
    (("view", "view:", "  - hubs"), (2, 1), "which view", "`landscape`"),
    (("view", "view: neighbourhood", "of:"), (3, 1), "what it is about", "of: tool/"),
    (("view", "view: neighbourhood", "of: 'tool/maler'"), (3, 5), "no tool `maler`", "Did you mean `mailer`?"),
    (("view", 'view: "hubs', "of: x"), (2, 7), "quote", ""),
    (("view", "view: hubs", "view: hubs"), (3, 1), "twice", ""),
    (("view", "view:hubs"), (2, 5), "space", ""),
    (("view", "view: hubs", "  of: x"), (3, 3), "", ""),
    (("view", "view: !!python/name:os.system x"), (2, 7), "tag", ""),
    (("view", "- hubs"), (1, 1), "keys with their values", "`view: landscape`"),
    (("view", "view: hubs", "---", "view: hubs"), (1, 1), "keys with their values", ""),
    (("view", "view: h\u202eubs"), (1, 1), "invisible character", ""),
    (("view",), (1, 1), "which view", ""),
    (("veiw", "view: hubs"), (1, 1), "no block `stack-veiw`", "Did you mean `stack-view`?"),
    (("view title=x", "view: hubs"), (1, 1), "nothing may stand behind", ""),
    (("table", "kind: tool", "columns: [categroy]"), (3, 11), "`categroy`", "Did you mean `category`?"),
    (("table", "kind: tool", "sort: -nme"), (3, 7), "`nme`", "Did you mean `name`?"),
    (("impact", "caption: Old"), (1, 1), "does not say what would go", "`without: tool/salesforce`"),
    (("impact", "without: tool/maler"), (2, 10), "no tool `maler`", "Did you mean `mailer`?"),
    (("impact", "without: [tool/mailer, team/crm]"), (2, 24), "cannot be about a team", "`integration`"),
    (("impact", "without: shop-customers.emial"), (2, 10), "no field `emial`", "Did you mean `email`?"),
    (("impact", "without: [{a: b}]"), (2, 11), "names nothing", "tool/salesforce"),
]


@pytest.mark.parametrize(("lines", "place", "message", "help"), WRONG, ids=[" ".join(w[0])[:50] for w in WRONG])
def test_mistakes_are_shown_and_reported_where_they_stand(
    convert: Convert, lines: tuple[str, ...], place: tuple[int, int], message: str, help: str
) -> None:
    made = convert(block(*lines), first_line=1)
    assert made.places == [place]
    [problem] = made.problems
    assert message in problem.message
    assert help in problem.help
    assert problem.location.path == "guide/plan.md"
    assert 'class="admonition warning stackbook-problem"' in made.html
    assert f"Line {place[0]}:" in made.html
    later = convert(
        f"# T\n\n- x\n\n{chr(10).join('    ' + line for line in block(*lines).split(chr(10)))}\n", first_line=11
    )
    assert later.places == [(place[0] + 14, place[1] + 4)]


def test_all_mistakes_of_a_page_are_reported_at_once(convert: Convert) -> None:
    page = "\n\n".join([block("view", "view: x", "depht: 2", "where: {a: b}"), block("table", "kind: y")])
    made = convert(page)
    assert made.places == [(2, 7), (3, 1), (4, 9), (8, 7)]
    assert made.html.count("stackbook-problem") == 2


def test_by_itself_it_reports_to_logging(stack: Path, caplog: pytest.LogCaptureFixture) -> None:
    md = Markdown(extensions=["stackbook.blocks"], extension_configs={"stackbook.blocks": {"stack": str(stack)}})
    with caplog.at_level(logging.WARNING, "stackbook.blocks"):
        html = md.convert(block("view", "view: hbus"))
    assert "stackbook-problem" in html
    [record] = caplog.records
    assert record.getMessage().startswith(":2:7: There is no view `hbus`. Did you mean `hubs`?")


def test_python_markdown_knows_it_by_its_short_name(stack: Path) -> None:
    md = Markdown(extensions=["stackbook"], extension_configs={"stackbook": {"stack": str(stack), "cache_dir": ""}})
    assert "sb-table" in md.convert(block("table", "kind: tool"))


def test_one_converter_converts_page_after_page(stack: Path) -> None:
    extension = StackbookExtension(stack=str(stack), base_url="/")
    md = Markdown(extensions=["pymdownx.superfences", extension])
    first = md.convert(block("table", "kind: tool"))
    md.reset()
    assert md.reset().convert("text") == "<p>text</p>"
    assert md.reset().convert(block("table", "kind: tool")) == first


def test_a_stack_is_read_again_when_a_file_changes(tmp_path: Path) -> None:
    folder = write_stack(tmp_path / "stack", small_stack())

    def names() -> list[str]:
        html = Markdown(extensions=[StackbookExtension(stack=str(folder), cache_dir="")]).convert(
            block("table", "kind: tool")
        )
        return re.findall(r'<a href="/tools/[^"]+">([^<]+)</a>', html)

    assert names() == ["Mailer", "Shop", "Warehouse"]
    assert names() == ["Mailer", "Shop", "Warehouse"]
    write_stack(folder, {"tools/till": tool("Till")})
    assert names() == ["Mailer", "Shop", "Till", "Warehouse"]
    (folder / "tools" / "shop.yml").unlink()
    assert names() == ["Mailer", "Till", "Warehouse"]


def test_a_missing_stack_is_said(tmp_path: Path, convert: Convert) -> None:
    made = convert(f"text\n\n{block('table', 'kind: tool')}", stack=str(tmp_path / "nothing"))
    assert made.places == [(3, 1)]
    assert "there is no folder" in made.problems[0].message
    assert convert("only text", stack=str(tmp_path / "nothing")).html == "<p>only text</p>"


def test_wrong_options_are_refused(stack: Path) -> None:
    for options in ({"audience": "pubic"}, {"layout_engine": "neato"}, {"as_of": "soon"}):
        with pytest.raises(ValueError, match=next(iter(options))):
            Markdown(extensions=[StackbookExtension(stack=str(stack), **options)])


def test_what_is_internal_is_only_in_an_internal_site(convert: Convert) -> None:
    page = "\n\n".join([block("table", "kind: tool"), block("view", "view: landscape", "overlay: hosting")])
    public, internal = convert(page), convert(page, audience="internal")
    assert "Secret" not in public.html
    assert "Secret" in internal.html
    asked = block("table", "kind: vendor", "columns: [processing_agreement.url]")
    assert "internal" in convert(asked).problems[0].message
    assert convert(asked, audience="internal").problems == []


def test_inside_a_site_addresses_are_relative_to_the_page(stack: Path, module_cache: Path) -> None:
    opened = open_book(SiteOptions(stack, audience=Audience.PUBLIC, cache_dir=module_cache, pages=Options()))
    extension = StackbookExtension(book=opened.book, renderer=opened.renderer)
    for here, up in (("guide/plan", "../../"), ("index", "./"), ("a/b/index", "../../")):
        extension.on_page(f"{here}.md", here)
        html = Markdown(extensions=[extension]).convert(block("table", "kind: tool"))
        assert f'href="{up}tools/mailer/"' in html


TEXTS = [*ATTACKS.values(), "`code` *x* [y](z)", "\x02wzxhzdk:0\x03", "]]>", "'", '"']


@pytest.mark.parametrize("key", ["caption", "view", "of", "where", "overlay", "columns"])
def test_nothing_that_is_written_becomes_html(convert: Convert, key: str) -> None:
    page = []
    for words in TEXTS:
        quoted = "'" + words.replace("'", "''") + "'"
        lines: dict[str, list[str]] = {
            "caption": ["view", "view: landscape", f"caption: {quoted}"],
            "view": ["view", f"view: {quoted}", f"{quoted}: x"],
            "of": ["view", "view: neighbourhood", f"of: {quoted}"],
            "where": ["view", "view: landscape", f"where: {{name: {quoted}, category: {quoted}, {quoted}: {quoted}}}"],
            "overlay": ["view", "view: landscape", f"overlay: {quoted}"],
            "columns": ["table", "kind: tool", f"columns: [{quoted}]", f"caption: {quoted}"],
        }
        page.append(block(*lines[key]))
    html = convert("\n\n".join(page)).html
    assert html.count("stackbook-problem") + html.count("picture-landscape") >= len(TEXTS) - 1
    _is_harmless(html)


def test_nothing_of_a_hostile_stack_becomes_html(tmp_path: Path, convert: Convert) -> None:
    folder = write_stack(tmp_path / "stack", hostile_stack())
    page = [block("view", f"view: {view}", *([f"of: {of}"] if of else [])) for view, of in _all_views()]
    page += [
        block("table", f"kind: {kind}", "columns: [name, description, owner, tags, notes, links, external_ids, x-more]")
        for kind in KINDS
        if KINDS[kind].spec.folder and kind != "person"  # a person's name is internal
    ]
    made = convert("\n\n".join(page), stack=str(folder))
    assert made.problems == []
    _is_harmless(made.html)


def _all_views() -> list[tuple[str, str]]:
    found = []
    for view, kind in VIEWS.items():
        subjects = {"neighbourhood": ["tool/script"], "category": ["own"], "journey": ["walk-script", "walk-long"]}
        subjects["lineage"] = ["token/value-image", "token/value-script", "data-source/data", "field/data.f0"]
        found += [(view, of) for of in subjects.get(view, [""])]
        assert bool(kind.of) == (view in subjects), view
    return found


class _Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.opened: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def _is_harmless(html: str) -> None:
    for tag, attributes in _Tags(html).found:
        assert tag not in ("script", "img", "iframe", "base", "form", "input", "style", "link", "body", "image")
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src"):
            assert not (attributes.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
    assert "\x02" not in html


def test_every_element_that_is_opened_is_closed(convert: Convert) -> None:
    page = "\n\n".join(
        [block("view", "view: landscape", "overlay: owner"), block("table", "kind: tool"), block("view", "view: x")]
    )
    tags = _Tags(convert(page).html)
    assert tags.opened == []
    assert len(tags.found) > 50


@pytest.mark.parametrize(
    "beside", [[], BESIDE, ["fenced_code", "codehilite", "meta", "smarty"], ["extra", "sane_lists"]]
)
def test_it_gets_on_with_other_extensions(convert: Convert, beside: list[str]) -> None:
    made = convert(f"# T\n\n{block('table', 'kind: tool')}\n\ntext", beside=beside)
    assert made.problems == []
    assert "sb-table" in made.html
    assert "<p>text</p>" in made.html


def test_a_diagnostic_on_one_line(convert: Convert) -> None:
    made: Any = convert(block("view", "view: hubs", "depth: 2"))
    assert in_words(made.problems[0]) == ("guide/plan.md:3:1: The view `hubs` goes one step only. Leave `depth` out.")
