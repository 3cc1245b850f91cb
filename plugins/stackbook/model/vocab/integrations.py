"""Words about integrations."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "direction",
        "Direction",
        "Stackbook",
        words("""
            one_way | One way | Data goes from the first tool to the second.
            two_way | Two ways | Each writes to the other.
        """),
        extensible=False,
    ),
    Vocabulary(
        "pattern",
        "Pattern",
        "Vendor documentation",
        words("""
            native_connector | | A connector that one of the two vendors ships.
            api_pull         | API pull | The receiver asks for data.
            api_push         | API push | The sender calls the receiver.
            webhook          | | The sender calls an address when something happens.
            file_transfer    | | A file is put where the other fetches it.
            reverse_etl      | Reverse ETL | From the warehouse back into a tool.
            etl_elt          | ETL or ELT | From tools into the warehouse.
            cdc              | Change data capture | Each change in a database is passed on.
            event_stream     | | Through a stream such as Kafka.
            ipaas            | iPaaS | Through an integration platform.
            client_side_tag  | | A tag in the visitor's browser or app.
            server_side_tag  | | A tag that runs on our server.
            data_share       | | The receiver reads the sender's tables in place.
            embedded_form    | | A form of one tool on a page of the other.
            manual_upload    | | A person exports and uploads.
        """),
    ),
    Vocabulary(
        "frequency",
        "Frequency",
        "Stackbook",
        words("""
            real_time      | | Within seconds.
            near_real_time | | Within minutes.
            hourly         | | Every hour.
            daily          | | Every day.
            weekly         | | Every week.
            monthly        | | Every month.
            on_demand      | | When somebody asks.
            one_off        | One-off | Once.
        """),
        extensible=False,
    ),
    Vocabulary(
        "trigger",
        "Trigger",
        "Stackbook",
        words("""
            event    | | Something happened.
            schedule | | The clock.
            on_send  | | A message is being sent.
            manual   | | A person starts it.
        """),
    ),
    Vocabulary(
        "sync_mode",
        "Sync mode",
        "Airbyte and Hightouch documentation",
        words("""
            full_refresh_overwrite | | Everything each time, replacing what was there.
            full_refresh_append    | | Everything each time, added to what was there.
            incremental_append     | | What is new, added.
            incremental_deduped    | Incremental, deduplicated | What is new, one row per record.
            insert                 | | New records only.
            update                 | | Known records only.
            upsert                 | | New and known records.
            mirror                 | | Like the source, deletions included.
        """),
    ),
    Vocabulary(
        "delete_handling",
        "Deletions",
        "Vendor documentation",
        words("""
            propagate   | Passed on | Deleted here, deleted there.
            soft_delete | Marked | Marked as deleted there.
            ignore      | Ignored | Stays there.
        """),
        extensible=False,
    ),
    Vocabulary(
        "conflict_rule",
        "When both sides changed",
        "Vendor documentation",
        words("""
            source_wins                | | The first tool's value stays.
            target_wins                | | The second tool's value stays.
            last_write_wins            | | The later change stays.
            system_of_record_per_field | | Each field follows its system of record.
            manual                     | | A person decides.
        """),
    ),
    Vocabulary(
        "auth_method",
        "Sign-in method",
        "RFC 6749, RFC 7523, vendor documentation",
        words("""
            oauth2_client_credentials | OAuth 2.0 client credentials | The system signs in as itself.
            oauth2_authorization_code | OAuth 2.0 authorization code | The system acts for a person who agreed.
            api_key                   | API key | A long secret.
            basic                     | User name and password | Sent with each call.
            jwt_bearer                | JWT bearer | A signed statement.
            hmac_signature            | HMAC signature | Each message is signed.
            mtls                      | Mutual TLS | Both sides show a certificate.
            ssh_key                   | SSH key | For file transfer.
            saml_assertion            | SAML assertion | A signed statement of the identity provider.
            none                      | None | No sign-in.
        """),
    ),
    Vocabulary(
        "integration_status",
        "Status",
        "CabinetM",
        words("""
            planned            | | Not yet live.
            active             | | Data flows.
            planned_disconnect | Disconnect planned | Still live, to be switched off.
            inactive           | | Switched off.
            related            | Related only | The tools belong together, no data flows.
        """),
        extensible=False,
    ),
    Vocabulary(
        "health",
        "Health",
        "Stackbook",
        words("""
            healthy  | | Works.
            degraded | | Works in part or late.
            broken   | | Does not work.
            unknown  | | Nobody watches it.
        """),
        extensible=False,
    ),
    Vocabulary(
        "initiated_by",
        "Started by",
        "Stackbook",
        words("""
            source | The sending tool | The tool that has the data starts the call.
            target | The receiving tool | The tool that wants the data starts the call.
            via    | The tool between | The tool between the two starts it.
        """),
        extensible=False,
    ),
    Vocabulary(
        "transform_type",
        "Transformation",
        "Stackbook",
        words("""
            copy      | Copied | Unchanged.
            rename    | Renamed | Same value under another name.
            cast      | Type changed | Same value in another type or format.
            map       | Values mapped | Each value is replaced by another from a list.
            derive    | Derived | Computed from one or more values.
            aggregate | Aggregated | Computed over many records.
            lookup    | Looked up | Found through another record.
            mask      | Masked | Hidden in whole or in part.
        """),
    ),
    Vocabulary(
        "masking",
        "Masking",
        "ISO/IEC 20889, de-identification techniques",
        words("""
            hash       | Hashed | Replaced by a fingerprint.
            tokenise   | Tokenised | Replaced by a stand-in that can be looked up.
            truncate   | Cut short | Only a part is kept.
            generalise | Generalised | Replaced by something coarser, such as a year for a date.
            redact     | Blacked out | Removed.
        """),
    ),
    Vocabulary(
        "update_rule",
        "Update",
        "Salesforce Marketing Cloud and HubSpot documentation",
        words("""
            always        | Always | The new value replaces the old one.
            only_if_blank | Only if blank | Written only where nothing stood.
            never         | Never | Written once, never changed.
        """),
        extensible=False,
    ),
)
