"""The ten questions that marketing and IT answer every quarter, each from 1 to 5.

They are what `stackbook new scorecard` writes. Ids stay the same for ever: scorecards are joined by them over time.
"""

from __future__ import annotations

from dataclasses import dataclass

BEST = 5
"""The best score. The worst is 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that both sides answer.

    Args:
        id: the dimension's id in every scorecard.
        name: what people call it.
        text: what both sides are asked.
    """

    id: str
    name: str
    text: str


QUESTIONS = (
    Question(
        "sponsorship",
        "Sponsorship",
        "Do leaders of both sides stand up for what we do together, also when it costs them something?",
    ),
    Question(
        "shared_roadmap",
        "Shared roadmap",
        "Do you know what both sides will deliver next quarter, without asking?",
    ),
    Question(
        "prioritisation",
        "Prioritisation",
        "When two projects need the same people, is it decided in time, and do you understand why?",
    ),
    Question(
        "communication",
        "Communication and cadence",
        "Do we meet as often as needed, and do you hear of changes before they happen?",
    ),
    Question(
        "data_governance",
        "Data governance",
        "Do you know what a number means, who answers for it and whether you may use it?",
    ),
    Question(
        "one_view_of_the_customer",
        "One view of the customer",
        "Do marketing and IT see the same customer, with the same numbers?",
    ),
    Question(
        "candour",
        "Candour and conflict protocol",
        "Can you say that something goes wrong without being blamed, and do conflicts come to an end?",
    ),
    Question(
        "skills_and_roles",
        "Skills and roles",
        "Do we have the people and skills that we need, and does everybody know who does what?",
    ),
    Question(
        "capability_coverage",
        "Capability coverage",
        "Do our tools cover what we have to do, without three of them doing the same?",
    ),
    Question(
        "it_brought_in_early",
        "IT brought in early",
        "Is IT asked before a tool is chosen or a date is promised?",
    ),
)
"""In the order in which they are asked."""
