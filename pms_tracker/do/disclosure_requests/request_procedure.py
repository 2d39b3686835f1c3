"""How persons ask the company about what is held of them (Law art. 32-1, 37 and 38): where to, how
they are identified, what is to be paid, and whether pages outside say so and take requests."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from pms_tracker import clock
from pms_tracker.do.disclosure_requests.request_choices import (
    CHANNELS,
    FEE_WAYS,
    MOST_FEE,
    Channel,
    FeeWay,
    Method,
)
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.rules.contact import publication_rules
from pms_tracker.do.rules.contact.publication_rules import Published, Source
from pms_tracker.do.rules.contact.request_rules import WITH_FEE, Asked
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_facts, company_profile, contact_desk, people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import policies
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.plan.text.policy_desk import Contact
from pms_tracker.registers.office_fields import Labels

COLUMN = "request_procedure"
# The law names no day; after two weeks a person may go to court (request_rules).
DAYS, MOST_DAYS = 14, 60
# How whoever asks is identified, by how they ask (guideline 3-8-7): never more than it deserves.
_SHOWN = (
    *(Method.LICENCE, Method.QUALIFICATION, Method.CARD),
    *(Method.PASSPORT, Method.RESIDENCE_CARD),
)
IDENTIFIED_BY: Mapping[Channel, tuple[Method, ...]] = {
    Channel.VISIT: _SHOWN,
    Channel.POST: (Method.COPY,),
    Channel.PHONE: (Method.REGISTERED, Method.CALL_BACK),
    Channel.MAIL: (Method.REGISTERED, Method.CALL_BACK),
    Channel.WEB: (Method.LOGIN, Method.SIGNATURE),
    Channel.FORM: (Method.REGISTERED, Method.CALL_BACK, Method.COPY),
}
# What the company may say that it takes requests by; its form here says so itself.
OFFERED = tuple(each for each in Channel if each is not Channel.FORM)
_LABEL = re.compile(r"^(?:本社)?(?:所在地|住所)[\s:：]*")


@dataclass(frozen=True)
class Procedure:
    """What is said of how to ask. A fee is in yen, 0 is none, None is not said yet; what
    `send_to` leaves open is sent to the address."""

    address: str = ""
    representative: str = ""
    channels: tuple[Channel, ...] = ()
    send_to: str = ""
    mail: str = ""
    purpose_fee: int | None = None
    disclosure_fee: int | None = None
    fee_ways: tuple[FeeWay, ...] = ()
    days: int = DAYS
    measures: str = ""

    def fee(self, asked: Asked) -> int | None:
        """What is to be paid for one thing that is asked for: nothing, but for what the law allows
        a fee for; None where that is not said yet."""
        if asked not in WITH_FEE:
            return 0
        return self.purpose_fee if asked is Asked.PURPOSE else self.disclosure_fee

    @property
    def says_fees(self) -> bool:
        return all(self.fee(each) is not None for each in Asked)


_MEMBERS: Mapping[str, Labels] = {"channels": CHANNELS, "fee_ways": FEE_WAYS}


def procedure() -> Procedure:
    """What was said; nothing yet where nobody said anything."""
    known = {each.name for each in fields(Procedure)}
    told = {name: value for name, value in company_facts.kept(COLUMN).items() if name in known}
    for name, labels in _MEMBERS.items():
        told[name] = tuple(each for each in labels if each in told.get(name, ()))
    return Procedure(**told)


def change(wanted: Procedure, *, seen: int, by: Viewer) -> None:
    """Say how to ask. Raises Stale, BadInput for days or a fee that cannot be."""
    if not 1 <= wanted.days <= MOST_DAYS:
        raise BadInput("request_days", most=MOST_DAYS)
    for fee in (wanted.purpose_fee, wanted.disclosure_fee):
        if fee is not None and not 0 <= fee <= MOST_FEE:
            raise BadInput("request_fee", most=MOST_FEE)
    sides = asdict(procedure()), asdict(wanted)
    company_facts.keep(COLUMN, "request_procedure_changed", sides, _told, seen=seen, by=by)


def _told(name: str, value: Any) -> object:
    if name in _MEMBERS:
        return "、".join(_MEMBERS[name][each] for each in value) or None
    return value if value != "" else None


@dataclass(frozen=True)
class AsPublished:
    """How to ask as persons can read it now: the policies that are published, for each item the
    line of one that seems to say it, where each is said, what is said of how to ask, and the desk.

    What is left open of address and representative is the policies', and so is the desk; where no
    way to ask is chosen, it is the usual ones.
    """

    policies: tuple[Policy, ...]
    found: Mapping[Published, str]
    sources: Mapping[Published, Source | None]
    procedure: Procedure
    desk: contact_desk.Desk
    contact: Contact


def as_published() -> AsPublished:
    published = list(purpose_coverage.published())
    texts = [version.text for _policy, version in published]
    found = publication_rules.found(texts, people.the_company().name)
    said, desk = procedure(), contact_desk.desk()
    effective = replace(
        said,
        address=said.address or _LABEL.sub("", found[Published.ADDRESS]),
        representative=said.representative or found[Published.REPRESENTATIVE],
        channels=said.channels or (Channel.VISIT, Channel.POST),
    )
    contact = Contact()
    if not (desk.name and desk.phone):
        contacts = (policies.read_of(version).contact for _policy, version in published)
        contact = next((each for each in contacts if each.role or each.phone), contact)
    return AsPublished(
        tuple(policy for policy, _version in published),
        found,
        _sources(found, said, desk),
        effective,
        desk,
        contact,
    )


def places(found: Mapping[Published, str]) -> dict[Published, Source | None]:
    """Where each item is said, given what texts of policies seem to say."""
    return _sources(found, procedure(), contact_desk.desk())


def _sources(
    found: Mapping[Published, str], said: Procedure, desk: contact_desk.Desk
) -> dict[Published, Source | None]:
    is_open = is_published()
    entered: Mapping[Published, object] = {
        Published.NAME: is_open,
        Published.ADDRESS: said.address,
        Published.REPRESENTATIVE: said.representative,
        Published.PROCEDURE: is_open,
        Published.FEE: said.says_fees,
        Published.MEASURES: said.measures,
        Published.DESK: desk.name and desk.phone,
        Published.BODY: desk.body,
    }
    said_here = [each for each, value in entered.items() if value]
    return publication_rules.sources(found, said_here, is_open=is_open)


def is_published() -> bool:
    """Whether the page is open to everybody."""
    return Part.REQUEST_PAGE in company_profile.parts()


def takes_requests() -> bool:
    """Whether everybody may ask by the form: beside the page, and with somebody to answer."""
    return (
        is_published()
        and Part.REQUEST_FORM in company_profile.parts()
        and answering_unit() is not None
    )


def answering_unit() -> int | None:
    """The unit that is the desk, while it is there."""
    unit_id = contact_desk.desk().unit_id
    here = {unit.id for unit in people.units(clock.today())}
    return unit_id if unit_id in here else None
