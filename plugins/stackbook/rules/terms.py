"""Rules about the glossary."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Location, Related, Severity
from stackbook.inventory import Inventory
from stackbook.model.terms import Term, one_spelling, shared_words
from stackbook.rules.engine import Context, rule

FAMILY = "Glossary"


@rule("ambiguous-term", Severity.WARNING, family=FAMILY)
def ambiguous_term(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two terms share a name or synonym.

    Nobody can say which of them a text means, so the word gets no link to the glossary.

    Fix: Take the word away from one of them, or make the two terms one.

    Passes::

        # terms/active-customer.yml
        {name: Active customer, definition: Has bought in the last twelve months., synonyms: [Buyer]}
        # terms/lead.yml
        {name: Lead, definition: Has asked for an offer., synonyms: [Prospect]}

    Fails::

        # terms/active-customer.yml
        {name: Active customer, definition: Has bought in the last twelve months., synonyms: [Contact]}
        # terms/lead.yml
        {name: Lead, definition: Has asked for an offer., synonyms: [contact]}
    """
    terms = [one for one in context.inventory.all("term") if isinstance(one, Term)]
    for words, (first, *others) in shared_words(terms).items():
        there, _ = _place(context.inventory, first, words)
        for other in others:
            here, field = _place(context.inventory, other, words)
            written = next(one for one in other.words if one_spelling(one) == words)
            yield check.at(
                here,
                f"the term {first.name} is called “{written}” as well",
                related=(Related(there, "the other one is here"),),
                entity=other.ref,
                field=field,
                mentions=(first.ref,),
            )


def _place(inventory: Inventory, term: Term, words: str) -> tuple[Location, str]:
    """Where a term says that it is called so, and in which key."""
    if one_spelling(term.name) == words:
        return inventory.place(term, "name"), "name"
    position = next(at for at, one in enumerate(term.synonyms) if one_spelling(one) == words)
    return inventory.place(term, "synonyms", position), "synonyms"
