"""The first-run page: there while no company exists, with the server's one-time token."""

import hmac
import os
import secrets
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user

from pms_tracker.database import transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.locale_packs import LocalePack, pack
from pms_tracker.people.changes import founding, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.upkeep import secret_marks
from pms_tracker.web.door.access import public, settings
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.people.people_forms import SetUpForm
from pms_tracker.web.sign_in import passwords
from pms_tracker.web.words import days_in_words

blueprint = Blueprint("setup", __name__, url_prefix="/setup")

ROLES = (
    (Role.REPRESENTATIVE, "representative"),
    (Role.PRIVACY_MANAGER, "privacy_manager"),
    (Role.AUDIT_MANAGER, "audit_manager"),
    (Role.ADMINISTRATOR, "administrator"),
)


def token_file(instance: Path) -> Path:
    return instance / "setup.token"


def make_token(instance: Path) -> str:
    """A new one-time token for the first-run page, kept in the instance folder with mode 0600."""
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = token_file(instance)
    path.unlink(missing_ok=True)
    token = secrets.token_urlsafe(24)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
    return token


def _is_token(given: str) -> bool:
    if people.company() is not None:
        abort(404)
    path = token_file(settings().instance)
    known = path.read_text(encoding="ascii") if path.is_file() else ""
    return bool(known) and hmac.compare_digest(known.encode(), given.encode())


def _wait(*, with_another: bool) -> ResponseReturnValue:
    """The page of whoever came without the server's address, or with one of an earlier start."""
    page = render_template("setup/wait.html", with_another=with_another)
    return page, 403 if with_another else 200


@blueprint.get("/")
@public
def first_run() -> ResponseReturnValue:
    token = request.args.get("token", "")
    if not _is_token(token):
        return _wait(with_another=bool(token))
    return render_template("setup/first_run.html", form=SetUpForm(), token=token)


@blueprint.post("/")
@public
def found() -> ResponseReturnValue:
    token = request.form.get("token", "")
    if not _is_token(token):
        return _wait(with_another=True)
    form = SetUpForm()
    if form.validate_on_submit():
        with refused_into(form):
            wanted = _wanted(form)
            with transaction():
                account = founding.found(wanted)
            secret_marks.take(settings())
            token_file(settings().instance).unlink(missing_ok=True)
            login_user(account, authn_via=["password"])
            flash(gettext("初期設定が終わり、サインインしました。"), "done")
            flash(
                gettext("「お知らせの予定」のページから、テストメールを送って確かめられます。"),
                "info",
            )
            return redirect(url_for("start.path"))
    return render_template("setup/first_run.html", form=form, token=token), form.status


def _founder(form: SetUpForm, role: Role, name: str) -> founding.Founder:
    """Who is to hold a role; where nobody is named, the privacy manager is the administrator."""
    who = name if (form[name].data or "").strip() else "privacy_manager"
    return founding.Founder(role, form[who].data.strip(), (form[f"{who}_mail"].data or "").strip())


def _wanted(form: SetUpForm) -> founding.Founding:
    founders = tuple(_founder(form, role, name) for role, name in ROLES)
    chosen = pack(form.locale_pack.data)
    return founding.Founding(
        company=form.company.data.strip(),
        fiscal_start=form.fiscal_start,
        unit=form.unit.data.strip(),
        founders=founders,
        password_hash=passwords.hashed(form.password.data),
        representative_heads=form.representative_heads.data,
        language=_language(chosen),
        customs=_customs(form, chosen),
    )


def _customs(form: SetUpForm, chosen: LocalePack) -> staffing.Customs:
    """What is asked of a company elsewhere is proposed by the language, and no answer of one whose
    country is known."""
    if chosen.holidays_of is not None:
        return staffing.Customs(chosen, chosen.zone)
    zone, holidays_of = form.time_zone.data or None, form.holidays_of.data or None
    return staffing.Customs(chosen, zone, holidays_of, form.naming(chosen))


def _language(chosen: LocalePack) -> Language:
    """The language of whoever sets up, where the company's pack has it."""
    read = days_in_words.language()
    return Language(read if read in chosen.languages else chosen.languages[0])
