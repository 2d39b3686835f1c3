"""Whom the pages of declared registers let in, from their rows."""

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules.permissions import Permission, permissions_of
from pms_tracker.registers.register import Register
from tests.cast import ACCOUNTS, PERSONS

# What readers and the keeper of a declared register open.
READ = ("index", "list_paper", "export", "record", "paper", "file")
ENTERED = ("form", "enter")
KEPT = ("edit_form", "edit", "retire")
KEPT += ("import_form", "preview", "preview_again", "take", "template")
# Of registers whose entries are approved.
DECIDED = ("as_of", "as_of_paper", "as_of_sheet", "decide", "waiting", "approve_several")
WRITTEN = ("hand_in", "take_back", "drop", "end", "drafts", "hand_in_several")


def of_register(row: Register) -> dict[str, set[str]]:
    """The doors of a register, as its row and the matrix of permissions say."""
    doors = {READ: row.reader, ENTERED: row.door, KEPT: row.keeper}
    if row.approvers:
        doors |= {DECIDED: row.reader, WRITTEN: row.keeper}
    left_out = set() if row.changes else {"edit_form", "edit"}
    left_out |= set() if row.retired else {"retire"}
    left_out |= set() if row.keeps_files else {"file"}
    return {
        f"{row.key}.{page}": {name for name in ACCOUNTS if permission in may(name)}
        for pages, permission in doors.items()
        for page in pages
        if page not in left_out
    }


def may(name: str) -> frozenset[Permission]:
    """What somebody of the cast may ever do."""
    _name, unit, roles, is_head = PERSONS[name]
    derived = {Role.EMPLOYEE: unit, Role.DEPARTMENT_HEAD: is_head}
    return permissions_of(frozenset({*roles, *(role for role, held in derived.items() if held)}))


# Lists that are read at once, each with its file.
FILES_OF_LISTS = (
    *("auditors", "check_reports", "complaint_reports", "ledger_reviews", "lessons", "people"),
    *("policies", "programmes", "questionnaires", "reports_in", "requirements", "years"),
)
DOORS_OF_REGISTERS = {page: who for row in REGISTERS for page, who in of_register(row).items()}
_WORKING = DOORS_OF_REGISTERS["complaints.index"]
_MANAGING = {"representative", "privacy_manager"}
_READING = {*_MANAGING, "audit_manager"}
# What stands beside registers and lets in whom one of a register's pages does.
LIKE = {
    **{
        f"ledger_alike.{page}": "ledger.drafts"
        for page in ("index", "group", "merge", "keep_apart", "again")
    },
    "contractors_unlisted.index": "contractors.index",
    **dict.fromkeys(
        (
            *("check_runs.today", "check_runs.next_one", "check_runs.unread", "check_runs.form"),
            *("check_runs.paper_form", "check_runs.sheet", "check_runs.paper", "check_runs.file"),
            *("check_runs.fill_in", "check_runs.enter_paper", "check_runs.read"),
        ),
        "checks.index",
    ),
    **dict.fromkeys(
        (
            *("check_starters.form", "check_starters.take_up"),
            *("check_doors.make", "check_doors.end", "check_doors.poster"),
        ),
        "checks.form",
    ),
    "renewal_pages.ready": "renewals.index",
    "renewal_pages.ready_paper": "renewals.index",
    "renewal_pages.ready_first": "renewals.index",
    "renewal_pages.ready_first_paper": "renewals.index",
    "renewal_pages.summary_paper": "renewals.index",
    "renewal_pages.answer_paper": "renewals.index",
    "renewal_pages.handed_in": "renewals.index",
    "renewal_pages.keep_papers": "renewals.form",
    "renewal_pages.package": "renewals.form",
    "guide_coverage.shown": "documents.index",
    "guide_coverage.xlsx": "documents.index",
    "guide_coverage.pdf": "documents.index",
    "pledge_rounds.form": "pledges.form",
    "pledge_rounds.collect": "pledges.form",
    "records_due.index": "disposals.index",
    "records_due.draft": "disposals.form",
    "document_looks.index": "documents.index",
    "document_looks.record": "documents.form",
    "change_starts.form": "changes.form",
    "change_starts.begin": "changes.form",
    "change_starts.paper": "changes.index",
    "law_checks.index": "laws.index",
    "law_checks.record": "laws.form",
    "law_list.offered": "laws.form",
    "law_list.draft": "laws.form",
    "request_drafts.drafts": "requests.index",
    "request_drafts.draft_paper": "requests.index",
    "request_publication.shown": "requests.index",
    "request_publication.paper": "requests.index",
    "request_searches.mine": "requests.index",
    "request_searches.part": "requests.index",
    "request_searches.answer": "requests.index",
    "request_searches.form": "requests.edit_form",
    "request_searches.ask": "requests.edit_form",
    "check_fault_steps.mended_form": "checks.index",
    "check_fault_steps.mended": "checks.index",
    "complaint_steps.contact_form": "complaints.form",
    "complaint_steps.contact": "complaints.form",
    "complaint_steps.incident": "complaints.form",
    "complaint_steps.erase": "complaints.edit",
}
BESIDE_REGISTERS = {
    **{page: DOORS_OF_REGISTERS[like] for page, like in LIKE.items()},
    "incident_drafts.drafts": _WORKING,
    "incident_drafts.draft_paper": _WORKING,
    **dict.fromkeys(
        (f"incident_decisions.{page}" for page in ("mine", "shown", "decide", "file")), _WORKING
    ),
    "incident_course.shown": _WORKING,
    "incident_course.add": DOORS_OF_REGISTERS["incidents.form"],
    "incident_course.strike": DOORS_OF_REGISTERS["incidents.form"],
    **dict.fromkeys(
        (f"incident_course.{page}" for page in ("scope_form", "scope", "erase_persons")),
        DOORS_OF_REGISTERS["incidents.edit"],
    ),
    **dict.fromkeys(
        (f"request_matters.{page}" for page in ("mine", "shown", "decide", "file")), _WORKING
    ),
    **dict.fromkeys(
        (f"request_matters.{page}" for page in ("ask", "ease", "take_back")),
        DOORS_OF_REGISTERS["requests.edit"],
    ),
    "incident_decisions.ask": _MANAGING,
    "incident_decisions.close": _MANAGING,
    "incident_decisions.ease": _MANAGING,
    "incident_decisions.take_back": _MANAGING,
    "incident_drafts.take_on": {n for n in ACCOUNTS if Permission.HANDLE_REPORTS in may(n)},
    "check_reports.index": _READING,
    "check_reports.report": _MANAGING,
    "check_reports.period_paper": _READING,
    "check_reports.record": _WORKING,
    "check_reports.confirm": _MANAGING,
    "check_reports.paper": _WORKING,
    "complaint_reports.index": _READING,
    "complaint_reports.report": _MANAGING,
    "complaint_reports.period_paper": _READING,
    "complaint_reports.record": _WORKING,
    "complaint_reports.confirm": _MANAGING,
    "complaint_reports.paper": _WORKING,
    "contact_desk.show": _WORKING,
    "contact_desk.save": _MANAGING,
    "request_publication.save": {n for n in ACCOUNTS if Permission.HANDLE_REPORTS in may(n)},
    "contact_desk.check": _MANAGING,
}
# Questions to outsiders: whoever keeps registers sends them, managers erase whom they went to.
BESIDE_REGISTERS |= {
    f"questionnaires.{page}": {name for name in ACCOUNTS if permission in may(name)}
    for permission, pages in {
        Permission.SEE_RECORDS: ("index", "record", "file"),
        Permission.KEEP_REGISTERS: ("form", "send", "again", "revoke", "take", "close"),
        Permission.ERASE: ("forget",),
    }.items()
    for page in pages
}
# Trainings: whoever works here takes theirs, heads record for others, managers begin and report,
# and whoever audits them reads what was reported.
BESIDE_REGISTERS |= {
    page: {name for name in ACCOUNTS if permission in may(name)}
    for permission, pages in {
        Permission.SEE_RECORDS: (
            *("assignments_taken.index", "assignments_taken.of_person"),
            *("assignments_taken.record", "assignments_taken.answer"),
        ),
        Permission.KEEP_REGISTERS: (
            *("course_questions.shown", "course_questions.add", "course_questions.form"),
            *("course_questions.change", "course_questions.remove"),
            "course_questions.draft_starter",
            *("assignments_taken.decide", "trainings_held.sheet_form", "trainings_held.sheet"),
        ),
        Permission.HANDLE_REPORTS: (
            *("trainings_held.start", "trainings_held.report_form", "trainings_held.report"),
            *("trainings_held.confirm", "trainings_held.links_form", "trainings_held.send_links"),
        ),
        Permission.READ_REPORTS: (
            *("trainings_held.report_paper", "trainings_held.years"),
            *("trainings_held.years_paper", "trainings_held.plan_paper"),
        ),
    }.items()
    for page in pages
}
