"""One row of a checklist: its own page, its files, and what the audit day's script asks."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from pms_tracker import clock
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.preparing import undo
from pms_tracker.check.rules.audit_rules import OPEN
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.config import MEGABYTE
from pms_tracker.database import transaction
from pms_tracker.evidence import evidence as files
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.checklists import row_facts, walk_page
from pms_tracker.web.check.checklists.row_forms import AnswerForm, EvidenceForm
from pms_tracker.web.door import queue_keys
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.door.uploads import uploads
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.forms.shared_forms import choices_of, refused_into
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record import links, record_history
from pms_tracker.web.sign_in import session_cookies

blueprint = Blueprint("rows", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist")

# Rows that the script may ask for at once.
MOST = 50


def shelf() -> checklists.Shelf:
    """Where evidence lies, and how large a file may be."""
    return checklists.Shelf(settings().evidence_folder, settings().evidence_megabytes * MEGABYTE)


@blueprint.get("/pulse")
@requires(Permission.CARRY_OUT_AUDITS)
def pulse(reference: Reference) -> ResponseReturnValue:
    """Who is signed in and for how long, the time here, a fresh token, this sign-in's key, and
    which rows were written how often.

    The rows cost one statement, so that every open checklist may ask all day.
    """
    viewer = me()
    found = checklist_rows.versions(reference, viewer)
    return jsonify(
        person=viewer.person_id,
        token=generate_csrf(),
        key=queue_keys.key(viewer.person_id),
        lasts=session_cookies.seconds_left(),
        now=clock.now().timestamp(),
        versions={str(row.position): row.version for row in found if row.version > 1},
        also=checklist_rows.also_writing(found, viewer.person_id),
    )


@blueprint.get("/rows")
@requires(Permission.CARRY_OUT_AUDITS)
def told(reference: Reference) -> ResponseReturnValue:
    """Rows by number (`?at=3,15`) as they stand now; of a single one also what is known of it."""
    audit = audits.by_reference(reference, seen_by=me())
    asked = request.args.get("at", "").split(",")[:MOST]
    positions = [int(each) for each in asked if each.isascii() and each.isdecimal()]
    found = row_facts.told(audit, [each for each in positions if each < 10**9])
    known = row_facts.known(audit, positions[0]) if len(found) == 1 else None
    return jsonify(rows=found, known=known)


@blueprint.get("/<int:position>")
@requires(Permission.CARRY_OUT_AUDITS)
def record(reference: Reference, position: int) -> ResponseReturnValue:
    return page(audits.by_reference(reference, seen_by=me()), position)


def page(
    audit: Audit,
    position: int,
    answering: AnswerForm | None = None,
    attaching: EvidenceForm | None = None,
) -> ResponseReturnValue:
    """The page of one row, with the form that was refused, if one was."""
    found = checklist_rows.rows(audit, [position], viewer=me())
    if not found:
        raise NotFound("no_such_row", position=position)
    row = found[0]
    place = url_for("checklists.answer", reference=audit.reference, position=position)
    form, draft_place = _form(audit, row, place, answering)
    refused = answering or attaching
    question, more = walk_page.words_of(row)
    html = render_template(
        "check/rows/record.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        row=row,
        question=question,
        more=more,
        facts=_facts(audit, row),
        known=walk_page.known(audit, row.requirement_id, me()),
        said=walk_page.said_by(row),
        writes=me().person_id in audits.team_ids(audit.id) and audit.state in OPEN,
        form=form,
        attaching=attaching or EvidenceForm(formdata=None),
        refused=refused,
        files=files.files(f"{audit.reference}/{position}"),
        findings=checklists.findings_by_item(audit.id).get(row.id, []),
        history=record_history.of(f"{audit.reference}/{position}"),
        file_limit=evidence_views.limit_words(),
        place=place,
        draft_place=draft_place,
    )
    return html, refused.status if refused else 200


def _facts(audit: Audit, row: Any) -> list[tuple[str, object]]:
    """What is known of the question itself; what nobody said is left out."""
    earlier: object = ""
    if row.origin is Origin.FINDING:
        reference = format_reference(Kind.FINDING, row.fiscal_year, row.number)
        earlier = links.record_link(str(reference), known=row.sees_earlier)
    told: list[tuple[str, object]] = [
        (gettext("要求事項"), walk_page.requirement_words(row)),
        (gettext("確認方法"), walk_page.methods_words(row.methods)),
        (gettext("着眼点"), row.hint),
        (gettext("証拠の例"), row.good_evidence),
        (gettext("前回の所見"), earlier),
        (gettext("対策を確かめたリスク"), walk_page.risk_link(audit, row) if row.risk else ""),
        (gettext("出所"), walk_page.origin_words(row)),
        (gettext("記入"), walk_page.said_by(row)),
    ]
    return [(name, value) for name, value in told if value]


def _form(audit: Audit, row: Any, place: str, refused: AnswerForm | None) -> tuple[AnswerForm, str]:
    """The form of a row, as it stands, as a draft has it or as it was refused; where drafts lie."""
    stands = {
        "result": row.result.value,
        "note": row.note,
        "asked": row.asked,
        "population": _number(row.population),
        "sample_size": _number(row.sample_size),
        "sample_how": row.sample_how,
    }
    draft_place = place
    if refused is None:
        walk = url_for("checklists.walk", reference=audit.reference)
        kept = form_drafts.typed_at(walk)
        mine = kept is not None and kept.get("row") == str(row.position)
        draft_place = walk if mine else place
        form = AnswerForm(place=draft_place, **stands)
    else:
        form = refused
    for name, value in stands.items():
        # What a short form did not carry is not to be lost when the long one is sent.
        if form.is_submitted() and name not in request.form:
            form[name].data = value
    form.version.data, form.row.data = row.version, row.position
    form.result.choices = choices_of(walk_page.offered(row.result))
    return form, draft_place


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


@blueprint.post("/<int:position>/undo")
@requires(Permission.CARRY_OUT_AUDITS)
def bring_back(reference: Reference, position: int) -> ResponseReturnValue:
    """Bring back a result that the reader cleared, or a question they took out, a moment ago."""
    with transaction():
        audit = audits.by_reference(reference, seen_by=me(), for_update=True)
        undo.bring_back(audit, position, by=me())
    flash(gettext("項目%(position)dを元に戻しました。", position=position), "done")
    page = "preparing.page" if request.form.get("back") == "preparing" else "checklists.walk"
    return redirect(url_for(page, reference=reference, _anchor=f"row-{position}"))


@blueprint.post("/<int:position>/evidence")
@requires(Permission.CARRY_OUT_AUDITS)
def attach(reference: Reference, position: int) -> ResponseReturnValue:
    form = EvidenceForm()
    if row_facts.asked_for():
        attaching = partial(_attach, form, reference, position)
        return row_facts.after(attaching, form, reference, position)
    if form.validate_on_submit():
        with refused_into(form):
            _attach(form, reference, position)
            flash(gettext("証拠を追加しました。"), "done")
            return redirect(url_for(".record", reference=reference, position=position))
    return page(audits.by_reference(reference, seen_by=me()), position, attaching=form)


def _attach(form: EvidenceForm, reference: Reference, position: int) -> None:
    chosen = uploads("files")
    if not chosen:
        raise BadInput("file_needed")
    with transaction():
        audit = audits.by_reference(reference, seen_by=me(), for_update=True)
        row = checklists.item(audit, position)
        assignments.begin(audit, by=me())
        checklists.attach(audit, row, chosen, shelf(), by=me(), uuid=form.uuid.change)


@blueprint.get("/<int:position>/evidence/<int:number>")
@requires(Permission.CARRY_OUT_AUDITS)
def file(reference: Reference, position: int, number: int) -> ResponseReturnValue:
    """A file of a row, for whoever may see the audit."""
    audit = audits.by_reference(reference, seen_by=me())
    return evidence_views.give(f"{audit.reference}/{position}", number)
