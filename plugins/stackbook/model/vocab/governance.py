"""Words about contracts, processing activities, reviews and rules."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "contract_status",
        "Status of a contract",
        "Contract management practice",
        words("""
            draft        | | Not signed yet.
            active       | In force | Signed, and it runs.
            notice_given | | Cancelled; it runs until its end.
            expired      | | It has ended.
            terminated   | Ended early | It was ended before its time.
        """),
        extensible=False,
    ),
    Vocabulary(
        "cost_period",
        "What a price is for",
        "Stackbook",
        words("""
            year    | Per year    | For twelve months.
            quarter | Per quarter | For three months.
            month   | Per month   | For one month.
            once    | Whole term  | For the whole time from start to end.
        """),
        extensible=False,
    ),
    Vocabulary(
        "renewal_outcome",
        "Decision about a renewal",
        "Contract management practice",
        words("""
            renew       | | It goes on as it is.
            renegotiate | | It goes on, with other terms.
            replace     | | Another tool takes its place.
            cancel      | | It ends, and nothing takes its place.
        """),
        extensible=False,
    ),
    Vocabulary(
        "lawful_basis",
        "Lawful basis",
        "GDPR Art. 6(1)",
        words("""
            consent              | | The person has agreed (Art. 6(1)(a)).
            contract             | | Needed for a contract with the person (Art. 6(1)(b)).
            legal_obligation     | | A law asks for it (Art. 6(1)(c)).
            vital_interests      | | Somebody's life depends on it (Art. 6(1)(d)).
            public_interest      | | A task in the public interest (Art. 6(1)(e)).
            legitimate_interests | | Our interest, weighed against the person's (Art. 6(1)(f)).
        """),
        extensible=False,
    ),
    Vocabulary(
        "special_category_basis",
        "Ground for specially protected data",
        "GDPR Art. 9(2)",
        words("""
            explicit_consent      | | The person has agreed in so many words (Art. 9(2)(a)).
            employment            | Employment and social law | Labour or social law asks for it (Art. 9(2)(b)).
            vital_interests       | | Somebody's life depends on it (Art. 9(2)(c)).
            not_for_profit        | Not-for-profit body | Members of an association (Art. 9(2)(d)).
            made_public           | Made public by the person | The person has published it (Art. 9(2)(e)).
            legal_claims          | | To make or defend a legal claim (Art. 9(2)(f)).
            substantial_public_interest | | A law allows it in the public interest (Art. 9(2)(g)).
            health_care           | | Medicine and care (Art. 9(2)(h)).
            public_health         | | To protect everybody's health (Art. 9(2)(i)).
            archiving_research    | Archives, research, statistics | With safeguards (Art. 9(2)(j)).
        """),
        extensible=False,
    ),
    Vocabulary(
        "dpia_status",
        "Data protection impact assessment",
        "GDPR Art. 35",
        words("""
            not_required | | Looked at: the risk for people is not high.
            required     | | Needed, and not begun.
            in_progress  | | Being written.
            completed    | | Done.
            refresh_due  | | Done once, and something has changed since.
        """),
        extensible=False,
    ),
    Vocabulary(
        "review_type",
        "Type of review",
        "IT governance practice",
        words("""
            security              | Security | Is it safe enough?
            vendor_risk           | Vendor risk | Can we depend on the company?
            business_impact       | Business impact | What happens when it fails?
            dpia                  | Impact assessment (DPIA) | What are the risks for people (GDPR Art. 35)?
            legitimate_interest   | Legitimate interest | Does our interest weigh more than theirs (GDPR Art. 6)?
            data_governance       | Data governance | Is the data defined, owned and good enough?
            architecture          | Architecture | Does it fit what we have?
            accessibility         | Accessibility | Can everybody use it?
            legal                 | Legal | Are the terms acceptable?
            procurement           | Procurement | Are price and terms right?
            uat                   | User acceptance test | Does it do what its users need?
            go_live               | Go-live | Is everything ready?
            access_recertification | Access check | Does everybody still need their access?
            tool_effectiveness    | Effectiveness | Does it bring what we pay for?
        """),
    ),
    Vocabulary(
        "review_state",
        "State of a review",
        "IT governance practice",
        words("""
            not_started | | Nobody has asked for it yet.
            requested   | | Asked for; nobody has begun.
            in_progress | | Under way.
            done        | | Decided.
        """),
        extensible=False,
    ),
    Vocabulary(
        "review_outcome",
        "Outcome of a review",
        "IT governance practice",
        words("""
            approved                 | | Go on.
            approved_with_conditions | | Go on, and do what is asked.
            needs_more_evidence      | | Not decided: something is missing.
            rejected                 | | Do not go on.
        """),
        extensible=False,
    ),
    Vocabulary(
        "severity",
        "Severity",
        "Stackbook",
        words("""
            error   | | It fails the check.
            warning | | It is counted.
            hint    | | It is shown.
        """),
        extensible=False,
    ),
    Vocabulary(
        "rule_severity",
        "How much a rule matters here",
        "Stackbook",
        words("""
            error   | | It fails the check.
            warning | | It is counted.
            hint    | | It is shown.
            off     | | It is not looked at.
        """),
        extensible=False,
    ),
    Vocabulary(
        "side",
        "Side",
        "Stackbook",
        words("""
            business | | Marketing, and whoever else works with the tools.
            it       | IT | Who builds and runs them.
            security | | Who keeps them safe.
            privacy  | | Who looks after people's data.
            finance  | | Who pays, and who buys.
        """),
        extensible=False,
    ),
)
