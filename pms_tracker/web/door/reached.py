"""Which pages a company meets: those that are there by a custom, only where its pack has it."""

from flask import Flask, abort, request

from pms_tracker import locale_in_use
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.registers.register import Register

# Pages beside a register, which stand where it does.
BESIDE = {
    "risk_map": "risks",
    "risk_candidates": "risks",
    "ledger_reviews": "ledger",
    "first_ledger": "ledger",
    "small_business": "ledger",
    "ledger_alike": "ledger",
    "purpose_coverage": "purposes",
    "provision_need": "provisions",
    "disposals_due": "disposals",
    "records_due": "disposals",
    "incident_drafts": "incidents",
    "incident_decisions": "incidents",
    "incident_course": "incidents",
    "request_drafts": "requests",
    "request_matters": "requests",
    "request_publication": "requests",
    "request_searches": "requests",
    "complaint_steps": "complaints",
    "complaint_reports": "complaints",
    "contact_desk": "complaints",
    "contractors_unlisted": "contractors",
    "course_questions": "courses",
    "trainings_held": "training_plans",
    "assignments_taken": "training_plans",
    "check_runs": "checks",
    "check_starters": "checks",
    "check_fault_steps": "check_faults",
    "check_doors": "checks",
    "check_reports": "checks",
    "pledge_rounds": "pledges",
    "law_checks": "laws",
    "law_list": "laws",
    "guide_coverage": "documents",
    "document_looks": "documents",
    "change_starts": "changes",
    "renewal_pages": "renewals",
}
# Pages that are there by a custom, though no register they stand beside is.
OF_BLUEPRINTS = {
    "guide_coverage": Custom.PRIVACY_MARK,
    "law_list": Custom.PERSONAL_INFORMATION_ACT,
    # A plain register has no more beside it than its list.
    **dict.fromkeys(
        ("ledger_reviews", "first_ledger", "small_business", "ledger_alike", "life_cycle"),
        Custom.PERSONAL_INFORMATION_ACT,
    ),
    "public_requests": Custom.PERSONAL_INFORMATION_ACT,
}
OF_PAGES = {
    "requirement_imports.adopt_shipped": Custom.PRIVACY_MARK,
    "question_templates.take_starter": Custom.PRIVACY_MARK,
}
_OF_REGISTERS = {each.key: each.custom for each in REGISTERS}


def custom_of(endpoint: str) -> Custom | None:
    """The custom by which a page is there; None for those every company meets."""
    blueprint = endpoint.partition(".")[0]
    own = OF_PAGES.get(endpoint) or OF_BLUEPRINTS.get(blueprint)
    return own or _OF_REGISTERS.get(BESIDE.get(blueprint, blueprint))


def reaches(endpoint: str) -> bool:
    """Whether the company meets a page."""
    return locale_in_use.has(custom_of(endpoint))


def keeps(register: Register) -> bool:
    """Whether the company keeps a register."""
    return locale_in_use.has(register.custom)


def install(app: Flask) -> None:
    """What the company never meets is not found."""

    @app.before_request
    def _found() -> None:
        if request.endpoint is not None and not reaches(request.endpoint):
            abort(404)

    app.jinja_env.globals["reaches"] = reaches
