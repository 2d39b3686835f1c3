"""Every page of the app as the demo company shows it, taken from the URL map."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product

from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import func, select
from werkzeug.routing import Rule
from werkzeug.routing.converters import AnyConverter

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import Table, session
from pms_tracker.do.ledger_facts import ledger_merging
from pms_tracker.do.rules.contact.request_rules import Asked
from pms_tracker.do.rules.operation.check_rules import months_on
from pms_tracker.do.tables.operation.operation_check_tables import CheckReading, CheckRun
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Membership, RoleGrant
from pms_tracker.plan.tables.policy_tables import RequirementSet
from pms_tracker.web.record.links import ReferenceConverter
from tests.conftest import FULL
from tests.house.quiet_app import quiet_app
from tests.stories.living import Live
from tests.stories.walker import session_cookie

# Lists without pages, which are files as well.
SHORT_LISTS = (
    *("people", "policies", "reports_in", "lessons", "requirements", "years", "programmes"),
    *("auditors", "questionnaires", "complaint_reports", "check_reports", "ledger_reviews"),
)
# They answer with a file, or with the way to another page; the set-up has a test of its own.
NO_PAGES = {
    *(
        f"{row.key}.{page}"
        for row in REGISTERS
        for page in ("export", "paper", "list_paper", "template")
    ),
    *(f"{row.key}.file" for row in REGISTERS if row.keeps_files),
    *(
        f"{row.key}.as_of_{file}"
        for row in REGISTERS
        if row.approvers
        for file in ("paper", "sheet")
    ),
    # For machines; a demo that was not migrated is told not to be ready.
    "overview.ready",
    "metrics.shown",
    *("static", "bootstrap.static", "security.static"),
    *(
        "findings.file",
        "cases.file",
        "acknowledgements.file",
        "rows.file",
        "sheets.file",
        "reports.file",
        "auditors.certificate",
        "programmes.file",
        "management_reviews.file",
        "review_outcomes.file",
        "reviews.file",
        "versions.file",
        "years.file",
        "in_your_name.scan",
        "incident_decisions.file",
        "request_matters.file",
        "ledger_reviews.file",
        "questionnaires.file",
    ),
    "carried_out.export",
    *("responses.xlsx", "responses.pdf", "guide_coverage.xlsx", "guide_coverage.pdf"),
    *("renewal_pages.ready_paper", "renewal_pages.summary_paper", "renewal_pages.answer_paper"),
    *("renewal_pages.ready_first_paper", "renewal_pages.package", "change_starts.paper"),
    *("cases.paper", "comparison.paper", "reports.paper", "review_minutes.paper"),
    *("complaint_reports.paper", "complaint_reports.period_paper"),
    *("trainings_held.report_paper", "trainings_held.years_paper", "trainings_held.plan_paper"),
    *("check_runs.paper", "check_runs.file", "check_runs.next_one", "check_runs.unread"),
    *("check_doors.poster", "check_reports.paper", "check_reports.period_paper"),
    *("incident_drafts.draft_paper", "request_drafts.draft_paper"),
    *("years.paper", "programmes.paper", "reports.checklist_paper"),
    *("request_publication.paper", "public_requests.paper"),
    *("ledger_reviews.paper", "summaries.paper", "reports.checklist", "people_imports.template"),
    *("organisation.paper", "organisation.letter", "organisation.head_letter"),
    *("cases.export", "audits.export", "findings.export"),
    *(f"{name}.export_list" for name in SHORT_LISTS),
    *("coverage.export", "figures.export", "management_reviews.export", "programmes.export"),
    *("requirements.export", "summaries.export", "years.export", "plan_exports.readers_of"),
    *("security_log.export", "trail.export"),
    # What the audit day's script asks for.
    *("rows.pulse", "rows.told", "offline.worker", "question_templates.export"),
    *(
        "links.resolve",
        "elsewhere.mine",
        "ledger_reviews.mine",
        "request_searches.mine",
        "incident_decisions.mine",
        "request_matters.mine",
        "setup.first_run",
        "feeds.calendar",
    ),
    # Steps of signing in, and what only they lead to; they have tests of their own.
    *("security.two_factor_token_validation", "security.two_factor_rescue", "security.tf_select"),
    *("security.mf_recovery", "security.wan_signin", "security.wan_verify"),
    # They lead to the page of one's factors.
    *("security.wan_register", "security.wan_delete"),
    # A link in a letter, used once; it has tests of its own.
    "invitations.form",
    # There only by a link in a letter; they have a story of their own.
    *("answers.enter", "answers.form", "answers.material"),
    # There only by a QR code; they have a story of their own.
    *("doors.form", "doors.away", "doors.worker", "doors.pulse"),
    # Only there where a provider is set; they have tests of their own.
    *("single_sign_on.own", "single_sign_on.back"),
}
# Nobody in the demo company left so long ago; it is looked at by itself.
BY_ITSELF = {"person_erasures.form"}
SEVERAL = "&".join(f"case=CA-2026-{number:03}" for number in range(1, 6))
# What a page shows only when asked for it.
ASKED: dict[str, tuple[str, ...]] = {
    "links.find": ("q=申込書", "q=不適合", "q=見つからない言葉"),
    "findings.index": ("q=見つからない言葉",),
    "cases.index": ("q=見つからない言葉",),
    "audits.index": ("q=見つからない言葉",),
    "trail.index": ("verify=1",),
    # An answer that a record is needed, one that it is not, and questions left open.
    "provision_need.questions": (
        "direction=provided&data=yes&party=business&ground=consent&abroad=here",
        "direction=provided&data=yes&party=business&ground=life&abroad=here",
        "direction=related&data=yes&party=business&ground=joint&abroad=here",
    ),
    "checklists.walk": ("show=open",),
    "requirement_imports.import_form": ("key=j-items",),
    "comparison.table": ("old=1&new=2&show=all",),
    "calendar.shown": ("whose=all", "year=2026&whose=all", "month=2026-05"),
    # Several cases in different states, of which some cannot be changed.
    "batches.due_day_form": (SEVERAL,),
    "batches.owner_form": (SEVERAL,),
}
STRANGER = "stranger"
# What a door says to whom it never lets in.
STOPPED = re.compile(
    "あなたの役割では、このページを開いたり|Your role does not allow you to open this page"
)
# How many records of a kind and state are tried; the one with the most to press is looked at.
TRIED = 3 if FULL else 1
CONTROL = re.compile(
    r"<(?:form|button|select|textarea|summary|a\b[^>]*\bhref|input(?![^>]*hidden))\b"
)


@dataclass
class Page:
    """A page of one kind and state; for each role that may open it, who does: with `make test-all`
    whoever of the role has most to press there, else the first."""

    endpoint: str
    variant: str
    url: str = ""
    readers: dict[str, int | None] = field(default_factory=dict)
    controls: dict[str, int] = field(default_factory=dict)
    # What they are answered with, before any browser.
    served: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.variant}".strip()

    @property
    def busiest(self) -> str:
        """The role with the most controls."""
        return max(self.controls, key=lambda role: self.controls[role])


@dataclass
class Found:
    """What an endpoint answers with: pages, or `others` that are none (content type or status)."""

    pages: list[Page]
    others: set[str]


@cache
def rules() -> dict[str, Rule]:
    """The rule of each endpoint that can be asked for, from the URL map."""
    asked = (each for each in quiet_app().url_map.iter_rules() if "GET" in (each.methods or ()))
    return {each.endpoint: each for each in sorted(asked, key=lambda each: each.endpoint)}


def pages_of(live: Live, endpoint: str) -> Found:
    """The pages of an endpoint, one for each state of its records, found by asking as everybody."""
    best: dict[str, Page] = {}
    others: set[str] = set()
    everybody = clients(live.app)
    # All addresses first: what a client asks for must not run inside their request's context.
    for variant, url in list(addresses(live.app, rules()[endpoint])):
        page = Page(endpoint, variant, url)
        for role, person_id, client in list(everybody):
            if role in page.readers and not FULL:
                continue
            answer = client.get(url)
            assert answer.status_code < 500, f"{answer.status_code} {url} as {role}"
            if answer.status_code == 403 and STOPPED.search(answer.text):
                # A door knows roles, not records: they are stopped at every other address too.
                everybody.remove((role, person_id, client))
            if answer.status_code == 200 and answer.mimetype == "text/html":
                controls = len(CONTROL.findall(answer.text))
                if controls > page.controls.get(role, -1):
                    page.readers[role], page.controls[role] = person_id, controls
                    page.served[role] = answer.text
            elif answer.status_code == 200:
                others.add(answer.mimetype)
            answer.close()
        held = best.get(variant)
        if page.controls and (held is None or _rank(page) > _rank(held)):
            best[variant] = page
    return Found(list(best.values()), others)


def _rank(page: Page) -> tuple[int, int]:
    return page.controls[page.busiest], len(page.readers)


def addresses(app: Flask, rule: Rule) -> Iterator[tuple[str, str]]:
    """A rule's addresses with all that its parameters may be, each with what it is a variant of."""
    with app.test_request_context():
        names = sorted(rule.arguments - set(rule.defaults or {}))
        for chosen in _fillings_together(rule, names):
            variant = " ".join(kind for kind, _ in chosen if kind)
            url = url_for(
                rule.endpoint, **dict(zip(names, (value for _, value in chosen), strict=True))
            )
            yield variant, url
            for query in ASKED.get(rule.endpoint, ()):
                yield f"{variant} ?{query}".strip(), f"{url}?{query}"
        session.rollback()


def _fillings_together(rule: Rule, names: list[str]) -> Iterator[tuple[tuple[str, object], ...]]:
    """What the parameters of a rule may be together."""
    if rule.endpoint == "elsewhere.question":
        # Of units that were asked about a case alone.
        asked = select(Case, CaseElsewhere).join(CaseElsewhere, CaseElsewhere.case_id == Case.id)
        for case, each in session.execute(asked.order_by(Case.id, CaseElsewhere.unit_id)):
            reference = parse_reference(case.reference)
            yield (str(case.state), reference), ("", each.unit_id)
    else:
        yield from product(*(list(fillings(rule, name)) for name in names))


def _alike() -> Iterator[object]:
    """Entries that several units hold alike."""
    manager = select(RoleGrant.person_id).where(RoleGrant.role == Role.PRIVACY_MANAGER)
    its = ledger_merging.proposed(people.viewer(session.scalars(manager).first() or 0))
    return (parse_reference(each.first) for each in its[:TRIED])


def _on_paper() -> Iterator[object]:
    return iter(session.scalars(select(Approval.id).where(Approval.on_paper).limit(TRIED)).all())


# What the parameter of a page is, where its name does not say so.
OF_ENDPOINT: dict[str, Callable[[], Iterator[object]]] = {
    "ledger_alike.group": _alike,
    "in_your_name.record": _on_paper,
    "stages.change": lambda: iter(("do_case",)),
    "help.guide": lambda: iter(("home", "case", "audit_day")),
}


def fillings(rule: Rule, name: str) -> Iterator[tuple[str, object]]:
    """What a parameter may be: the demo company's records, the words a rule allows, ids."""
    converter = rule._converters[name]
    if rule.endpoint in OF_ENDPOINT:
        yield from (("", each) for each in OF_ENDPOINT[rule.endpoint]())
    elif isinstance(converter, ReferenceConverter):
        yield from _references(converter)
    elif isinstance(converter, AnyConverter):
        yield from ((word, word) for word in converter.items)
    elif name == "token":
        yield "", generate_reset_password_token(session.scalars(select(Account)).first())
    elif name.endswith("_id"):
        yield from (("", each) for each in _ids(name.removesuffix("_id")))
    elif name == "key":
        yield from (("", each) for each in session.scalars(select(RequirementSet.key).distinct()))
    elif name == "asked":
        yield from (("", each) for each in Asked)
    elif name in {"year", "month", "day"}:
        of_days = {getattr(day, name): kind for kind, day in _days()}
        yield from ((kind if name == "month" else "", each) for each, kind in of_days.items())
    elif name in {"position", "number", "which"}:
        yield from (("", each) for each in range(1, TRIED + 1))
    else:
        raise LookupError(f"say in tests/stories/pages.py what <{name}> of {rule.rule} may be")


def _days() -> Iterator[tuple[str, date]]:
    """Days of checks that were made: the last of a month whose sheet was read, and the last."""
    read = session.scalars(select(func.max(CheckReading.month))).one()
    made = select(CheckRun.period_on).order_by(CheckRun.period_on.desc())
    yield "read", session.scalars(made.where(CheckRun.period_on < months_on(read, 1))).first()
    yield "", session.scalars(made).first()


def _references(converter: ReferenceConverter) -> Iterator[tuple[str, object]]:
    """Records with a reference that the rule takes, of each state, those of later rounds first."""
    for kind in _tables():
        if not isinstance(getattr(kind, "reference", None), property):
            continue
        rows = session.scalars(select(kind)).all()
        by_state: dict[str, list[Table]] = {}
        for row in sorted(rows, key=lambda each: (-getattr(each, "round", 0), each.id)):
            by_state.setdefault(str(getattr(row, "state", "")), []).append(row)
        for state, alike in by_state.items():
            for row in alike[:TRIED]:
                reference = parse_reference(row.reference)
                assert reference is not None
                if reference.kind in converter.kinds:
                    yield f"{kind.__tablename__} {state}".strip(), reference
    for register in REGISTERS:
        if register.kind in converter.kinds:
            for row in session.scalars(select(register.table)).all()[:TRIED]:
                yield register.key, parse_reference(register.name_of(row))


def _ids(name: str) -> list[int]:
    """The first ids of the table of that name, or of the one whose name ends so."""
    found = [kind for kind in _tables() if kind.__tablename__.split("_")[-1] == name]
    if not found:
        raise LookupError(
            f"no table is called {name}: say in tests/stories/pages.py which is meant"
        )
    kind = min(found, key=lambda each: len(each.__tablename__))
    return list(session.scalars(select(kind.id).order_by(kind.id).limit(2 * TRIED)))


def _tables() -> list[type[Table]]:
    found = [mapper.class_ for mapper in Table.registry.mappers]
    return sorted(found, key=lambda kind: str(kind.__tablename__))


def clients(app: Flask) -> list[tuple[str, int | None, FlaskClient]]:
    """A browser of the simplest kind for everybody with an account, and one for a stranger."""
    with app.app_context():
        roles = _roles()
        cookies = {person_id: session_cookie(app, person_id) for person_id in roles}
        session.rollback()
    made: list[tuple[str, int | None, FlaskClient]] = [(STRANGER, None, app.test_client())]
    for person_id, role in roles.items():
        client = app.test_client()
        client.set_cookie("session", cookies[person_id])
        made.append((role, person_id, client))
    return made


def _roles() -> Mapping[int, str]:
    """What each person with an account is, above all: the first role granted, head or employee."""
    heads = set(session.scalars(select(Membership.person_id).where(Membership.is_head)))
    granted: dict[int, Role] = {}
    for grant in session.scalars(
        select(RoleGrant).where(RoleGrant.until_on.is_(None)).order_by(RoleGrant.id)
    ):
        granted.setdefault(grant.person_id, grant.role)
    return {
        each: str(granted.get(each, "head" if each in heads else "employee"))
        for each in session.scalars(select(Account.person_id).order_by(Account.person_id))
    }
