"""R18: records are never deleted. What may be is listed here, each with the reason why."""

import ast
from pathlib import Path

from pms_tracker import config

# Neither of them is a record: nobody acted upon it, and what mattered of it is in the trail.
MAY_GO = {
    "reminders/scan/withdrawing.py": "that a letter was to say something, where it was never sent",
    "reminders/scan/stages.py": "the company's own stages of reminders, a setting",
    "plan/policies/clauses.py": "clauses and days of a version whose approval was void",
    "plan/policies/review_inputs.py": (
        "a lesson that no review answered, of a case that is open again"
    ),
    "plan/years/lessons.py": "a lesson that nobody answered, of a case that is open again",
    "plan/policies/mappings.py": "that two requirements ask for the same, as somebody saw it",
    "plan/years/year_writing.py": "rows of a plan of the year that nobody approved yet",
    "desk/sent.py": "forms already taken, kept for a while against a second click",
    "desk/kept_drafts.py": "what was typed and not sent",
    "desk/kept_views.py": "somebody's own saved filters",
    "registers/entry_fields.py": "that an entry names another, which it says itself",
    "do/registers/risk_lessons.py": "that a lesson lay at a risk, once its inbox has it no more",
    "tally/tallies.py": "counters, which can be counted anew",
    "duties/kept_duties.py": "what records want done, which can be derived anew",
    "check/programmes/programme_writing.py": "rows of a programme that nobody approved yet",
    "check/audits/teams.py": "somebody who is no longer of a team before its audit began",
    "check/preparing/question_templates.py": "questions of a template; checklists hold copies",
    "check/checklists/kept_rows.py": (
        "what a row said before a second thought, once it cannot be undone"
    ),
    "check/preparing/checklist_preparing.py": "rows of a checklist that nobody has answered",
    "act/effect/judgements.py": "the round after a verdict that was taken back, still unwritten",
    "act/management/management_reviews.py": (
        "who is asked no more to a management review that was not held yet"
    ),
    "act/management/review_minutes.py": (
        "what a draft of minutes says no more; signed ones are frozen"
    ),
    "act/management/review_decisions.py": "decisions of a draft of minutes that nobody signed yet",
    "people/accounts/sessions.py": "that somebody was signed in; what they did is in the trail",
    "people/accounts/sign_in_failures.py": "tries to sign in of a quarter of an hour ago",
    "people/changes/account_links.py": (
        "which provider vouches for an account; the trail tells of it"
    ),
    "people/accounts/security_log.py": (
        "events of the security log, once they were kept long enough"
    ),
    "act/erasures/erased_people.py": (
        "what was only somebody's own who left; records keep their number"
    ),
    "reminders/running/pruning.py": "letters kept long enough; the trail keeps their digests",
    "reminders/scan/clock_jumps.py": "what was noted of days that have not come",
    "reminders/running/beats.py": "runs of jobs noted for days that have not come",
    "people/imports/import_undo.py": "people of a file taken back, whom no record names",
    "upkeep/row_copies.py": "what migrations put into an empty database that is being restored",
    "mail/pauses.py": "that mail is paused, once the server takes it again; the log tells of it",
    "do/disclosure_requests/request_searches.py": (
        "that a unit is asked which never answered and is asked no more; the trail says who was"
    ),
    "registers/entry_editions.py": "the draft of a revision; the trail keeps what it said",
    "people/firm/company.py": "a day on which the company is not closed after all",
}


def deletes(path: Path) -> bool:
    """Whether a file calls `session.delete(...)` or SQLAlchemy's `delete(...)`."""
    text = path.read_text()
    if "delete" not in text:
        return False
    calls = (each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Call))
    return any(
        ast.unparse(call.func) in {"session.delete", "delete", "sa.delete"} for call in calls
    )


def test_r18_nothing_is_deleted_but_what_is_no_record() -> None:
    files = {str(path.relative_to(config.PACKAGE)): path for path in config.PACKAGE.rglob("*.py")}
    found = {name for name, path in files.items() if deletes(path)}
    assert found == set(MAY_GO)
