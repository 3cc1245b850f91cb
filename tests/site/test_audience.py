"""What is internal is nowhere in a public site: not one byte of it, in any file or file name."""

from __future__ import annotations

import base64
import gzip
import re
from pathlib import Path

import pytest
from projects import Project, Site, once
from secrets_stack import icons, secret_stack, secrets_in

from stackbook.fields import fields_of
from stackbook.model import KINDS


def everything(site: Site) -> dict[str, bytes]:
    """Every file with its name, unpacked where it is packed."""
    found = {}
    for path, content in site.files().items():
        unpacked = gzip.decompress(content) if path.endswith(".gz") else content
        inlined = b"".join(
            base64.b64decode(m) for m in re.findall(rb"data:[a-z/+-]+;base64,([A-Za-z0-9+/=]+)", content)
        )
        found[path] = b"\n".join((path.encode(), content, unpacked, inlined))
    return found


def _build(shared: Path, cache: Path, audience: str, **settings: object) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache)
        stack, words = secret_stack()
        project.stack(stack)
        for name, svg in icons(words).items():
            project.write(f"stack/icons/{name}", svg)
        project.plugin |= {"audience": audience, "as_of": "2026-01-01"}
        project.settings |= {
            "site_url": "https://petals.example/stack/",
            "repo_url": "https://code.example/petals",
            "edit_uri": "edit/main/docs/",
            **settings,
        }
        project.write("docs/guide.md", "# Guide\n\n[The public one](stack:tool/mailer)\n")
        site = project.build()
        assert site.warnings == []

    return Site(once(shared, f"secrets-{audience}-{len(settings)}", make) / "site")


@pytest.fixture(scope="session")
def public(shared: Path, cache: Path) -> Site:
    return _build(shared, cache, "public")


@pytest.fixture(scope="session")
def public_files(shared: Path, cache: Path) -> Site:
    return _build(shared, cache, "public", use_directory_urls=False)


@pytest.fixture(scope="session")
def internal(shared: Path, cache: Path) -> Site:
    return _build(shared, cache, "internal")


def test_every_internal_field_of_the_model_holds_a_secret():
    """A new internal field belongs into the stack of secrets."""
    stack, _ = secret_stack()
    assert {
        "person": {"name", "email", "profile"},
        "vendor": {"processing_agreement.url"},
        "integration": {"auth.account", "transfer.assessment_url"},
    } == {
        kind: internal
        for kind, model in KINDS.items()
        if (internal := {key for doc in fields_of(model) for key in _internal_keys(doc)})
    }
    assert {path.partition("/")[0] for path in stack} == {
        "stack",
        *(k.spec.folder for k in KINDS.values() if k.spec.folder),
    }


def _internal_keys(doc, above=""):
    if doc.internal:
        return [f"{above}{doc.key}"]
    return [key for inner in doc.inner for key in _internal_keys(inner, f"{above}{doc.key}.")]


@pytest.mark.parametrize("addresses", ["directories", "files"])
def test_no_secret_is_in_a_public_site(addresses, request):
    site = request.getfixturevalue("public" if addresses == "directories" else "public_files")
    names = {word: what for what, word in secret_stack()[1].secret.items()}
    out = {
        path: [names.get(word, word) for word in found]
        for path, content in everything(site).items()
        if (found := list(secrets_in(content)))
    }
    assert out == {}, out


def test_an_internal_site_holds_all_of_it(internal):
    words = secret_stack()[1]
    everywhere = b"\n".join(everything(internal).values()).lower()
    icon = {words.secret["icon"], words.hide("inside an icon")}  # of an icon only the drawing is used
    missing = [what for what, word in words.secret.items() if word.encode() not in everywhere and word not in icon]
    assert missing == []


def test_what_is_for_everybody_is_in_both(public, internal):
    words = secret_stack()[1]
    for site in (public, internal):
        everywhere = b"\n".join(everything(site).values())
        assert [what for what, word in words.shown.items() if word.encode() not in everywhere] == []


def test_a_public_person_is_named_and_the_others_go_by_what_they_do(public):
    words = secret_stack()[1]
    page = public.text("people/crm-voice/index.html")
    assert words.shown["name of a public person"] in page
    assert f"mailto:{words.shown['mail of a public person']}@petals.example" in page
    assert "CRM lead" in public.text("people/crm-lead/index.html")
    shown = {e["id"] for e in public.json("api/v1/stack.json")["entities"] if e["kind"] == "person"}
    assert {"crm-voice", "crm-lead", "analyst-1"} < shown
    assert len(shown) == 5


def test_a_public_site_says_how_much_it_leaves_out_but_not_what(public):
    assert re.search(r"\d+ more concern what only the inside may see", public.text("findings/index.html"))


def test_an_owner_who_is_not_public_is_still_somebody_to_ask(public):
    """The reference leads to the page of the role, so that nobody is left without an answer."""
    mailer = public.json("api/v1/tools/mailer.json")["data"]
    kind, _, name = mailer["business_owner"].partition(":")
    assert kind == "person"
    assert public.has(f"people/{name}/index.html")
    assert mailer["data_steward"] == mailer["business_owner"]  # the same person, named by an earlier id
    assert f'href="../../people/{name}/"' in public.text("tools/mailer/index.html")


def test_a_link_to_something_internal_keeps_its_words_and_loses_its_target(public):
    words = secret_stack()[1]
    page = public.text("tools/mailer/index.html")
    for what in ("inline link", "titled link", "reference link", "link by alias", "link to a field"):
        at = page.index(words.shown[what])
        assert not page[:at].rstrip().endswith('/">'), what


def test_a_guide_that_links_to_something_internal_is_told(tmp_path, cache):
    stack, words = secret_stack()
    project = Project(tmp_path, cache).stack(stack)
    project.write("stack/icons/none.svg", "")
    project.write("docs/guide.md", f"# Guide\n\n[That one](stack:tool/{words.secret['tool']})\n")
    site = project.build()
    assert [w for w in site.warnings if "guide.md:3" in w]
    assert words.secret["tool"].encode() not in site.files()["guide/index.html"]
