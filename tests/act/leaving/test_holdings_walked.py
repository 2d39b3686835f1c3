"""Nothing that names a person is forgotten: it is handed over, ends with them, or only tells."""

import re

from pms_tracker.act.leaving import holdings
from pms_tracker.database import Table
from pms_tracker.upkeep import about_person

# Columns that name a person and nothing that is left when they go: what ends with them, and what
# tells of a part that somebody had.
ENDS = {
    *("account.person_id", "calendar_feed.person_id", "deputy.principal_id"),
    *("draft.person_id", "mail_choice.person_id", "passkey.account_id", "proposal.person_id"),
    *("account_link.account_id", "sign_in_session.account_id", "saved_view.person_id"),
    *("sent_form.person_id", "former_name.person_id", "training_assignment.person_id"),
    *("acknowledgement.person_id", "pledge.person_id", "auditor_training.person_id"),
    *("departure.person_id", "reminder_ledger.person_id", "outbox_letter.person_id"),
    *("security_event.person_id", "duty.person_id", "trail_entry.actor_id"),
}
TELLS = {
    *("audit.auditee_ids", "audit.told_ids", "checklist_change.person_id"),
    *("checklist_undo.person_id", "incoming_report.reporter_id", "review_attendee.person_id"),
    # Who confirms a duty is found by rule once the named person cannot; a team of a programme is
    # judged when it is handed in and approved, which makes audits of it.
    *("annual_duty.approver_id", "programme_row.team_ids", "visit.met_id"),
}
HELD = {
    *("membership.person_id", "role_grant.person_id", "audit_team_member.person_id"),
    *("annual_duty.owner_id", "annual_duty.heir_id", "review_decision.owner_id"),
    *("review_decision.heir_id", "case_action.owner_id", "case_action.heir_id"),
    *("check_template.owner_id", "check_template.reader_id", "check_fault.owner_id"),
    *("asset.holder_id", "carry_out.carrier_id", "deputy.deputy_id", "questionnaire.heir_id"),
    *("corrective_case.turn_of_id", "finding_answer.turn_of_id", "case_action.turn_of_id"),
}
DID = re.compile(r"(?:\.|_)(?:by|for)_id$|\.writer_ids?$")


def test_every_column_that_names_a_person_is_handed_over_or_ends_or_tells() -> None:
    """A table added later is refused here until it is said what becomes of it."""
    named = {f"{table.name}.{column.name}" for table, column in about_person.naming()}
    open_ones = {each for each in named if not DID.search(each)}
    assert open_ones == ENDS | TELLS | HELD


def test_what_is_drafted_is_asked_of_every_register_that_is_approved() -> None:
    """Other tables with writers are an office's, and whoever holds that goes on."""
    offices = {
        *("annual_plan", "programme", "audit_report", "management_review", "policy_version"),
        "ledger_review_unit",
    }
    written = {table.name for table, column in about_person.naming() if column.name == "writer_ids"}
    drafts = {each.table.__tablename__ for each in holdings.drafted()}
    assert written == offices | drafts
    assert Table.metadata.tables.keys() >= written
