"""What is internal is nowhere in a public site: not one byte of it, in any file or file name."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest
from projects import Project, Site, once
from secrets_of_governance import AMOUNT
from secrets_of_lineage import COMMON_WORD
from secrets_of_work import BUDGET, PAID, REVENUE
from secrets_stack import icons, secret_stack, secrets_in

from stackbook.fields import fields_of
from stackbook.model import KINDS


def everything(site: Site) -> dict[str, bytes]:
    """Every file with its name, unpacked where it is packed."""
    found = {}
    for path, content in site.files().items():
        unpacked = gzip.decompress(content) if path.endswith(".gz") else content
        if path.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                unpacked = b"\n".join(name.encode() + book.read(name) for name in book.namelist())
        elif path.endswith(".ics"):
            unpacked = content.replace(b"\r\n ", b"")  # long lines are folded
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
        "contract": {"value", "value.amount", "value.currency", "value.period", "cost_centre", "documents"}
        | {"documents.label", "documents.url"},
        "activity": {"legitimate_interest_assessment_url", "dpia.url", "transfers.assessment_url"},
        "review": {"evidence_url"},
        "initiative": {
            *(f"revenue_value{key}" for key in ("", ".amount", ".currency", ".reasoning")),
            *(f"budget{key}" for key in ("", ".planned", ".committed", ".spent", ".currency")),
            "requirements.evidence_url",
        },
        "ritual": {"notes_url"},
        "rule": {"where", "must"},
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
    own = [f"{above}{doc.key}"] if doc.internal else []
    return own + [key for inner in doc.inner for key in _internal_keys(inner, f"{above}{doc.key}.")]


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


@pytest.mark.parametrize(
    ("amount", "pages"),
    [
        (AMOUNT, ("contracts/mailer/index.html", "api/v1/contracts/mailer.json")),
        *((one, ("initiatives/club/index.html", "api/v1/initiatives/club.json")) for one in (BUDGET, PAID, REVENUE)),
    ],
)
def test_sums_of_money_are_in_no_public_file(public, internal, amount, pages):
    digits = str(amount)
    written = re.compile(r"[\s.,'\u2019]?".join(digits))  # with whatever between the digits
    holds = [
        [path for path, content in everything(site).items() if written.search(content.decode(errors="replace"))]
        for site in (public, internal)
    ]
    assert holds[0] == []
    shown = holds[1]
    assert set(pages) <= set(shown)


def test_what_an_own_rule_finds_stays_inside_when_it_asks_for_something_internal(public, internal):
    outside, inside = (site.text("findings/index.html") for site in (public, internal))
    assert "openly" in outside
    for words in ("It has that one", "It is dear"):
        assert words in inside, words
        assert words not in outside, words
    assert secret_stack()[1].shown["message of an own rule"] in outside


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


def test_a_public_site_says_that_it_leaves_something_out_but_not_how_much(public, internal):
    assert "Only what this site shows is looked at here." in public.text("findings/index.html")
    assert "Only what this site shows" not in internal.text("findings/index.html")


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


IN_PART = "Part of its way is not shown on this site."
TOLD = ("known", "kept-by-a-team")
UNTOLD = ("by-a-way", "by-alias", "half-a-way", "in-a-journey", "into-a-field", "late", "of-a-source", "several-ways")


def words_of(site: Site, path: str) -> str:
    """What a page says, without its drawings and elements."""
    article = re.search("<article.*?</article>", site.text(f"{path}/index.html"), re.DOTALL)
    assert article is not None
    return " ".join(re.sub("<[^>]+>", " ", re.sub("<svg.*?</svg>", "", article.group(), flags=re.DOTALL)).split())


@pytest.mark.parametrize("token", UNTOLD)
def test_of_a_token_whose_way_is_not_for_everybody_less_is_said_and_nothing_false(public, internal, token):
    said = words_of(public, f"tokens/{token}")
    assert IN_PART in said
    assert "How fresh Not told on this site" in said
    assert "does not arrive" not in said
    assert "not recorded" not in said
    assert "source_field" not in said
    assert 'id="picture-flows"' not in public.text(f"tokens/{token}/index.html")
    inside = words_of(internal, f"tokens/{token}")
    assert "Not told" not in inside
    assert IN_PART not in inside


@pytest.mark.parametrize("token", TOLD)
def test_a_token_whose_way_is_for_everybody_shows_it(public, token):
    page = public.text(f"tokens/{token}/index.html")
    assert IN_PART not in page
    assert 'id="picture-flows"' in page
    assert "How fresh At most 1 day old" in words_of(public, f"tokens/{token}")


def test_the_table_of_tokens_keeps_quiet_in_the_same_way(public):
    for path in ("personalisation/tokens.csv", "personalisation/mailer/tokens.csv"):
        rows = {row["Id"]: row for row in csv.DictReader(public.text(path).removeprefix("\ufeff").splitlines())}
        assert sorted(rows) == sorted((*TOLD, *UNTOLD))
        assert [id_ for id_ in rows if rows[id_]["How old at most"] == "Not told on this site"] == sorted(UNTOLD)
        assert rows["kept-by-a-team"]["Who to ask"] == ""
        assert rows["of-a-source"]["Comes from"] == ""


def test_a_way_is_left_out_as_a_whole(public):
    """Half of it would be another way."""
    for token in ("by-a-way", "half-a-way"):
        assert "path" not in public.json(f"api/v1/tokens/{token}.json")["data"], token
    assert public.json("api/v1/tokens/known.json")["data"]["path"] == ["shop-to-mailer"]


def test_a_page_does_not_ask_for_what_is_recorded_and_not_shown(public):
    for path, key in (
        ("tokens/kept-by-a-team", "Owner"),
        ("terms/customer", "Owner"),
        ("tokens/of-a-source", "Source"),
    ):
        missing = public.text(f"{path}/index.html").partition("Not recorded yet:")[2]
        assert f"<b>{key}" not in missing, path


def test_a_journey_that_is_not_shown_as_a_whole_says_so(public, internal):
    said, inside = words_of(public, "journeys/welcome"), words_of(internal, "journeys/welcome")
    assert "Part of it is not shown on this site." in said
    for words in (
        "not recorded, or lacks a tool",
        "How one leads to the other",
        "What happens is not recorded",
        "At most",
    ):
        assert words not in said, words
    assert said.count("What happens here is not shown on this site.") == 2
    assert "from first to last step" in inside
    assert "not shown on this site" not in inside
    assert "not shown on this site" not in words_of(public, "journeys/shown")
    steps = public.json("api/v1/journeys/welcome.json")["data"]["steps"]
    assert [sorted(step) for step in steps] == [
        ["description", "integration"], ["wait"], ["description", "wait"], ["description"], [], ["description", "tool"],
    ]  # fmt: skip


def test_a_synonym_of_an_internal_term_is_an_ordinary_word(public, internal):
    secret = secret_stack()[1].secret["term"]
    for path in ("terms/buyer", "terms/customer"):
        assert COMMON_WORD in words_of(public, path)
        assert f'class="sb-term" href="../../terms/{secret}/"' in internal.text(f"{path}/index.html"), path
        assert f">{COMMON_WORD}</a>" not in public.text(f"{path}/index.html"), path


def test_what_breaks_counts_on_nothing_that_is_not_shown(public, internal):
    """An internal tool could do it, an internal integration brings it too: nobody may say that nothing else does."""
    words = secret_stack()[1].secret
    outside, inside = (_impact(site, "tools/mailer") for site in (public, internal))
    assert "Greet" in outside
    assert "Send" not in outside
    assert f"Only {words['tool name']} could do it" in inside
    outside, inside = (_impact(site, "integrations/shop-to-mailer") for site in (public, internal))
    assert "Nothing feeds it any more" not in outside
    assert "Only what this site shows is counted." in outside
    assert "Only what this site shows is counted." not in inside
    assert "Nothing that is shown on this site breaks without it." in _impact(public, "fields/shop-customers.score")


def _impact(site: Site, path: str) -> str:
    return words_of(site, path).partition("What breaks without it")[2].partition("About this record")[0]


def test_a_field_is_worked_out_from_what_is_shown(public, internal):
    shown, known = (
        next(f for f in site.json("api/v1/data-sources/shop-customers.json")["data"]["fields"] if f["id"] == "score")
        for site in (public, internal)
    )
    assert shown["derived_from"] == ["shop-customers.tier"]
    assert len(known["derived_from"]) == 3


def test_who_accepted_a_finding_is_named_only_when_everybody_may_know(public):
    waivers = public.json("api/v1/tokens/kept-by-a-team.json")["data"]["waivers"]
    words = secret_stack()[1].shown
    assert [one["reason"] for one in waivers] == [words[f"reason {n}"] for n in range(3)] + [words["reason"]]
    people = [one.get("by") for one in waivers]
    assert people[0] == people[1]  # by an earlier id
    assert public.has(f"people/{people[0].partition(':')[2]}/index.html")
    assert people[2:] == [None, None]
