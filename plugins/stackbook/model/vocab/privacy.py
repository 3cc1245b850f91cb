"""Words about data and its protection."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "classification",
        "Classification",
        "ISO/IEC 27001, information classification; from low to high",
        words("""
            public       | | May be known by anyone.
            internal     | | For people who work here.
            confidential | | Only for those who need it; most personal data.
            restricted   | | Harm is serious when it leaks: health, payment, secrets.
        """),
        extensible=False,
        ordered="up",
    ),
    Vocabulary(
        "data_source_kind",
        "Kind of data source",
        "Stackbook",
        words("""
            table             | | Rows in a database or warehouse.
            object            | | A standard or custom object of a tool, such as Contact.
            event_stream      | | Things that happen, one after another.
            list              | | Members collected by hand or by upload.
            segment           | | Members chosen by a rule.
            file              | | A file that is delivered.
            api               | API | Asked for, one answer at a time.
            form              | | What people type into a form.
            survey            | | Answers to questions.
            model_score       | | Computed by a model.
            content_catalogue | | Products, articles or offers to show.
            third_party       | | Bought or obtained from outside.
        """),
    ),
    Vocabulary(
        "party",
        "Party",
        "IAB, Forrester",
        words("""
            zero   | Zero-party   | Told to us by the customer on purpose.
            first  | First-party  | Seen by us in our own channels.
            second | Second-party | Another company's first-party data, shared with us.
            third  | Third-party  | Collected by others and sold.
        """),
        extensible=False,
    ),
    Vocabulary(
        "field_type",
        "Type of field",
        "Open Data Contract Standard (ODCS) 3, logicalType",
        words("""
            string    | Text          | Letters and digits.
            date      | Date          | A day.
            timestamp | Date and time | A moment.
            time      | Time          | A time of day.
            number    | Number        | With decimals.
            integer   | Whole number  | Without decimals.
            boolean   | Yes or no     | True or false.
            object    | Group         | Several values with names.
            array     | List          | Several values of one sort.
        """),
        extensible=False,
    ),
    Vocabulary(
        "deletion",
        "Deletion",
        "Common practice",
        words("""
            automatic  | | The system deletes by itself.
            manual     | | Somebody has to delete.
            anonymise  | | What identifies people is removed, the rest stays.
            none       | | Nothing is deleted.
        """),
    ),
    Vocabulary(
        "transfer_mechanism",
        "Transfer mechanism",
        "GDPR Chapter V",
        words("""
            adequacy_decision      | | The Commission has found the country's protection adequate (Art. 45).
            sccs                   | Standard contractual clauses | Clauses of the Commission (Art. 46).
            bcrs                   | Binding corporate rules | Rules inside a group of companies (Art. 47).
            supplementary_measures | | Clauses and further measures, such as encryption.
            derogation             | | A special case of Art. 49.
            not_applicable         | | Nothing leaves.
            other                  | | Something else; say what in the notes.
        """),
        extensible=False,
    ),
)
