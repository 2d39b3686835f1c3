"""What the page of how to ask wants of whoever runs the PMS: that it says all that the law names
(Law art. 32-1; J.10.3), for as long as it is open to everybody."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from sqlalchemy import func, select

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.rules.contact import publication_rules
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, own, seen_at_the_top
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables.policy_tables import PolicyVersion

SAY = "say_request_items"
# How long after a text took effect its page may be incomplete; a rule of ours.
WITHIN = timedelta(days=30)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """What is nowhere said, by the newest texts that were approved: one whose day is still to come
    counts, so that no day alone changes what is wanted."""
    for company in loaded(Company, ids):
        if not request_procedure.is_published():
            continue
        texts = _newest()
        found = publication_rules.found([each.text for each in texts], company.name)
        places = request_procedure.places(found)
        if publication_rules.missing(places):
            days = (each.effective_on for each in texts)
            last = max((company.started_on, *filter(None, days)))
            yield Wanted(company.id, "", SAY, last + WITHIN, Holder.MANAGER)


def _newest() -> list[PolicyVersion]:
    """Of each policy the newest version that was approved."""
    approved = PolicyVersion.state == VersionState.APPROVED
    newest = select(func.max(PolicyVersion.id)).where(approved).group_by(PolicyVersion.policy_id)
    its = select(PolicyVersion).where(PolicyVersion.id.in_(newest)).order_by(PolicyVersion.id)
    return list(session.scalars(its))


def _every() -> Iterable[int]:
    return session.scalars(select(Company.id))


TO_SAY = Source(
    Kind.PERSON_REQUEST,
    (
        DutyKind(
            SAY,
            N_("開示等の手続の公表"),
            N_(
                "案内ページに、法32条1項が求める事項の一部が見当たりません。不足を入力してください。"
            ),
            N_("不足している事項を入力する"),
            page="request_publication.shown",
        ),
    ),
    wants,
    every=_every,
    changes={
        Company: own("full_parts", "name", "contact_desk", request_procedure.COLUMN),
        PolicyVersion: Watched(lambda _version: _every(), ("state", "text", "effective_on")),
    },
    sees=seen_at_the_top,
)
