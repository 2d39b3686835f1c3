"""The organisation (体制図) as of any day, as a picture with its table; letters of appointment."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, pgettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock, locale_in_use
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.changes import organisation
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import requires
from pms_tracker.web.forms.as_of_forms import AsOfForm
from pms_tracker.web.forms.shared_forms import DayField
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, labels

blueprint = Blueprint("organisation", __name__, url_prefix="/people")

# What an office is there for (J.2.3), as its letter of appointment says.
DUTIES: Mapping[Role, tuple[LazyString, ...]] = {
    Role.PRIVACY_MANAGER: (
        _l("個人情報保護マネジメントシステム（PMS）の実施と運用に、責任と権限を持つ。"),
        _l("教育、運用の確認、是正処置を指揮し、その結果を代表者に報告する。"),
    ),
    Role.AUDIT_MANAGER: (
        _l("内部監査を計画し、監査員を指揮して実施する。"),
        _l("監査報告書を作成し、代表者に報告する。"),
        _l("監査を受ける業務から独立した立場で、公平に監査する。"),
    ),
    Role.AUDITOR: (
        _l("監査責任者のもとで内部監査を行い、所見を記録する。"),
        _l("自分が所属する部門を監査しない。"),
    ),
    Role.DEPARTMENT_HEAD: (
        _l("部門で、個人情報が定めたとおりに取り扱われるように管理する。"),
        _l("部門の不適合について原因を調べ、是正処置を計画し、実施する。"),
    ),
    Role.ADMINISTRATOR: (
        _l("PMSトラッカーの利用者と設定を管理する。"),
        _l("記録の承認を行わない。"),
    ),
}


class DayForm(AsOfForm):
    """As of which day the organisation is shown."""

    on = DayField(_l("いつの体制か"), _l("日付を入力してください。"), past=True)


@blueprint.get("/organisation")
@requires(Permission.SEE_PEOPLE)
def chart() -> ResponseReturnValue:
    form, day = DayForm.asked()
    found = organisation.as_of(day or clock.today())
    page = render_template(
        "people/organisation.html", form=form, found=found, roles=Role, rows=list(_rows(found))
    )
    return page, 200 if day else 400


def _rows(found: organisation.Organisation) -> Iterator[dict[str, object]]:
    """The table beneath the picture: each place with who holds it since when, and their letter."""
    for role, posts in found.offices.items():
        for post in posts:
            letter = None
            if role is not Role.REPRESENTATIVE:
                letter = url_for(".letter", person_id=post.person_id, grant_id=post.row_id)
            yield _row(labels.label(role), post, letter)
        if not posts:
            yield _row(labels.label(role), None, None)
    for unit in found.units:
        place = gettext(
            "%(unit)s %(role)s", unit=unit.name, role=labels.label(Role.DEPARTMENT_HEAD)
        )
        for post in unit.heads:
            letter = url_for(".head_letter", person_id=post.person_id, membership_id=post.row_id)
            yield _row(place, post, letter)
        if not unit.heads:
            yield _row(place, None, None)


def _row(place: str, post: organisation.Post | None, letter: str | None) -> dict[str, object]:
    """A place with who holds it; of one that nobody holds it says so as well."""
    return {
        "place": place,
        "name": post.name if post is not None else "",
        "url": url_for("people.record", person_id=post.person_id) if post is not None else "",
        "since": post.since_on if post is not None else None,
        "letter": letter,
    }


@blueprint.get("/organisation.pdf")
@requires(Permission.SEE_PEOPLE)
def paper() -> ResponseReturnValue:
    """The picture and its table on A4, to be handed out."""
    _form, day = DayForm.asked()
    if day is None:
        return chart()
    name = papers.named(f"organisation_{day}.pdf")
    return papers.answer("organisation", _on_paper(organisation.as_of(day)), name)


def _on_paper(found: organisation.Organisation) -> dict[str, object]:
    nobody = gettext("決まっていません")

    def named(posts: tuple[organisation.Post, ...]) -> list[str]:
        return [post.name for post in posts]

    def office(role: Role) -> tuple[str, list[str]]:
        return labels.label(role), named(found.offices[role]) or [nobody]

    day = days_in_words.day_text(found.on)
    return {
        **papers.frame(
            gettext("個人情報保護の体制図"), gettext("体制図"), day=gettext("%(day)s現在", day=day)
        ),
        "between": pgettext("between names in a list", "、"),
        "top": office(Role.REPRESENTATIVE),
        "left": office(Role.PRIVACY_MANAGER),
        "right": [office(Role.AUDIT_MANAGER), office(Role.AUDITOR)],
        "head": labels.label(Role.DEPARTMENT_HEAD),
        "member": gettext("所属する人"),
        "units": [
            [unit.name, named(unit.heads) or [nobody], named(unit.members)] for unit in found.units
        ],
        "columns": [gettext("役割"), gettext("氏名"), gettext("就いた日")],
        "rows": [
            [str(row["place"]), str(row["name"]) or nobody, _day(row["since"])]
            for row in _rows(found)
        ],
    }


def _day(day: object) -> str:
    return days_in_words.day_text(day) if isinstance(day, date) else ""


@blueprint.get("/<int:person_id>/roles/<int:grant_id>/letter.pdf")
@requires(Permission.SEE_PEOPLE)
def letter(person_id: int, grant_id: int) -> ResponseReturnValue:
    """The letter of appointment (任命書): the grant of the role on paper."""
    return _letter(organisation.appointment(person_id, grant_id))


@blueprint.get("/<int:person_id>/memberships/<int:membership_id>/letter.pdf")
@requires(Permission.SEE_PEOPLE)
def head_letter(person_id: int, membership_id: int) -> ResponseReturnValue:
    """The letter of appointment of the head of a unit."""
    return _letter(organisation.headship(person_id, membership_id))


def _letter(made: organisation.Appointment) -> ResponseReturnValue:
    role = labels.label(made.role)
    office = gettext("%(unit)s %(role)s", unit=made.unit, role=role) if made.unit else role
    since, until = days_in_words.day_text(made.since_on), days_in_words.day_text(made.until_on)
    data = {
        **papers.frame(gettext("任命書")),
        "to": gettext("%(name)s 殿", name=made.name),
        "sentence": gettext(
            "%(day)s付けで、あなたを%(office)sに任命します。", day=since, office=office
        ),
        "heading": gettext("職務"),
        "duties": [str(each) for each in DUTIES[made.role]],
        "term": [
            gettext("任期"),
            gettext("%(first)s〜%(last)s", first=since, last=until)
            if until
            else gettext("%(day)sから、任を解かれる日まで", day=since),
        ],
        "since": since,
        "office": labels.label(Role.REPRESENTATIVE),
        "by": made.by or "",
        "seal": gettext("印") if locale_in_use.has(Custom.SEALS) else "",
    }
    name = papers.named(f"appointment_{made.person_id}_{made.since_on}.pdf")
    return papers.answer("appointment", data, name)
