"""Icons: which one a tool gets, and that a file from outside can do no harm."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given
from hypothesis import strategies as st

from stackbook.drawing.icon_files import LARGEST, Artwork, read_file, sanitise
from stackbook.drawing.icon_names import HUES, candidates, hue
from stackbook.drawing.icons import IconFinder, IconSet, monogram
from stackbook.views.picture import Node

FILES = Path(__file__).parent / "icons"
PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M2 2h20v20H2z"/></svg>'


@pytest.fixture(scope="module")
def finder() -> IconFinder:
    return IconFinder()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "stack" / "icons"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("path", sorted((FILES / "refused").iterdir()), ids=lambda path: path.stem)
def test_a_file_that_could_do_harm_is_refused_with_a_reason(path: Path, own: Path) -> None:
    reason = sanitise(path.read_bytes(), "p-")
    assert isinstance(reason, str)
    assert reason.endswith(".")
    (own / "acme.svg").write_bytes(path.read_bytes())
    found = IconFinder(own).icon_for("Acme", "acme")
    assert found.icon.kind == "monogram"
    assert found.problem == f"The icon acme.svg is not used. {reason}"


@pytest.mark.parametrize("path", sorted((FILES / "used").iterdir()), ids=lambda path: path.stem)
def test_what_is_used_holds_only_shapes(path: Path) -> None:
    art = sanitise(path.read_bytes(), "p-")
    assert isinstance(art, Artwork), art
    root = fromstring(f'<svg viewBox="{art.view_box}">{art.body}</svg>')
    tags = {found.tag for found in root.iter()}
    assert tags <= {"svg", "g", "defs", "linearGradient", "stop", "circle", "path", "rect"}
    assert not re.search(r"https?:|inkscape|style=|class=|data-|&", art.body)


def test_an_editors_file_keeps_its_looks_and_its_ids_apart_from_others() -> None:
    art = sanitise((FILES / "used" / "from-an-editor.svg").read_bytes(), "p-")
    assert isinstance(art, Artwork)
    assert art.view_box == "0 0 32 32"
    assert art.coloured
    for part in ('fill="none"', 'id="p-shine"', 'href="#p-shine"', 'fill="url(#p-turned)"', 'stop-color="#ff8800"'):
        assert part in art.body


def test_a_plain_file_takes_the_colour_of_the_text() -> None:
    art = sanitise(PLAIN, "p-")
    assert isinstance(art, Artwork)
    assert not art.coloured


def test_large_files_are_refused(own: Path) -> None:
    big = PLAIN.replace(b"</svg>", b"<!--" + b"x" * LARGEST + b"--></svg>")
    (own / "big.svg").write_bytes(big)
    assert "64 kB" in str(sanitise(big, "p-"))
    assert "64 kB" in str(read_file(own, "big.svg"))


@given(st.binary(max_size=300))
@example(b"\xff\xfe<\x00s\x00v\x00g\x00")
@example(b'<?xml version="1.0" encoding="no-such"?><svg/>')
def test_no_file_raises(data: bytes) -> None:
    assert isinstance(sanitise(data, "p-"), str)


@given(
    st.sampled_from(["fill", "style", "href", "id", "d", "transform", "onfocus", "class", "x"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='<>&"'), max_size=40),
)
@example("style", "fill:red;background:url(//evil.example)")
@example("fill", "url(#a) url(//evil.example)")
def test_no_attribute_lets_an_address_through(key: str, value: str) -> None:
    art = sanitise(f'<svg viewBox="0 0 9 9"><rect {key}="{value}"/></svg>'.encode(), "p-")
    if isinstance(art, Artwork):
        assert not re.search(r"[:\\/]|on\w+=|url\((?!#p-)", art.body.removesuffix("/>"))
        fromstring(art.body)


@pytest.mark.parametrize(
    "name", ["../secret.svg", "..", "a/b.svg", "/etc/passwd", ".hidden.svg", "a\\b.svg", "a..b.svg", "", "x\0.svg"]
)
def test_a_name_never_leaves_the_folder(own: Path, name: str) -> None:
    (own.parent / "secret.svg").write_bytes(PLAIN)
    assert isinstance(read_file(own, name), str)
    found = IconFinder(own).icon_for("Some Tool", "some-tool", explicit=name or "../x")
    assert found.icon.kind == "monogram"
    assert found.problem


def test_links_are_refused(own: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.svg").write_bytes(PLAIN)
    (own / "acme.svg").symlink_to(tmp_path / "outside.svg")
    found = IconFinder(own).icon_for("Acme", "acme")
    assert found.icon.kind == "monogram"
    assert "link" in found.problem
    (tmp_path / "linked").symlink_to(own)
    assert "link" in str(read_file(tmp_path / "linked", "acme.svg"))


def test_a_folder_or_a_pipe_is_no_icon(own: Path) -> None:
    (own / "folder.svg").mkdir()
    os.mkfifo(own / "pipe.svg")
    for name in ("folder.svg", "pipe.svg"):
        assert isinstance(read_file(own, name), str)
    assert read_file(own, "missing.svg") is None


def test_the_organisations_own_file_comes_first(own: Path) -> None:
    (own / "mailchimp.svg").write_bytes(PLAIN)
    found = IconFinder(own).icon_for("Mailchimp", "mailchimp", category="material/email-outline")
    assert (found.icon.kind, found.icon.key, found.problem) == ("own", "own-mailchimp", "")


def test_without_a_brand_the_category_and_then_the_letters(finder: IconFinder) -> None:
    category = finder.icon_for("Zzyzx Mailer", "zzyzx", category="material/email-outline").icon
    assert (category.kind, category.source) == ("category", "material/email-outline")
    assert finder.icon_for("Zzyzx Mailer", "zzyzx").icon.kind == "monogram"
    assert finder.icon_for("Zzyzx Mailer", "zzyzx", category="material/no-such-icon").icon.kind == "monogram"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Mailchimp", "simple/mailchimp"),
        ("HubSpot Marketing Hub", "simple/hubspot"),
        ("Google Analytics 4", "simple/googleanalytics"),
        ("GA4", "simple/googleanalytics"),
        ("Meta Ads", "simple/meta"),
        ("X Ads", "simple/x"),
        ("Display & Video 360", "simple/googledisplayandvideo360"),
        ("Booking.com", "simple/bookingdotcom"),
        ("Okta, Inc.", "simple/okta"),
        ("Contentful (EU)", "simple/contentful"),
        ("Salesforce Marketing Cloud", "fontawesome/brands/salesforce"),
        ("LinkedIn Ads", "fontawesome/brands/linkedin"),
        ("SLACK", "fontawesome/brands/slack"),
    ],
)
def test_brands_are_found_by_the_names_people_give_them(finder: IconFinder, name: str, source: str) -> None:
    found = finder.icon_for(name, "some-id")
    assert (found.icon.kind, found.icon.source) == ("brand", source)


@pytest.mark.parametrize(
    "name", ["Marketing Cloud", "Data", "Customer Data Platform", "Target", "...", "", "\u65e5\u672c"]
)
def test_common_words_are_no_brands(finder: IconFinder, name: str) -> None:
    assert finder.icon_for(name, "").icon.kind == "monogram"


def test_software_made_in_house_gets_no_brand(finder: IconFinder) -> None:
    assert finder.icon_for("Buffer", "buffer", brand=False).icon.kind == "monogram"


@pytest.mark.parametrize(
    ("explicit", "key"),
    [
        ("simple/mailchimp", "simple-mailchimp"),
        ("material/email-outline", "material-email-outline"),
        ("fontawesome/brands/x-twitter", "fontawesome-brands-x-twitter"),
        (":simple-mailchimp:", "simple-mailchimp"),
        (":fontawesome-brands-x-twitter:", "fontawesome-brands-x-twitter"),
        ("diagrams:saas.chat.Slack", "diagrams-saas-chat-slack"),
    ],
)
def test_an_icon_can_be_asked_for_by_name(finder: IconFinder, explicit: str, key: str) -> None:
    found = finder.icon_for("Acme", "acme", explicit=explicit)
    assert (found.icon.kind, found.icon.key, found.problem) == ("named", key, "")
    fromstring(f"<svg>{found.icon.markup}</svg>")


def test_pictures_of_diagrams_are_held_in_the_page(finder: IconFinder) -> None:
    markup = finder.icon_for("Acme", "acme", explicit="diagrams:saas.chat.Slack").icon.markup
    assert 'href="data:image/png;base64,' in markup


@pytest.mark.parametrize(
    "explicit",
    [
        "simple/no-such-brand",
        "simple/../material/email",
        "diagrams:os.path.join",
        "diagrams:saas.chat.Nothing",
        "diagrams:saas.chat._Chat",
        "http://x.example/a.svg",
        "acme-logo",
        ":x:",
        "material/email<script>",
    ],
)
def test_an_icon_that_is_not_there_is_said_and_replaced(own: Path, explicit: str) -> None:
    found = IconFinder(own).icon_for("Mailchimp", "mailchimp", explicit=explicit)
    assert explicit in found.problem
    assert found.icon.source == "simple/mailchimp"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Salesforce Marketing Cloud", "SM"),
        ("Braze", "Br"),
        ("HubSpot", "HS"),
        ("x", "X"),
        ("6sense", "6s"),
        ("\u6f22\u5b57", "\u6f22"),
        ("\u05e9\u05dc\u05d5\u05dd \u05d0", "\u05e9"),
        ("!!!", "?"),
    ],
)
def test_monograms_have_one_or_two_letters(name: str, letters: str) -> None:
    assert f">{letters}</text>" in monogram(name).markup


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_name_has_a_monogram_with_a_safe_key(name: str, id: str) -> None:
    icon = monogram(name, id)
    assert re.fullmatch(r"[a-z0-9-]+", icon.key)
    fromstring(f"<svg>{icon.markup}</svg>")
    assert 1 <= hue(name) <= HUES
    assert all(re.fullmatch("[a-z0-9]+", word) for word in candidates(name, id))


def test_two_icons_never_share_a_key(own: Path) -> None:
    for name in ("a.b", "a_b", "a-b", "A-b"):
        (own / f"{name}.svg").write_bytes(PLAIN)
    finder = IconFinder(own)
    keys = {finder.icon_for("T", "t", explicit=f"{name}.svg").icon.key for name in ("a.b", "a_b", "a-b", "A-b")}
    assert len(keys) == 4
    assert monogram("Ab").key != monogram("AB", "x").key


def test_the_sprite_holds_each_icon_once_and_names_the_licences(finder: IconFinder) -> None:
    icons = IconSet(finder)
    keys = [icons.add(finder.icon_for(name, name).icon) for name in ("Slack", "Mailchimp", "Zzyzx", "Mailchimp")]
    sprite = icons.sprite([*keys, "unknown"])
    root = fromstring(sprite)
    assert [symbol.get("id") for symbol in root] == sorted(f"sb-i-{key}" for key in set(keys))
    assert "Font Awesome Free, CC BY 4.0; Simple Icons, CC0 1.0" in sprite
    assert sprite == icons.sprite(reversed(keys))
    assert icons.sprite([]) == ""


def test_a_node_gets_its_icon_by_key_by_name_or_its_letters(finder: IconFinder) -> None:
    icons = IconSet(finder)
    key = icons.add(finder.icon_for("Mailchimp", "mailchimp").icon)
    nodes = [
        Node("a", "A", icon=key),
        Node("b", "B", icon="material/email-outline"),
        Node("c", "Cee Dee", icon="gone"),
        Node("d", "D"),
    ]
    found = [icon.kind if (icon := icons.of(node)) else None for node in nodes]
    assert found == ["brand", "named", "monogram", None]
    assert len(icons.keys(nodes)) == 3
