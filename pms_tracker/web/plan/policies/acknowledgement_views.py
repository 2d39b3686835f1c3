"""Pages of making a policy known: the text with its one button, and who has read it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext, pgettext
from flask_wtf.file import FileField
from wtforms import SelectChoice
from wtforms.validators import ValidationError

from pms_tracker import clock
from pms_tracker.config import MEGABYTE
from pms_tracker.database import LARGEST, Rows
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.acknowledgements import (
    acknowledgement_duties,
    acknowledgements,
    announcements,
    readers,
)
from pms_tracker.plan.acknowledgements.acknowledgements import Known, SignedList
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.reminders.scan import told_of
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.door.uploads import uploads
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.lists.filters import ROWS, Asked
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.pictures.section_papers import Paper, Part
from pms_tracker.web.plan.policies.published_policy import PUBLISHED, without_title
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text

blueprint = Blueprint("acknowledgements", __name__, url_prefix="/plan/policies")

USUAL_DAYS = timedelta(days=14)


class ReadForm(shared.Form):
    """One button; the edition that was shown goes with it."""

    edition = shared.VersionField()


class AnnounceForm(shared.Form):
    """Which version, until when, and in which way."""

    edition = shared.PickField(_l("周知する版"), _l("周知する版を選んでください。"))
    due_on = shared.DayField(_l("確認の期限"), _l("確認の期限を入力してください。"))
    way = shared.LineField(
        _l("周知の方法"), _l("周知の方法を入力してください。例：朝礼での説明とメール")
    )


class ListForm(shared.Form):
    """A list signed on paper."""

    edition = shared.VersionField()
    person_ids = shared.TicksField(_l("署名した人"), coerce=int, validate_choice=False)
    signed_on = shared.DayField(_l("署名の日"), _l("署名の日を入力してください。"))
    scan = FileField(_l("署名された一覧の写し"))

    def validate_person_ids(self, field: shared.TicksField) -> None:
        if any(not 0 < each <= LARGEST for each in field.data or ()):
            raise ValidationError(gettext("一覧から選んでください。"))


class AskedReaders(Asked):
    """What an address asks of the readers of one policy."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(request.args)
        self._reference = policy.reference

    @cached_property
    def place(self) -> str:
        return url_for("acknowledgements.standing", reference=self._reference)

    def known(self, made_known: Sequence[Known]) -> Known | None:
        """The version that is asked for, else the newest made known; None where none was."""
        asked = self.asks_for("edition")
        for earlier in made_known[1:]:
            if earlier.version.edition == asked:
                self.kept["edition"] = str(asked)
                return earlier
        return next(iter(made_known), None)


@blueprint.get("/<ref(POL):reference>/read")
@requires(Permission.OWN_SETTINGS)
def read(reference: Reference) -> ResponseReturnValue:
    """For everybody who signs in, those who see no records too: they are asked as all others."""
    return _read_page(_readable(reference), ReadForm(formdata=None))


@blueprint.post("/<ref(POL):reference>/read")
@requires(Permission.OWN_SETTINGS)
@step(ReadForm, lambda form, reference: _read_page(_readable(reference), form))
def acknowledge(form: ReadForm, reference: Reference) -> Done:
    """Pressed twice it is recorded once, without a slip: the second answer thanks as the first."""
    policy = _readable(reference)
    known = acknowledgements.the_announced(policy.id, me().person_id)
    acknowledgements.acknowledge(known, seen_edition=form.edition.number, by=me())
    return Done("", url_for(".read", reference=reference))


def _readable(reference: Reference) -> Policy:
    """A policy that its reader may read; rules of the firm are no matter of an auditor from
    outside, who reads what is published, and in their checklist what they audit against."""
    if reference != PUBLISHED and not me().may(Permission.SEE_PEOPLE):
        raise NotFound("no_such_record", reference=str(reference))
    return policies.by_reference(reference)


def _read_page(policy: Policy, form: ReadForm) -> ResponseReturnValue:
    known = acknowledgements.announced(policy.id, me().person_id)
    version = known.version if known else policies.published(policy.id)
    form.edition.data = version.edition
    read_text = policies.shown_of(version)
    page = render_template(
        "plan/acknowledgements/read.html",
        policy=policy,
        known=known,
        version=version,
        read=read_text,
        preamble=without_title(read_text),
        form=form,
        # What is left to read leads on; before the button is pressed there is nothing to lead to.
        others=acknowledgement_duties.mine(me().person_id) if known and known.read else [],
    )
    return page, form.status


@blueprint.get("/<ref(POL):reference>/acknowledgements")
@requires(Permission.SEE_RECORDS)
def standing(reference: Reference) -> ResponseReturnValue:
    """Who has read it and who has not: all for the management, a head's own units for a head."""
    return _standing_page(policies.by_reference(reference))


@blueprint.post("/<ref(POL):reference>/acknowledgements/announce")
@requires(Permission.KEEP_POLICIES)
@step(
    AnnounceForm,
    lambda form, reference: _standing_page(policies.by_reference(reference), announcing=form),
    once=True,
)
def announce(form: AnnounceForm, reference: Reference) -> Done:
    here = url_for(".standing", reference=reference)
    policy = policies.by_reference(reference, for_update=True)
    announcements.announce(
        policy, edition=form.edition.data, due_on=form.due_on.chosen, way=form.way.data, by=me()
    )
    return Done(gettext("周知しました。全員のホームに表示され、メールでもお知らせします。"), here)


@blueprint.post("/<ref(POL):reference>/acknowledgements/list")
@requires(Permission.SEE_RECORDS)
@step(
    ListForm,
    lambda form, reference: _standing_page(policies.by_reference(reference), signing=form),
    once=True,
)
def enter_list(form: ListForm, reference: Reference) -> Done:
    """By heads and the privacy manager alone; the rule tells whose names they may enter."""
    here = url_for(".standing", reference=reference)
    policy = policies.by_reference(reference, for_update=True)
    count = acknowledgements.enter_list(
        policy,
        _signed(form),
        settings().evidence_folder,
        limit_bytes=settings().evidence_megabytes * MEGABYTE,
        by=me(),
    )
    return Done(_entered(count), here)


def _signed(form: ListForm) -> SignedList:
    scan = next(iter(uploads("scan")), None)
    return SignedList(form.edition.number, form.person_ids.data or [], form.signed_on.chosen, scan)


def _entered(count: int) -> str:
    return ngettext(
        "%(num)d人の確認を、紙の署名として記録しました。",
        "%(num)d人の確認を、紙の署名として記録しました。",
        count,
    )


def _standing_page(
    policy: Policy, announcing: AnnounceForm | None = None, signing: ListForm | None = None
) -> ResponseReturnValue:
    viewer = me()
    rules.check_may_look(sees_all=viewer.sees_all, headed_unit_ids=viewer.headed_unit_ids)
    made_known = acknowledgements.made_known(policy.id, viewer.person_id)
    asked = AskedReaders(policy)
    known = asked.known(made_known)
    waiting = announcements.waiting(policy.id) if viewer.may(Permission.KEEP_POLICIES) else []
    refused = announcing or signing
    if waiting or announcing:
        announcing = _announce_form(policy, waiting, announcing)
    page = render_template(
        "plan/acknowledgements/standing.html",
        policy=policy,
        known=known,
        made_known=made_known,
        newest=known is next(iter(made_known), None),
        in_force=_in_force(waiting),
        announcing=announcing,
        **(_standing(policy, known, asked, signing) if known else {}),
        told_by_mail=_told(policy, known, made_known) if known else None,
    )
    return page, refused.status if refused else 200


def _in_force(waiting: Sequence[PolicyVersion]) -> PolicyVersion | None:
    """The text in force, where nobody was told of it yet."""
    today = clock.today()
    come = (each for each in waiting if each.effective_on and each.effective_on <= today)
    return next(come, None)


def _announce_form(
    policy: Policy, waiting: Sequence[PolicyVersion], form: AnnounceForm | None
) -> AnnounceForm:
    if form is None:
        form = AnnounceForm(
            formdata=None,
            place=url_for(".announce", reference=policy.reference),
            edition=waiting[0].edition,
            due_on=clock.today() + USUAL_DAYS,
        )
    form.edition.offer([(each.edition, _which(each)) for each in waiting], empty=False)
    return form


def _which(version: PolicyVersion) -> str:
    told = {"num": version.edition, "day": day_text(version.effective_on)}
    if _in_force([version]):
        return gettext("第%(num)d版（施行中）", **told)
    return gettext("第%(num)d版（%(day)sに施行）", **told)


def _standing(
    policy: Policy, known: Known, asked: AskedReaders, signing: ListForm | None
) -> dict[str, object]:
    viewer, stood = me(), known.stood
    units = readers.by_unit(stood, viewer)
    narrowed = wanted(asked, units)
    on_paper = readers.lists_of(stood.version_id)
    # Scans of other versions and of decisions lie with a policy as well.
    lists = [each for each in files.files(policy.reference) if each.number in on_paper]
    rows = asked.page(readers.listed(stood, viewer, narrowed, asked.order, ROWS))
    return {
        "asked": asked,
        "rows": rows,
        "units": units,
        "units_of": readers.units_of([row.id for row in rows], stood.on),
        "count": readers.counted(stood, viewer, narrowed),
        "totals": readers.totals(stood, viewer),
        "announced_by": people.names([known.announcement.announced_by_id]),
        "read_by": rules.read_by,
        "signing": _list_form(known, viewer, signing),
        "erased": {each.number for each in lists if each.erased_at is not None},
        "lists": _list_files(policy, lists) if viewer.sees_all else [],
        "file_limit": evidence_views.limit_words(),
    }


def _told(policy: Policy, known: Known, made_known: Sequence[Known]) -> Any:
    """Whom mails asked to read this version: those since it was made known, until the next was."""
    since = known.announcement.recorded_at
    told_at = (each.announcement.recorded_at for each in made_known)
    later = min((each for each in told_at if each > since), default=None)
    return told_of.told_to_read(policy.reference, since, later)


def _list_files(policy: Policy, lists: Sequence[EvidenceFile]) -> list[tuple[EvidenceFile, str]]:
    """The scans of signed lists, each with where it is read."""
    place = policy.reference
    return [(each, url_for(".file", reference=place, number=each.number)) for each in lists]


def wanted(asked: AskedReaders, units: Sequence[Any]) -> readers.Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(readers.SORTS, number=gettext("氏名"), read=gettext("確認した日"))
    state = asked.pick(
        "state",
        gettext("状態"),
        [("waiting", gettext("まだ")), ("read", pgettext("policy", "確認済み"))],
    )
    unit_id = asked.number("unit", gettext("部門"), [(row.id, row.name) for row in units])
    return readers.Filter(unit_id, state == "read" if state else None, asked.text())


@blueprint.get("/<ref(POL):reference>/acknowledgements/list.pdf")
@requires(Permission.SEE_RECORDS)
def list_paper(reference: Reference) -> ResponseReturnValue:
    """The list to be signed, of those whose signatures the reader gathers."""
    policy, viewer = policies.by_reference(reference), me()
    known = AskedReaders(policy).known(acknowledgements.made_known(policy.id, viewer.person_id))
    names = _signers(known, viewer) if known else ()
    if not known or not names:
        raise NotFound("no_such_record", reference=str(reference))
    units = readers.units_of([row.id for row in names], known.stood.on)
    told = {"name": policy.title, "version": _which(known.version)}
    paper = Paper(
        gettext("周知の署名一覧"),
        [
            Part(
                "",
                [[row.name, labels.between(units[row.id]), "", ""] for row in names],
                (3, 4, 3, 5),
                [gettext("氏名"), gettext("部門"), gettext("署名の日"), gettext("署名")],
                by_hand=True,
            )
        ],
        reference=str(policy.reference),
        notes=[gettext("「%(name)s」%(version)sを読み、内容を確認しました。", **told)],
        letters=9.5,
    )
    name = papers.named(f"{policy.reference}-list.pdf")
    return papers.handed(section_papers.made(paper), name)


def _signers(known: Known, viewer: people.Viewer) -> Rows:
    """Those who cannot sign in and have not signed, for whoever may enter their signatures."""
    if not viewer.headed_unit_ids and Role.PRIVACY_MANAGER not in viewer.roles:
        return ()
    return readers.without_account(known.stood, viewer)


def _list_form(known: Known, viewer: people.Viewer, form: ListForm | None) -> ListForm | None:
    """The form for those who cannot sign in, for whoever may enter it, if there are any."""
    names = _signers(known, viewer)
    if not names and form is None:
        return None
    form = form or ListForm(formdata=None)
    form.edition.data = known.version.edition
    form.person_ids.choices = [SelectChoice(row.id, row.name) for row in names]
    return form


@blueprint.get("/<ref(POL):reference>/acknowledgements/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """A signed list, for whoever may see everybody on it."""
    policy = policies.by_reference(reference)
    if not readers.may_see_scan(policy.id, number, me()):
        raise NotFound("no_such_file", number=number)
    return evidence_views.give(policy.reference, number)
