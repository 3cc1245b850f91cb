"""Words about tools and vendors."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "visibility",
        "Visibility",
        "Stackbook",
        words("""
            public   | | Anyone who reads the site may see it.
            internal | | Only in a site built for the inside.
        """),
        extensible=False,
    ),
    Vocabulary(
        "lifecycle_phase",
        "Lifecycle phase",
        "LeanIX, technology lifecycle",
        words("""
            plan        | Planned      | Decided on, not yet being set up.
            phase_in    | Phasing in   | Being set up or rolled out.
            active      | Active       | In regular use.
            phase_out   | Phasing out  | Being replaced; nothing new is built on it.
            end_of_life | End of life  | No longer in use.
        """),
        extensible=False,
    ),
    Vocabulary(
        "approval_state",
        "Approval",
        "Torii application states; GSA IT Standards",
        words("""
            discovered    | | Found in use; nobody has looked at it yet.
            in_review     | | Being looked at by security, privacy or architecture.
            evaluation    | | May be tried by a small group, without real customer data.
            sanctioned    | | May be used for its purpose.
            exception     | | May be used under conditions and until a date.
            denied        | | Must not be used.
            need_to_close | | Accounts and contract still have to be closed.
            closed        | | Accounts are closed and data is deleted.
        """),
    ),
    Vocabulary(
        "criticality",
        "Criticality",
        "Business impact analysis (ISO 22317)",
        words("""
            mission_critical     | | The company stops selling or breaks the law within hours when it fails.
            business_critical    | | Revenue or customers suffer within a day.
            business_operational | | Work gets slower; customers hardly notice.
            administrative       | | An inconvenience only.
        """),
        extensible=False,
        ordered="down",
    ),
    Vocabulary(
        "hosting",
        "Hosting",
        "GSA IT Standards, deployment types",
        words("""
            saas              | SaaS              | Run by the vendor, used in the browser.
            paas              | PaaS              | A platform of the vendor on which we run our own code.
            iaas              | IaaS              | Rented machines or services that we look after.
            self_hosted       | | Run by us on machines of our choice.
            on_premises       | | Run by us in our own data centre.
            desktop           | | Installed on a computer.
            browser_extension | | Added to a browser.
            mobile_app        | | Installed on a phone.
        """),
    ),
    Vocabulary(
        "environment",
        "Environment",
        "Common practice",
        words("""
            production  | | The real thing.
            staging     | | A copy of production for the last check.
            uat         | UAT | Where the business accepts a change.
            sandbox     | | For trying things out.
            development | | Where things are built.
        """),
    ),
    Vocabulary(
        "environment_data",
        "Data in an environment",
        "Common practice",
        words("""
            real      | | Data of real people.
            masked    | | Real data with what identifies people hidden.
            synthetic | | Invented data.
        """),
        extensible=False,
    ),
    Vocabulary(
        "audience",
        "Used by",
        "GSA IT Standards",
        words("""
            employee | Employees | People who work here use it.
            customer | Customers | Customers see or touch it.
            both     | Employees and customers | Both do.
        """),
        extensible=False,
    ),
    Vocabulary(
        "responsibility",
        "Responsibility for personal data",
        "GDPR Art. 4, 26, 28",
        words("""
            controller       | | The vendor decides why and how it uses the data.
            joint_controller | | The vendor and we decide together.
            processor        | | The vendor uses the data only as we tell it to.
            sub_processor    | Sub-processor | A processor of our processor.
        """),
        extensible=False,
    ),
    Vocabulary(
        "sso_protocol",
        "Single sign-on",
        "Common practice",
        words("""
            saml  | SAML           | SAML 2.0.
            oidc  | OpenID Connect | OpenID Connect.
            ldap  | LDAP           | The company's directory, over LDAP.
            none  | None           | Its own user names and passwords.
        """),
    ),
    Vocabulary(
        "answer",
        "Yes, no, partly",
        "Stackbook",
        words("""
            yes     | | It does.
            no      | | It does not.
            partly  | | In part, or for some users.
        """),
        extensible=False,
    ),
    Vocabulary(
        "risk_tier",
        "Risk tier",
        "Third-party risk management practice",
        words("""
            critical | | A failure or breach there would stop us or harm many customers.
            high     | | Holds confidential data or carries a critical process.
            medium   | | Holds internal data.
            low      | | Holds nothing that matters.
        """),
        ordered="down",
    ),
    Vocabulary(
        "processing_agreement_status",
        "Data processing agreement",
        "GDPR Art. 28",
        words("""
            not_required   | | No personal data goes there.
            missing        | | Needed, and nobody has asked for it.
            requested      | | Asked for.
            in_negotiation | | Being negotiated.
            signed         | | In force.
            expired        | | No longer in force.
        """),
        extensible=False,
    ),
    Vocabulary(
        "certification",
        "Certification",
        "The standards' own names",
        words("""
            iso_27001   | ISO/IEC 27001 | Information security management.
            iso_27701   | ISO/IEC 27701 | Privacy information management.
            iso_27018   | ISO/IEC 27018 | Personal data in public clouds.
            soc_2_type_1 | SOC 2 Type I | Controls described and in place on a day.
            soc_2_type_2 | SOC 2 Type II | Controls working over a period.
            pci_dss     | PCI DSS       | Payment card data.
            csa_star    | CSA STAR      | Cloud Security Alliance registry.
            tisax       | TISAX         | Information security in the car industry.
            c5          | BSI C5        | Cloud controls of the German federal office for information security.
        """),
    ),
    Vocabulary(
        "capability_role",
        "Part it plays",
        "LeanIX",
        words("""
            primary   | Main tool | The tool we do it with.
            secondary | Also able | It could do it, or does a part.
        """),
        extensible=False,
    ),
    Vocabulary(
        "capability_gap",
        "What is missing",
        "Business capability mapping: people, process, data, technology",
        words("""
            people     | | Skills or hands.
            process    | | A way of working.
            data       | | The data that it needs.
            technology | | A tool, or a better one.
        """),
        extensible=False,
    ),
)
