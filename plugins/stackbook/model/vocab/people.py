"""Words about teams and people."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "team_kind",
        "Kind of team",
        "Stackbook",
        words("""
            marketing             | | Plans and runs marketing.
            it                    | IT | Builds and runs systems.
            data                  | | Builds models, reports and pipelines.
            security              | | Keeps systems and data safe.
            privacy_legal         | Privacy and legal | Answers for data protection and contracts.
            finance               | | Budgets and invoices.
            sales                 | | Sells.
            agency                | | An outside partner who works in our tools.
            fusion                | Joint team | Marketing and IT people with one goal and one backlog.
            community_of_practice | | People of one craft across teams.
        """),
    ),
    Vocabulary(
        "role",
        "Role",
        "Stackbook; titles differ, the work is alike",
        words("""
            leader                   | | Answers for the team's results.
            coordinator              | | Keeps work, dates and people together.
            marketing_strategist     | | Decides what marketing is for and for whom.
            product_manager          | | Decides what a tool or product becomes next.
            data_technical_architect | Data and technical architect | Designs how systems and data fit together.
            engineer                 | | Builds and runs it.
            ux_designer              | UX designer | Designs what people see and do.
            marketing_operations     | | Runs campaigns, tools and processes day by day.
            data_analyst             | | Turns data into answers.
            data_steward             | | Keeps a set of data right and understood.
            data_protection_officer  | | Watches over data protection (GDPR Art. 37).
            security_reviewer        | | Reviews tools and changes for security.
        """),
    ),
)
