"""Which words of a text lead to the glossary, and that nothing else of the text changes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hostile import ATTACKS, PROSE
from hypothesis import given
from hypothesis import strategies as some
from markupsafe import escape

from stackbook.model.terms import Term
from stackbook.pages.term_links import TermLinks
from stackbook.pages.text import prose

LINK = re.compile(
    r'<a class="sb-term" href="(?P<to>[^"]*)"(?: title="(?P<title>[^"]*)")?>(?P<words>.*?)</a>', re.DOTALL
)


def term(name, *synonyms, definition="What it means.", **more):
    return Term(
        id=more.pop("id", re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "x"),
        name=name,
        synonyms=synonyms,
        definition=definition,
        owner=None,
        **more,
    )


TERMS = (
    term("Consent", "Permission"),
    term("SMS"),
    term("Event"),
    term("Event stream API"),
    term("Customer"),
    term("Customer lifetime value", "CLV"),
    term("Box"),
    term(".NET", id="net"),
    term("Q&A", id="q-and-a"),
    term("Café", id="cafe"),
    term("Über-Kunde", id="uber"),
)
LINKS = TermLinks(TERMS)


def linked(html, links=LINKS):
    """What became a link: the words and where they lead; the HTML without the links is the HTML that was given."""
    made = links.in_html(html, lambda one: one.id, set())
    assert LINK.sub(lambda match: match["words"], made) == html
    return [(match["words"], match["to"]) for match in LINK.finditer(made)]


def words(text, links=LINKS):
    return [found for found, _ in linked(f"<p>{text}</p>", links)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We need consent. Consent is asked for once.", ["consent"]),
        ("A permission, then consent.", ["permission"]),  # one term, one link
        ("CONSENT", ["CONSENT"]),
        ("consents, boxes", ["consents", "boxes"]),
        ("By SMS, not by sms", ["SMS"]),
        ("by sms or Sms or clv", []),
        ("two SMSs", ["SMSs"]),
        ("the customer lifetime value of a customer", ["customer lifetime value", "customer"]),
        ("CLV is the customer lifetime value", ["CLV"]),  # nor does a part of the second become a link
        ("the event\n  stream\tAPIs", ["event\n  stream\tAPIs"]),
        ("events of the event stream", ["events"]),
        ("consenting, reconsent, consent_id, consent2, noconsent", []),
        ("consent-based, pre-consent, consent.csv, me@consent, #consent, $consent, :consent", []),
        ("https://acme.example/consent?event=1&customer=2, a/consent, consent/a, consent://x", []),
        ("consent's weight, 'customer', (event), “box”", ["consent", "customer", "event", "box"]),
        ("customer'd", []),
        ("consent, event; customer: box. SMS! CLV?", ["consent", "event", "customer", "box", "SMS", "CLV"]),
        ("in .NET, from ASP.NET", [".NET"]),
        ("a Q&amp;A", ["Q&amp;A"]),
        ("a Q&#38;A and &lt;consent&gt;", ["Q&#38;A", "consent"]),
        ("a caf&eacute;, a café, a cafe", ["caf&eacute;"]),
        ("über-kunden, ÜBER-KUNDE", ["ÜBER-KUNDE"]),
        ("box\u0301", []),  # an accent of its own belongs to the letter before it
        ("nothing to see", []),
    ],
)
def test_which_words_become_links(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    "tag", ["a", "code", "pre", "kbd", "h1", "h2", "h6", "button", "th", "dt", "svg", "figure", "summary", "label",
            "script", "style", "textarea", "title", "nav", "caption", "select", "template"]
)  # fmt: skip
def test_some_elements_never_hold_a_link(tag):
    assert linked(f"<p>a</p><{tag}>event <b>consent</b> </{tag}><p>event</p>") == [("event", "event")]


@pytest.mark.parametrize("name", ["sb sb-block", "admonition-title", "arithmatex", "x filename", "mermaid"])
def test_some_parts_of_a_page_never_hold_one(name):
    html = f'<div class="{name}">consent<div>event</div>box</div>consent'
    assert linked(html) == [("consent", "consent")]


@pytest.mark.parametrize("tag", ["p", "li", "td", "dd", "em", "strong", "blockquote", "span", "del", "q"])
def test_and_prose_does(tag):
    assert linked(f"<{tag} title='event' class=consent>an event</{tag}>") == [("event", "event")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>a &lt; b<br/>event<br>",
        "<!-- event --><p>consent &nosuch; &#0; &</p>",
        "<!DOCTYPE html><p>box<?php event ?> <![CDATA[ event ]]>",
        "<P CLASS=x\n data-x='>'>event</P>",
        '<img alt="event"><input value="consent">customer',
        "</p></a></code>event<a>box",
        "<a href=x>event",
        "\r\n<p>\r\nconsent\r\n</p>\r\n",
        "event <unclosed consent",
        "<svg><a/><path/></svg>event",
        "<svg viewBox='0 0 1 1'><g><svg>event</svg>event</g></svg>consent",
    ],
)
def test_html_stays_as_it_is_byte_for_byte(html):
    linked(html)


@given(
    some.text(alphabet="<>&;/!-?'\" \n\tconsetvaib=#[]x", max_size=80), some.sampled_from(["event", "consent", "SMS"])
)
def test_whatever_the_html_is_only_links_are_added(html, word):
    linked(f"{html}{word}{html}")


@given(some.text(max_size=60), some.sampled_from(["event", "SMS", "Q&A", ""]))
def test_plain_text_is_escaped_and_keeps_its_words(text, word):
    whole = f"{text} {word} {text}"
    made = str(LINKS.in_text(whole, lambda one: one.id, set()))
    assert LINK.sub(lambda match: match["words"], made) == str(escape(whole))


def test_terms_that_have_their_link_already_get_no_other():
    seen = {"term:consent"}
    assert str(LINKS.in_text("Consent and events", lambda one: one.id, seen)).count("<a ") == 1
    assert seen == {"term:consent", "term:event"}
    assert LINKS.in_html("<p>event</p>", lambda one: one.id, seen) == "<p>event</p>"


def test_a_word_that_two_terms_share_leads_nowhere():
    links = TermLinks([term("Lead", "Contact"), term("Address", "contact"), term("Buyer", "Lead  time"), term("Score")])
    assert words("A lead is a contact, contacts have a score and an address", links) == ["lead", "score", "address"]


def test_a_name_in_the_plural_wins_over_another_s_plural():
    links = TermLinks([term("Event"), term("Events")])
    assert linked("<p>events, event</p>", links) == [("events", "events"), ("event", "event")]


def test_the_name_of_a_tool_is_no_term_and_holds_none():
    names = ["Segment", "Customer care", "Order Cloud", "+", "Segment"]
    links = TermLinks([term("Segment"), term("Customer"), term("Order", "Cloud")], names)
    assert words("Segment makes segments. The Order Cloud", links) == ["segments"]
    assert words("Customer care and customer\n care. SEGMENT, Order Cloud's order", links) == [
        "customer", "SEGMENT", "order"
    ]  # fmt: skip
    assert words("A Customer carer and an Order\nCloudy", links) == ["Customer", "Order"]
    assert TermLinks([], names).in_html("<p>Segment", str, set()) == "<p>Segment"


def test_the_definition_stands_at_the_link_and_is_cut_when_it_is_long():
    [made] = LINK.finditer(TermLinks([term("Event", definition='"a" <b> & c')]).in_html("event", str, set()))
    assert unescape(made["title"]) == '"a" <b> & c'
    [made] = LINK.finditer(TermLinks([term("Event", definition="long " * 200)]).in_html("event", str, set()))
    assert len(made["title"]) <= 300
    assert made["title"].endswith("…")
    [made] = LINK.finditer(TermLinks([term("Event", definition=None)]).in_html("event", str, set()))
    assert made["title"] is None


def test_without_terms_nothing_happens():
    assert TermLinks([]).in_html("<p>event", str, set()) == "<p>event"
    assert TermLinks([term("+++", id="signs")]).in_html("<p>+++", str, set()) == "<p>+++"
    assert TermLinks([]).in_text("a < b", str, set()) == "a &lt; b"


def test_hostile_names_and_definitions_are_only_text():
    terms = [term(name, definition=name, id=f"t-{key}") for key, name in ATTACKS.items() if len(name) < 120]
    links = TermLinks(terms)
    for text in (*ATTACKS.values(), PROSE):
        html = str(prose(text))
        made = links.in_html(html, lambda one: f"../{one.id}/", set())
        assert LINK.sub(lambda match: match["words"], made) == html
        for match in LINK.finditer(made):
            assert not set(match["title"]) & set('<>"')
            assert not set(match["words"]) & set("<>")
    assert 'href="../t-script/" title="&lt;script&gt;alert(1)&lt;/script&gt;">' in links.in_html(
        str(prose(ATTACKS["script"])), lambda one: f"../{one.id}/", set()
    )
