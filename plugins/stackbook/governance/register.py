"""The register of processing activities: what GDPR Art. 30(1) asks for, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackbook.governance.activities import Activities
from stackbook.governance.personal import covers
from stackbook.governance.transfers import NO_GROUND, TransferLine
from stackbook.inventory import Inventory
from stackbook.model.activities import Activity
from stackbook.model.data import SPECIAL_CATEGORIES
from stackbook.model.organisation import Controller
from stackbook.model.people import Team
from stackbook.model.tools import Tool

HOME_REGION = "home_region"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a record of an activity should hold.

    Args:
        of: letter of Art. 30(1), or another article such as ``Art. 6``.
        label: what it is, a few words.
        there: it is recorded, or does not apply.
        keys: keys of the activity that answer it; any one is enough unless it says otherwise.
        wanted: what to write, a clause; names of keys in backticks.
        applies: it is asked for here at all.
    """

    of: str
    label: str
    there: bool
    keys: tuple[str, ...]
    wanted: str
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Abroad:
    """A country outside the home region where data of an activity is.

    Args:
        country: ISO 3166 code.
        mechanism: what allows it; None when nothing is recorded.
        said_by: ``kind:id`` of the record that names the mechanism; "" without one.
        declared: the activity itself names the country.
        tools: the tools that keep it there or get it there, by name; () when only the activity says so.
    """

    country: str
    mechanism: str | None
    said_by: str
    declared: bool
    tools: tuple[Tool, ...]

    @property
    def allowed(self) -> bool:
        """Whether something is recorded that allows it."""
        return self.mechanism not in NO_GROUND


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """An activity as the register shows it.

    Args:
        activity: the activity.
        controller: who answers for it: its own, or the organisation's.
        officer: the team of the data protection officer.
        tools: where it happens, by name.
        special: it uses specially protected data (GDPR Art. 9), as it declares.
        abroad: countries outside the home region, as it declares and as its tools and flows show; by code.
        points: what Art. 30(1) asks for, in its order.
        further: what other articles ask for.
    """

    activity: Activity
    controller: Controller | None
    officer: Team | None
    tools: tuple[Tool, ...]
    special: bool
    abroad: tuple[Abroad, ...]
    points: tuple[Point, ...]
    further: tuple[Point, ...]

    @property
    def missing(self) -> tuple[Point, ...]:
        """What Art. 30(1) asks for and is not recorded."""
        return tuple(one for one in self.points if not one.there)

    @property
    def complete(self) -> bool:
        """Whether everything that Art. 30(1) asks for is recorded."""
        return not self.missing


def register(
    inventory: Inventory, activities: Activities, transfers: Iterable[TransferLine]
) -> tuple[RegisterLine, ...]:
    """Every activity with what the register shows of it, complete or not; by name.

    Args:
        inventory: what to look at.
        activities: its activities, by tool and flow.
        transfers: its personal data outside the home region.
    """
    officer = inventory.get("team", inventory.organisation.data_protection_officer)
    found = _by_activity(inventory, activities, transfers)
    return tuple(
        _line(one, inventory, officer if isinstance(officer, Team) else None, found.get(one.id, ()))
        for one in activities.all
    )


def specially_protected(categories: Iterable[str]) -> bool:
    """Whether GDPR Art. 9 protects one of some fideslang data categories, or some that stand below one."""
    return any(covers(wide, one) for one in categories for wide in SPECIAL_CATEGORIES)


def _line(
    activity: Activity, inventory: Inventory, officer: Team | None, found: Iterable[TransferLine]
) -> RegisterLine:
    tools = (inventory.get("tool", one) for one in activity.tools or ())
    by_id = {tool.id: tool for tool in tools if isinstance(tool, Tool)}
    controller = activity.controller or inventory.organisation.controller
    special = specially_protected(activity.data_categories or ())
    abroad = _abroad(activity, found)
    home = bool(inventory.organisation.home_region)
    return RegisterLine(
        activity,
        controller,
        officer,
        tuple(sorted(by_id.values(), key=_by_name)),
        special,
        abroad,
        tuple(_points(activity, controller, officer, abroad, home)),
        tuple(_further(activity, special)),
    )


def _by_activity(
    inventory: Inventory, activities: Activities, transfers: Iterable[TransferLine]
) -> Mapping[str, tuple[TransferLine, ...]]:
    """Activity's id to the transfers that belong to it."""
    uses = {one.id: _sources(inventory, one) for one in activities.all}
    found: dict[str, list[TransferLine]] = {}
    for line in transfers:
        if line.flow is not None:
            owners = activities.of_flow(line.flow)
        else:
            there = activities.of_tool.get(line.tool.id, ())
            # Of a data source that is kept elsewhere than its tool only those that may use it.
            owners = tuple(
                one for one in there if line.source is None or not uses[one.id] or line.source.id in uses[one.id]
            )
        for one in owners:
            found.setdefault(one.id, []).append(line)
    return {id_: tuple(lines) for id_, lines in found.items()}


def _sources(inventory: Inventory, activity: Activity) -> frozenset[str]:
    """Ids of the data sources that an activity names."""
    found = (inventory.get("data_source", one) for one in activity.data_sources)
    return frozenset(one.id for one in found if one is not None)


def _abroad(activity: Activity, found: Iterable[TransferLine]) -> tuple[Abroad, ...]:
    declared = {one.country: one for one in activity.transfers}
    shown: dict[str, list[TransferLine]] = {}
    for line in found:
        shown.setdefault(line.country, []).append(line)
    made = []
    for country in sorted({*declared, *shown}):
        lines = shown.get(country, [])
        said, mechanism, said_by = declared.get(country), None, ""
        if said is not None and said.mechanism:
            mechanism, said_by = said.mechanism, activity.ref
        elif lines:  # the weakest counts: one way without a ground is one too many
            weakest = next((one for one in lines if not one.allowed), lines[0])
            mechanism, said_by = weakest.mechanism, weakest.said_by
        tools = {line.tool.id: line.tool for line in lines}
        made.append(Abroad(country, mechanism, said_by, said is not None, tuple(sorted(tools.values(), key=_by_name))))
    return tuple(made)


def _points(
    one: Activity, controller: Controller | None, officer: Team | None, abroad: tuple[Abroad, ...], home: bool
) -> Iterator[Point]:
    """What Art. 30(1) asks for."""
    reachable = controller is not None and bool(controller.contact or controller.address)
    yield Point("a", "Controller", reachable, ("controller",), "name and contact under `controller` in `stack.yml`")
    dpo = "the team under `data_protection_officer` in `stack.yml`"
    yield Point("a", "Data protection officer", officer is not None, ("data_protection_officer",), dpo)
    yield Point("b", "Purpose", bool(one.purpose), ("purpose",), "`purpose`, in a sentence a customer understands")
    wanted = "whose data it is, as `data_subjects`"
    yield Point("c", "Data subjects", bool(one.data_subjects), ("data_subjects",), wanted)
    wanted = "which data, as `data_categories`"
    yield Point("c", "Personal data", bool(one.data_categories), ("data_categories",), wanted)
    yield Point("d", "Recipients", bool(one.recipients), ("recipients",), "who receives the data, as `recipients`")
    open_ = [abroad_ for abroad_ in abroad if not abroad_.allowed]
    known = bool(abroad) or home
    wanted = "`mechanism` of each country under `transfers`" if known else "`home_region` in `stack.yml`"
    yield Point("e", "Transfers", known and not open_, ("transfers", HOME_REGION), wanted, bool(abroad) or not known)
    kept = one.retention is not None and bool(one.retention.period or one.retention.basis)
    yield Point("f", "Time limits", kept, ("retention",), "how long it is kept, as `retention`")
    measures = "how it is kept safe, as `security_measures`"
    yield Point("g", "Security measures", bool(one.security_measures), ("security_measures",), measures)


def _further(one: Activity, special: bool) -> Iterator[Point]:
    """What other articles ask for."""
    allowed = bool(one.lawful_basis)
    yield Point("Art. 6", "Lawful basis", allowed, ("lawful_basis",), "what allows it, as `lawful_basis`")
    ground = bool(one.special_category_basis) or not special
    wanted = "what allows specially protected data, as `special_category_basis`"
    yield Point("Art. 9", "Specially protected data", ground, ("special_category_basis",), wanted, special)
    weighs = one.lawful_basis == "legitimate_interests"
    weighed = bool(one.legitimate_interest_assessed_on or one.legitimate_interest_assessment_url)
    keys = ("legitimate_interest_assessed_on", "legitimate_interest_assessment_url")
    wanted = "when our interest was weighed, as `legitimate_interest_assessed_on`"
    yield Point("Art. 6", "Interests weighed", weighed or not weighs, keys, wanted, weighs)
    agrees = one.lawful_basis == "consent"
    wanted = "how people agree and take it back, as `consent_mechanism`"
    yield Point("Art. 7", "Consent", bool(one.consent_mechanism) or not agrees, ("consent_mechanism",), wanted, agrees)
    told = bool(one.privacy_notice_url)
    wanted = "where people read about it, as `privacy_notice_url`"
    yield Point("Art. 13", "Privacy notice", told, ("privacy_notice_url",), wanted)
    assessed = one.dpia is not None and one.dpia.status in ("not_required", "completed")
    yield Point(
        "Art. 35", "Impact assessment", assessed, ("dpia",), "whether one is needed and where it stands, as `dpia`"
    )


def _by_name(tool: Tool) -> tuple[str, str]:
    return (tool.name.casefold(), tool.id)
