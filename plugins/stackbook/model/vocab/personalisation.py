"""Words about personalising messages."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "token_kind",
        "Kind of token",
        "Vendor documentation (Braze, Salesforce Marketing Cloud, Marketo, HubSpot)",
        words("""
            standard_attribute | | A field that the tool has for every contact.
            custom_attribute   | | A field that we added to the contact.
            event_property     | | A detail of something that happened.
            trigger_context    | | A detail of the call that starts the message.
            program_token      | | A text set for a program or folder, which may be replaced further down.
            lookup             | | Looked up in a table of the tool.
            catalogue_item     | | A product, store or article of a catalogue.
            external_call      | | Asked of another system while the message is made.
            content_block      | | A piece of content that several messages share.
            computed           | | Worked out in the message from other values.
        """),
    ),
    Vocabulary(
        "fallback_strategy",
        "When it is empty",
        "Vendor documentation (Braze, Salesforce Marketing Cloud, HubSpot)",
        words("""
            default_value  | Shows a default      | Another text stands in its place.
            adjacent_field | Shows another field  | The value of another field stands in its place.
            hide_block     | Leaves the part out  | The sentence or block around it is left out.
            abort_send     | Does not send        | This person does not get the message.
            none_accepted  | Shows nothing        | A gap stays, and that was decided.
        """),
        extensible=False,
    ),
    Vocabulary(
        "resolved_at",
        "When it is read",
        "Vendor documentation (Braze, Salesforce Marketing Cloud)",
        words("""
            send          | When the message is sent | As fresh as the tool's own copy.
            journey_entry | On entering the journey  | Stays as it was on entry, and ages with the journey.
            trigger_event | With the event           | As it was when it happened, and ages until the message is sent.
            open          | When the message is opened | Read anew each time.
            page_view     | When the page is shown   | Read anew each time.
        """),
        extensible=False,
    ),
    Vocabulary(
        "channels",
        "Channels",
        "Stackbook",
        words("""
            email_subject   | Email subject line | The line that is seen before the email is opened.
            email_preheader | Email preheader | The words behind the subject line.
            email_body      | Email | The email itself.
            sms             | SMS | A text message.
            push            | Push message | A notice on the phone's screen.
            in_app          | In-app message | A message inside the app.
            landing_page    | | A page that a message leads to.
            web             | Website | A page of the site.
        """),
    ),
    Vocabulary(
        "sensitive_display",
        "May it be shown",
        "Stackbook",
        words("""
            ok               | Yes | It may stand anywhere.
            avoid_in_subject | Not where others see it | Not in a subject line or on a locked phone.
            never_show       | Never | To choose who gets a message, not to be read.
        """),
        extensible=False,
    ),
    Vocabulary(
        "token_status",
        "Status",
        "Stackbook",
        words("""
            proposed   | | Not usable yet.
            available  | | May be used.
            deprecated | On its way out | Do not use it in anything new.
            retired    | | Does not work any more.
        """),
        extensible=False,
    ),
    Vocabulary(
        "consent",
        "Consent",
        "Stackbook; add the purposes of your own preference centre",
        words("""
            email_marketing  | Marketing by email | They agreed to marketing by email.
            sms_marketing    | Marketing by SMS | They agreed to marketing by text message.
            push_messages    | | They allowed push messages on the phone.
            personalisation  | | They agreed that messages are made for them from what we know.
            profiling        | | They agreed to scores and predictions about them.
            location         | | They agreed that we use where they are.
            none             | None needed | It may be used without consent.
        """),
    ),
)
