"""The glossary, the pages of its terms, and links to them from everywhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from crawl import broken, read, target
from hostile import ATTACKS, PROSE
from projects import Site
from small import tool

TERMS = [
    {
        "id": "consent",
        "name": "Consent",
        "definition": "Somebody said that we may write to them.",
        "synonyms": ["Opt-in", "Marketing permission"],
        "not": "Having an account.",
        "related": ["text-message"],
        "fields": ["mailer-contacts.email"],
        "description": "Asked for by text message, see [the source](stack:data-source/shop-customers). Consent ends.",
        "owner": "crm",
    },
    {
        "id": "double-opt-in",
        "name": "Double opt-in",
        "definition": "Consent that was confirmed by a click.",
        "broader": "consent",
        "owner": "crm",
    },
    {"id": "text-message", "name": "Text message", "definition": "A few words to a phone.", "synonyms": ["SMS"],
     "owner": None},
    {"id": "avis", "name": "Ävis", "definition": None, "owner": None},
    {"id": "360", "name": "360 degree view", "definition": "All we know.", "related": ["consent"], "owner": "crm"},
]  # fmt: skip
MAILER = tool(
    "Mailer",
    purpose="Asks for consent & sends an SMS.",
    description="A **text message** needs consent, or a marketing permission. `360 degree view`",
    notes="# 360 degree view\n\nThe 360 degree view. [Double opt-in](https://wiki.example) is double opt-in.",
)


def links(html):
    """Where terms lead, and the words that do."""
    return [
        (unescape(words), to)
        for to, words in re.findall(r'<a class="sb-term" href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    ]


@pytest.fixture
def with_terms(project):
    project.write("stack/terms/words.yml", TERMS)
    project.write("stack/tools/mailer.yml", MAILER)
    return project


def entries(site: Site) -> dict[str, str]:
    """Each term of the glossary with everything that is said about it."""
    html = site.text("terms/index.html")
    found = re.findall(r'<li id="term-([^"]+)">(.*?)</dl>\s*</li>', html, re.DOTALL)
    return {key: " ".join(unescape(re.sub("<[^>]*>", " ", content)).split()) for key, content in found}


@pytest.mark.parametrize("directories", [True, False])
def test_the_glossary_says_everything_about_each_term(with_terms, directories):
    with_terms.settings["use_directory_urls"] = directories
    site = with_terms.build(strict=True)
    found = entries(site)
    assert list(found) == ["360", "avis", "consent", "double-opt-in", "text-message"]
    assert found["consent"] == (
        "Consent Somebody said that we may write to them. Also called Opt-in , Marketing permission "
        "Not to be confused with Having an account. See also 360 degree view , Text message "
        "Field Mail address Mailer contacts Owner CRM"
    )
    assert found["double-opt-in"] == "Double opt-in Consent that was confirmed by a click. Part of Consent Owner CRM"
    assert found["avis"] == "Ävis What it means is not written down yet."
    page = read("terms/index.html", site.text("terms/index.html"))
    jumps = [a for a in page.all("a") if a.get("href").startswith("#letter-")]
    assert [a.text.strip() for a in jumps] == ["0-9", "A", "C", "D", "T"]
    assert {a.get("href")[1:] for a in jumps} <= set(page.ids)
    assert "data-sb-filter" in site.text("terms/index.html")  # shown by the script; the list is there without it
    assert broken(site.folder) == []


def test_the_glossary_stands_in_the_tab_of_the_data(with_terms):
    site = with_terms.build(strict=True)
    home = read("index.html", site.text("index.html"))
    assert [a.text.strip() for a in home.all("a") if a.get("href") == "terms/" and a.text.strip() == "Glossary"]
    assert [" ".join(e.text.split()) for e in home.all("li") if e.text.split()[-1:] == ["terms"]][:1] == ["5 terms"]


def test_an_empty_glossary_says_what_to_do_next(project):
    site = project.build(strict=True)
    assert "stackbook new term" in site.text("terms/index.html")
    assert "data-sb-filter" not in site.text("terms/index.html")
    assert not [a for a in read("x", site.text("index.html")).all("a") if a.text.strip() == "Glossary"]


def test_the_page_of_a_term_begins_with_what_it_means(with_terms):
    site = with_terms.build(strict=True)
    html = site.text("terms/consent/index.html")
    body = html[html.index("<h1") :]
    order = ["Somebody said that", "Asked for by", "Also called", "Having an account", "Who to ask", "Terms around it"]
    assert sorted(order, key=body.index) == order
    around = unescape(re.sub("<[^>]*>", " ", body[body.index("Terms around it") : body.index("About this record")]))
    assert " ".join(around.split()) == (
        "Terms around it Narrower terms Double opt-in Consent that was confirmed by a click. "
        "See also 360 degree view All we know. Text message A few words to a phone."
    )
    assert "Where else it appears" not in html
    assert '<meta name="description" content="Somebody said that we may write to them.">' in html
    trail = next(e for e in read("x", html).all("nav") if e.get("aria-label") == "You are here")
    assert " ".join(trail.text.split()) == "Home Glossary Consent"
    unknown = site.text("terms/avis/index.html")
    assert "What it means is not written down yet" in unknown
    assert "Asked, nobody knows" in unknown


def test_a_page_links_each_term_once_across_all_its_texts(with_terms):
    site = with_terms.build(strict=True)
    found = links(site.text("tools/mailer/index.html"))
    assert found == [
        ("consent", "../../terms/consent/"),
        ("SMS", "../../terms/text-message/"),
        ("360 degree view", "../../terms/360/"),
        ("double opt-in", "../../terms/double-opt-in/"),
    ]
    assert 'title="Somebody said that we may write to them.">consent</a> &amp; sends' in site.text(
        "tools/mailer/index.html"
    )
    assert links(site.text("tools/shop/index.html")) == []  # another page begins anew, and has none


def test_the_names_of_tools_are_no_terms(with_terms):
    terms = [*TERMS, {"id": "shop", "name": "Shop", "definition": "Where people buy.", "owner": "crm"}]
    with_terms.write("stack/terms/words.yml", terms)
    with_terms.write("docs/words.md", "# Words\n\nShop is a tool, and every shop is a shop.\n")
    html = with_terms.build(strict=True).text("words/index.html")
    assert "Shop is a tool, and every <a" in html
    assert links(html) == [("shop", "../terms/shop/")]


def test_the_page_of_a_term_does_not_lead_to_itself(with_terms):
    site = with_terms.build(strict=True)
    assert links(site.text("terms/consent/index.html")) == [("text message", "../../terms/text-message/")]
    assert links(site.text("terms/double-opt-in/index.html")) == [("Consent", "../../terms/consent/")]


BY_HAND = """# Consent

Opt-in, said once more: consent. See [consent](stack:term/double-opt-in) and `SMS`.

| SMS | Word |
| --- | --- |
| what an SMS is | written by hand |

```stack-table
kind: term
columns: [definition]
```

!!! note "A 360 degree view"
    A 360 degree view.
"""


@pytest.mark.parametrize("directories", [True, False])
def test_hand_written_pages_link_terms_too(with_terms, directories):
    with_terms.settings["use_directory_urls"] = directories
    with_terms.settings["markdown_extensions"] = ["tables", "admonition", "pymdownx.superfences"]
    with_terms.write("docs/handbook/words.md", BY_HAND)
    with_terms.write("docs/handbook/quiet.md", "---\nlink_terms: false\n---\n\n# Quiet\n\nNo consent here.\n")
    site = with_terms.build(strict=True)
    here = "handbook/words/index.html" if directories else "handbook/words.html"
    found = links(site.text(here))
    assert [words for words, _ in found] == ["Opt-in", "SMS", "360 degree view"]
    ends = "/index.html" if directories else ".html"
    assert target(here, found[0][1]) == (f"terms/consent{ends}", "")
    assert links(site.text("handbook/quiet/index.html" if directories else "handbook/quiet.html")) == []
    assert broken(site.folder) == []


@pytest.mark.parametrize("file", ["terms/consent.md", "terms/consent/index.md"])
def test_a_hand_written_page_of_a_term_does_not_lead_to_itself(with_terms, file):
    with_terms.write(f"docs/{file}", "# Ours\n\nConsent is more than an SMS.\n")
    site = with_terms.build(strict=True)
    assert [words for words, _ in links(site.text("terms/consent/index.html"))] == ["SMS"]


def test_links_can_be_switched_off_for_the_whole_site(with_terms):
    with_terms.write("stack/stack.yml", {"name": "Petals", "glossary": {"link_terms": False}})
    with_terms.write("docs/words.md", "# Words\n\nConsent.\n")
    site = with_terms.build(strict=True)
    assert [path for path, content in site.files().items() if b'class="sb-term"' in content] == []
    assert list(entries(site))[:1] == ["360"]  # the glossary stays


def test_the_reference_is_about_keys_and_gets_no_links(with_terms):
    with_terms.plugin["reference"] = True
    with_terms.write("stack/terms/key.yml", {"name": "Key", "definition": "Opens a door.", "owner": "crm"})
    with_terms.write("docs/guide/index.md", "# Guide\n\nA key.\n")
    site = with_terms.build()
    assert links(site.text("guide/index.html")) == [("key", "../terms/key/")]
    reference = [path for path in site.files() if path.startswith("guide/reference/") and path.endswith(".html")]
    assert len(reference) > 5
    assert [path for path in reference if links(site.text(path))] == []


def test_an_internal_term_shows_nowhere_on_a_public_site(with_terms):
    secret = {"id": "falcon", "name": "Falcon", "definition": "The hidden plan.", "visibility": "internal",
              "synonyms": ["Consent"], "owner": "crm"}  # fmt: skip
    with_terms.write("stack/terms/words.yml", [*TERMS, secret])
    with_terms.write("docs/words.md", "# Words\n\nFalcon comes.\n")
    with_terms.write("stack/tools/shop.yml", tool("Shop", purpose="Falcon sells."))
    public = with_terms.build("outside", strict=True)
    assert [path for path, content in public.files().items() if b"hidden plan" in content.lower()] == []
    assert not public.has("terms/falcon/index.html")
    assert links(public.text("words/index.html")) == links(public.text("tools/shop/index.html")) == []
    assert ("consent", "../../terms/consent/") in links(public.text("tools/mailer/index.html"))
    assert "ambiguous-term" not in public.text("findings/index.html")
    with_terms.plugin["audience"] = "internal"
    inside = with_terms.build("inside", strict=True)
    assert links(inside.text("words/index.html")) == [("Falcon", "../terms/falcon/")]
    assert ("consent", "../../terms/consent/") not in links(inside.text("tools/mailer/index.html"))  # two are called so
    assert "ambiguous-term" in inside.text("findings/index.html")


def test_the_search_finds_a_term_by_its_name_and_its_synonyms(with_terms):
    site = with_terms.build(strict=True)
    docs = {one["location"]: one for one in site.json("search/search_index.json")["docs"]}
    assert docs["terms/consent/"]["title"] == "Consent"
    for words in ("Opt-in", "Marketing permission", "Somebody said"):
        assert words in docs["terms/consent/"]["text"]
    assert docs["terms/"]["title"] == "Glossary"


def test_hostile_words_are_only_words(with_terms):
    terms = [
        {"id": f"t-{key}", "name": name, "definition": f"{name} {ATTACKS['attribute']}", "synonyms": [f"{key} word"],
         "not": name, "owner": "crm"}
        for key, name in ATTACKS.items() if len(name) < 120
    ]  # fmt: skip
    with_terms.write("stack/terms/words.yml", terms)
    with_terms.write(
        "stack/tools/mailer.yml",
        tool("Mailer", purpose=ATTACKS["script"], description=PROSE.replace("tool/script", "tool/shop")),
    )
    with_terms.write("docs/words.md", "# Words\n\nA script word, an image word, a title word.\n")
    site = with_terms.build()
    pages = ["terms/index.html", "tools/mailer/index.html", "words/index.html"]
    pages += [f"terms/{one['id']}/index.html" for one in terms]
    for path in pages:
        html = site.text(path)
        page = read(path, html)
        assert not re.search(r"<(script|style|iframe|base|form|img|svg)[^>]*>[^<]*(alert|evil|onload=|onerror=)", html)
        assert [e for e in page.elements if any(name.startswith("on") for name in e.attributes)] == [], path
    assert len(links(site.text("words/index.html"))) == 3
    assert len(links(site.text("tools/mailer/index.html"))) > 3


def test_the_same_files_give_the_same_pages(with_terms):
    assert with_terms.build("one").text("tools/mailer/index.html") == with_terms.build("two").text(
        "tools/mailer/index.html"
    )


def test_a_template_of_one_s_own_can_use_terms(with_terms):
    with_terms.plugin["templates"] = "templates"
    with_terms.write(
        "templates/term.html",
        '{% extends "_base/term.html" %}{% block after_facts %}{{ desk.sentence("An SMS & <b>") }}{% endblock %}',
    )
    with_terms.write(
        "templates/glossary.html",
        '{% extends "_base/glossary.html" %}{% block letters %}<p>Ours</p>{% endblock %}',
    )
    site = with_terms.build(strict=True)
    assert ">SMS</a> &amp; &lt;b&gt;" in site.text("terms/360/index.html")
    assert "<p>Ours</p>" in site.text("terms/index.html")
