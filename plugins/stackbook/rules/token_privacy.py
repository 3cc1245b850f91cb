"""Rules about what may be shown to whom, and for what a token may be used."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.lineage.field_graph import FieldGraph, Place
from stackbook.lineage.tokens import TokenLine
from stackbook.model.tokens import SEEN_BY_OTHERS
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.tokens_in_use import finding, named_on, tokens_in_use

FAMILY = "Personalisation"

MARKETING = ("marketing", "personalize", "advertising")
"""First words of the fideslang uses that people may say no to."""

_RESTRICTED = "is restricted"


@rule("sensitive-in-subject", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def sensitive_in_subject(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A sensitive value stands where others can read it.

    Subject lines and push messages light up on locked phones, in front of anybody.

    Fix: Take it out of subject line, preheader and push message, and name them under `not_in`.

    Passes::

        # tokens/clinic.yml
        name: Clinic
        sensitive_display: avoid_in_subject
        used_in: [{name: Appointment, channels: [email_body]}]

    Fails::

        # tokens/clinic.yml
        name: Clinic
        sensitive_display: avoid_in_subject
        used_in: [{name: Appointment, channels: [email_subject, email_body]}]
    """
    label = context.inventory.vocabularies["channels"].label
    for line in tokens_in_use(context):
        token, why = line.token, _sensitive(line, context.lineage.fields)
        if not why:
            continue
        never = token.sensitive_display == "never_show"
        ways = (line.way,) if line.way and why == _RESTRICTED else ()  # a field on the way may make it so
        named = named_on(context, ways)
        spoken_of = False
        for position, use in enumerate(token.used_in):
            # A use without a channel shows it nowhere: it decides who gets the message.
            for number, channel in enumerate(use.channels):
                if never or channel in SEEN_BY_OTHERS:
                    spoken_of = True
                    message = f"“{use.name}” shows {token.name}, which {why}, here: {label(channel)}"
                    help = "If it only decides who gets the message, leave `channels` of that use out." if never else ""
                    at = ("used_in", position, "channels", number)
                    yield finding(context, check, line, message, help, at=at, mentions=named)
        open_ = [channel for channel in _allowed(line) if channel in SEEN_BY_OTHERS]
        if open_ and not spoken_of:
            where = ", ".join(label(channel) for channel in open_)
            message = f"{token.name} {why}, and may be used where others can read it: {where}"
            listed = ", ".join(open_)
            help = f"Take this out of `channels`: {listed}." if token.channels else f"Add `not_in: [{listed}]`."
            yield finding(context, check, line, message, help, at=("channels",), mentions=named)


def _sensitive(line: TokenLine, fields: FieldGraph) -> str:
    """Why others should not read it, or ""."""
    field = line.source.field if line.source else None
    if line.token.sensitive_display == "never_show":
        return "is never to be shown"
    if line.token.sensitive_display == "avoid_in_subject":
        return "is not to be seen by others"
    arrived = [fields.places[key].field for key in line.arrivals if key in fields.places]
    if any(one.specially_protected for one in (field, *arrived) if one):
        return "is specially protected data"
    if line.classification == "restricted" or (field and field.classification == "restricted"):
        return _RESTRICTED
    return ""


def _allowed(line: TokenLine) -> Iterator[str]:
    """Where it may be used as the record says. What `sensitive_display` says counts where no channel is named."""
    token = line.token
    silent = () if token.sensitive_display else SEEN_BY_OTHERS
    return (channel for channel in token.channels or silent if channel not in token.not_in)


@rule("token-above-approval", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def token_above_approval(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A token brings data into a tool that is not approved for it.

    Somebody decided how careful this tool is to be with data, and this goes beyond it.

    Fix: Take the token out of use, hide the value on its way, or have the tool approved for such data.

    Passes::

        # tools/esp.yml
        {name: ESP, classification_approved: confidential}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: name, label: Name, type: string, classification: confidential}]}
        # tokens/name.yml
        {name: Name in the ESP, tool: esp, source_field: users.name}

    Fails::

        # tools/esp.yml
        {name: ESP, classification_approved: internal}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: name, label: Name, type: string, classification: confidential}]}
        # tokens/name.yml
        {name: Name in the ESP, tool: esp, source_field: users.name}
    """
    classes = context.inventory.vocabularies["classification"]
    for line in tokens_in_use(context):
        approved = line.tool.classification_approved if line.tool else None
        if line.tool is None or line.way is None or approved is None:
            continue
        held = _held(context, line, line.tool)
        if held is not None and classes.position(held[0]) > classes.position(approved):
            kind, key = held
            may = classes.label(approved).casefold()
            message = (
                f"`{key}` is {classes.label(kind).casefold()}, and {line.tool.name} is approved for {may} data only"
            )
            yield finding(context, check, line, message, at=("source_field",), mentions=named_on(context, (line.way,)))


def _held(context: Context, line: TokenLine, tool: Tool) -> tuple[str, str] | None:
    """The most careful class of what gets into a tool, and the field that it comes from.

    A value keeps the class of where it comes from, whatever the next field says. Only where it is hidden, or
    something else is worked out from it, the next field's own class counts.
    """
    if line.way is None or line.source is None:
        return None
    places, order = context.lineage.fields.places, context.inventory.vocabularies["classification"]
    at = _class_of(line.source)
    found = [at] if at and line.source.tool == tool.id else []
    for step in line.way.steps:
        place = places.get(step.end)
        own = _class_of(place) if place else None
        changed = step.masked or step.flow is None
        if own and (changed or at is None or order.position(own[0]) > order.position(at[0])):
            at = own
        if at and (place is None or place.tool == tool.id):
            found.append(at)
    return max(found, key=lambda one: order.position(one[0]), default=None)


def _class_of(place: Place) -> tuple[str, str] | None:
    return (place.field.classification, place.key) if place.field.classification else None


@rule("token-without-consent", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def token_without_consent(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Personal data is used for marketing, and nobody has said which consent that needs.

    A marketer cannot know whom the message may go to.

    Fix: Name the consent under `consent_required`. Write `none` if you have checked and it needs none.

    Passes::

        # tools/esp.yml
        name: ESP
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # tokens/age.yml
        name: Age
        tool: esp
        source_field: users.age
        consent_required: [profiling]
        used_in: [{name: Birthday offer, channels: [email_body], data_use: marketing.communications.email}]

    Fails::

        # tools/esp.yml
        name: ESP
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: age, label: Age, type: integer, classification: confidential}]}
        # tokens/age.yml
        name: Age
        tool: esp
        source_field: users.age
        used_in: [{name: Birthday offer, channels: [email_body], data_use: marketing.communications.email}]
    """
    for line in tokens_in_use(context):
        if line.token.consent_required or line.source is None or not _personal(context, line.source):
            continue
        use = next((use for use in line.token.used_in if _covered(use.data_use, MARKETING)), None)
        if use is not None:
            message = f"“{use.name}” uses {line.token.name} for marketing, and nothing says which consent it needs"
            yield finding(context, check, line, message, at=("consent_required",))


def _personal(context: Context, place: Place) -> bool:
    field, order = place.field, context.inventory.vocabularies["classification"]
    careful = field.classification and order.position(field.classification) >= order.position("confidential")
    return bool(careful) or any(_covered(one, ("user",)) for one in field.data_categories)


def _covered(key: str | None, by: tuple[str, ...]) -> bool:
    """Whether a fideslang key is one of some others, or stands below one of them."""
    return key is not None and any(key == one or key.startswith(f"{one}.") for one in by)


@rule("token-use-not-allowed", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def token_use_not_allowed(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A message uses a token for something that it may not be used for.

    People gave the value for one thing, and it is used for another.

    Fix: Take it out of that message, or have the use allowed and add it to `allowed_uses`.

    Passes::

        # tokens/address.yml
        name: Address
        allowed_uses: [essential, marketing.communications]
        used_in: [{name: Parcel on its way, data_use: essential.service.notifications.email}]

    Fails::

        # tokens/address.yml
        name: Address
        allowed_uses: [essential.service]
        used_in: [{name: Offers near you, data_use: marketing.advertising}]
    """
    for line in tokens_in_use(context):
        allowed = line.token.allowed_uses
        for position, use in enumerate(line.token.used_in if allowed else ()):
            if use.data_use and not _covered(use.data_use, allowed):
                message = f"“{use.name}” uses {line.token.name} for `{use.data_use}`, which is not allowed"
                yield finding(context, check, line, message, at=("used_in", position, "data_use"))
