"""Closed by default: every address of the app, walked as everybody, from the URL map itself."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pms_tracker.web import access
from pms_tracker.web.access import public
from tests.cast import ACCOUNTS, IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import words

ON_SQLITE = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

EVERYBODY = {"representative", "privacy_manager", "audit_manager", "auditor", "second_auditor"}
EVERYBODY |= {"head", "owner", "other_head", "administrator", "employee"}
TOP = {"representative", "privacy_manager", "audit_manager"}
MANAGERS = {"privacy_manager", "audit_manager"}
AUDITING = {"audit_manager", "auditor", "second_auditor"}
POLICY_KEEPERS = {"representative", "privacy_manager"}

# Whom each page lets in at all; a page missing here fails the test below.
DOORS: dict[str, set[str]] = {
    "links.resolve": EVERYBODY,
    "links.find": EVERYBODY,
    "cycle.wheel": EVERYBODY,
    "calendar.shown": EVERYBODY,
    "policies.index": EVERYBODY,
    "policies.record": EVERYBODY,
    "policies.import_form": POLICY_KEEPERS,
    "policies.preview": POLICY_KEEPERS,
    "policies.adopt": POLICY_KEEPERS,
    "versions.draft_form": POLICY_KEEPERS,
    "versions.start": POLICY_KEEPERS,
    "versions.record": EVERYBODY,
    "versions.write": POLICY_KEEPERS,
    "versions.discard": POLICY_KEEPERS,
    "versions.decide": EVERYBODY,
    "reviews.form": POLICY_KEEPERS,
    "reviews.lay": POLICY_KEEPERS,
    "reviews.conclude": POLICY_KEEPERS,
    "reviews.call_form": POLICY_KEEPERS,
    "reviews.call": POLICY_KEEPERS,
    "reviews.record": EVERYBODY,
    "reviews.decide": EVERYBODY,
    "comparison.table": EVERYBODY,
    "comparison.paper": EVERYBODY,
    "acknowledgements.read": EVERYBODY,
    "acknowledgements.acknowledge": EVERYBODY,
    "acknowledgements.standing": EVERYBODY,
    "acknowledgements.announce": POLICY_KEEPERS,
    "acknowledgements.enter_list": EVERYBODY,
    "acknowledgements.file": EVERYBODY,
    "plan_exports.readers_of": EVERYBODY,
    "requirements.index": EVERYBODY,
    "requirements.record": EVERYBODY,
    "requirements.map_item": MANAGERS,
    "requirements.unmap_item": MANAGERS,
    "requirement_imports.import_form": MANAGERS,
    "requirement_imports.preview": MANAGERS,
    "requirement_imports.adopt": MANAGERS,
    "requirement_imports.adopt_shipped": MANAGERS,
    "years.index": EVERYBODY,
    "years.draft": POLICY_KEEPERS,
    "years.record": EVERYBODY,
    "years.decide": EVERYBODY,
    "years.decide_amendment": EVERYBODY,
    "years.duty": EVERYBODY,
    "years.report_done": EVERYBODY,
    "years.export": EVERYBODY,
    "year_editing.edit_form": POLICY_KEEPERS,
    "year_editing.edit": POLICY_KEEPERS,
    "year_editing.amend_form": POLICY_KEEPERS,
    "year_editing.amend": POLICY_KEEPERS,
    "audits.index": EVERYBODY,
    "audits.record": EVERYBODY,
    "audits.plan_form": {"audit_manager"},
    "audits.plan": {"audit_manager"},
    "audits.cancel": {"audit_manager"},
    "audits.close": AUDITING,
    "checklists.walk": AUDITING,
    "checklists.answer": AUDITING,
    "checklists.finding_form": AUDITING,
    "checklists.file_finding": AUDITING,
    "findings.index": EVERYBODY,
    "findings.record": EVERYBODY,
    "findings.file": EVERYBODY,
    "findings.withdraw": {"audit_manager"},
    "cases.index": EVERYBODY,
    "cases.record": EVERYBODY,
    "cases.file": EVERYBODY,
    "cases.submit": EVERYBODY,
    "cases.amend_form": EVERYBODY,
    "cases.amend": EVERYBODY,
    "cases.decide": EVERYBODY,
    "cases.report_done": EVERYBODY,
    "cases.judge": EVERYBODY,
    "cases.withdraw": {"audit_manager"},
    "batches.due_day_form": POLICY_KEEPERS,
    "batches.move_due_day": POLICY_KEEPERS,
    "batches.owner_form": EVERYBODY,
    "batches.choose_owner": EVERYBODY,
    "act_exports.cases": EVERYBODY,
    "check_exports.findings": EVERYBODY,
    "check_exports.audits": EVERYBODY,
    "views.save": EVERYBODY,
    "views.share": EVERYBODY,
    "views.remove": EVERYBODY,
    "erasures.index": MANAGERS,
    "erasures.ask_form": MANAGERS,
    "erasures.ask": MANAGERS,
    "erasures.agree": MANAGERS,
    "people.index": EVERYBODY,
    "people.record": EVERYBODY,
    "people.new": {"administrator"},
    "people.add": {"administrator"},
    "people.add_unit": {"administrator"},
    "people.enrol": {"administrator"},
    "people.end_membership": {"administrator"},
    "people.grant": {"administrator"},
    "people.end_role": EVERYBODY,
    "people.open_account": {"administrator"},
    "people.enter_mail": EVERYBODY,
    "people.leave": {"administrator"},
    "people.agree": TOP,
    "deputies.name": EVERYBODY,
    "deputies.end": EVERYBODY,
    "company.settings": EVERYBODY,
    "company.save": {"administrator"},
    "company.add_holiday": {"administrator"},
    "company.remove_holiday": {"administrator"},
    "me.settings": EVERYBODY,
    "me.save": EVERYBODY,
    "me.make_feed": EVERYBODY,
    "me.end_feed": EVERYBODY,
    "start.path": EVERYBODY,
    "letters.index": {"administrator"},
    "letters.record": {"administrator"},
    "letters.retry": {"administrator"},
    "letters.returned": {"administrator"},
    "stages.index": TOP | {"administrator"},
    "stages.save": {"administrator"},
    "stages.reset": {"administrator"},
    "reminders.index": TOP | {"administrator"},
    "reminders.test_letter": {"administrator"},
    "trail.index": TOP,
    "drafts.keep": EVERYBODY,
    "drafts.drop": EVERYBODY,
    "days.read": EVERYBODY,
}
# Everybody may open these without signing in, and what they answer then to GET and POST.
PUBLIC: dict[str, dict[str, int]] = {
    "static": {"GET": 404},
    "bootstrap.static": {"GET": 404},
    "security.static": {"GET": 404},
    "overview.home": {"GET": 302},
    "overview.health": {"GET": 200},
    "published.policy": {"GET": 200},
    "overview.ready": {"GET": 200},
    # No secret, no calendar.
    "feeds.calendar": {"GET": 404},
    "security.login": {"GET": 200, "POST": 200},
    "security.logout": {"POST": 302},
    "security.forgot_password": {"GET": 200, "POST": 200},
    "security.reset_password": {"GET": 302, "POST": 302},
    "sign_in.choose_language": {"POST": 400},
    "sign_in.demo": {"POST": 404},
    # The company exists, so its set-up is gone.
    "setup.first_run": {"GET": 404},
    "setup.found": {"POST": 404},
}
# Flask-Security's own pages for somebody signed in.
OWN = {"security.verify", "security.change_password"}


def filled(rule: Rule) -> str:
    """The rule's address with arguments that could be somebody's."""
    kinds = {"policies": "POL-001", "audits": "AU-2026-001", "checklists": "AU-2026-001"}
    kinds |= {"comparison": "POL-001", "acknowledgements": "POL-001", "plan_exports": "POL-001"}
    kinds |= {"versions": "POL-001", "reviews": "POL-001"}
    kinds |= {"years": "YP-2026", "year_editing": "YP-2026"}
    kinds |= {"findings": "F-2026-001", "cases": "CA-2026-001", "erasures": "F-2026-001"}
    address = rule.rule
    for name in rule.arguments:
        value = kinds.get(rule.endpoint.split(".")[0], "x") if name == "reference" else "1"
        for written in ("<ref:", "<int:", "<path:", "<"):
            address = address.replace(f"{written}{name}>", value)
    assert "<" not in address, rule.rule
    return address


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every endpoint, method and address of the app."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule.endpoint, method, filled(rule)


def ask(visitor: Visitor, method: str, address: str, **fields: object) -> TestResponse:
    return visitor.get(address) if method == "GET" else visitor.post(address, **fields)


@ON_SQLITE
def test_every_page_is_listed_here_with_whom_it_lets_in(served: Served) -> None:
    known = {rule.endpoint for rule in served.app.url_map.iter_rules()}
    assert known == DOORS.keys() | PUBLIC.keys() | OWN
    assert len(DOORS) + len(PUBLIC) + len(OWN) == len(known)


@ON_SQLITE
def test_a_stranger_is_sent_to_sign_in_from_everywhere_but_the_public_pages(
    served: Served, visitor: Visitor
) -> None:
    walked = 0
    for endpoint, method, address in addresses(served.app):
        answer = ask(visitor, method, address)
        where = f"{method} {address}"
        if endpoint in PUBLIC:
            assert answer.status_code == PUBLIC[endpoint][method], where
            continue
        walked += 1
        assert answer.status_code == 302, where
        assert answer.location.startswith("/sign-in?next="), where
        # Redirects are bare: nothing of the page went out with it.
        assert len(answer.data) < 500, where
        if method == "POST":
            assert visitor.post(address, token=False).status_code == 400, where
            assert "next=/check" not in answer.location, where
    assert walked >= len(DOORS)


@ON_SQLITE
def test_every_post_needs_a_token_of_this_browser(served: Served, visitor: Visitor) -> None:
    for name in ("privacy_manager", "administrator"):
        visitor.as_(name)
        for _endpoint, method, address in addresses(served.app):
            if method == "POST":
                assert visitor.post(address, token=False).status_code == 400, address
                forged = visitor.post(address, token=False, csrf_token="forged")
                assert forged.status_code == 400, address
                assert "開き直し" in words(forged), address


@ON_SQLITE
def test_a_role_that_never_may_is_stopped_at_the_door(served: Served, visitor: Visitor) -> None:
    """And whoever may ever do it is let through it, whatever happens behind."""
    walked = [each for each in addresses(served.app) if each[0] in DOORS]
    for name in ACCOUNTS:
        visitor.as_(name)
        for endpoint, method, address in walked:
            answer = ask(visitor, method, address)
            stopped = answer.status_code == 403 and "あなたの役割では" in words(answer)
            assert stopped is (name not in DOORS[endpoint]), f"{name}: {method} {address}"


@ON_SQLITE
def test_a_page_answers_no_method_but_its_own(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    by_address: dict[str, set[str]] = {}
    for _endpoint, method, address in addresses(served.app):
        by_address.setdefault(address, set()).add(method)
    for address, methods in by_address.items():
        assert methods <= {"GET", "POST"}
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - methods:
            answer = visitor.client.open(
                address, method=method, headers={"X-CSRFToken": visitor.token()}
            )
            assert answer.status_code == 405, f"{method} {address}"


@ON_SQLITE
def test_nobody_gets_in_who_has_left_or_lost_their_account(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("employee")
    assert visitor.get("/act/cases/").status_code == 200
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = "0" * 32
    assert visitor.get("/act/cases/").location.startswith("/sign-in")
    assert "without_account" not in ACCOUNTS
    assert IDS["without_account"]


def test_an_app_with_an_unguarded_page_does_not_start() -> None:
    app = Flask("unguarded", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "open"))
    access.check_every_page_is_guarded(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    with pytest.raises(RuntimeError, match=r"forgotten \(/forgotten\) has neither"):
        access.check_every_page_is_guarded(app)
