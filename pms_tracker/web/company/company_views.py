"""The company's page: name, fiscal year, how it writes years, when it mails and when it rests."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import Email, NumberRange, Optional, ValidationError

from pms_tracker import clock, locale_in_use
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm import company, people, working_days
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.web.door.access import me, requires, settings as app_settings
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.locale_fields import CountryField, FiscalFields, ZoneField
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, pressed, step

blueprint = Blueprint("company", __name__, url_prefix="/company")

HOUR = _l("0から23までの数で入力してください。")


class CompanyForm(FiscalFields):
    """What an administrator may change about the company."""

    version = shared.VersionField()
    name = shared.LineField(_l("会社名"), _l("会社名を入力してください。"))
    era = RadioField(
        _l("年の表し方"),
        choices=[SelectChoice("western", _l("西暦")), SelectChoice("era", _l("和暦"))],
        default=lambda: None if locale_in_use.has(Custom.ERAS) else "western",
        validators=[shared.Filled(_l("年の表し方を選んでください。"))],
    )
    digest_hour = shared.NumberField(
        _l("お知らせの時刻"), validators=[shared.Filled(HOUR), NumberRange(0, 23, HOUR)]
    )
    evidence_megabytes = shared.NumberField(_l("証拠ファイルの上限"), validators=[Optional()])
    fresh_signatures = BooleanField(_l("是正処置の署名の前に、パスワードをもう一度求める"))

    mail_contact = shared.LineField(
        _l("お問い合わせ先のメールアドレス"),
        longest=254,
        more=[
            Email(_l("メールアドレスを入力してください。例：pms@example.jp"), allow_smtputf8=False)
        ],
    )
    titles_in_mail = BooleanField(_l("メールに記録の題名を書く"))
    representative_box = BooleanField(_l("是正処置報告書に代表者の欄を設ける"))
    time_zone = ZoneField()
    holidays_of = CountryField()

    def validate_evidence_megabytes(self, field: shared.NumberField) -> None:
        most = app_settings().evidence_megabytes
        if field.data is not None and not 1 <= field.data <= most:
            told = gettext("1から%(most)sまでの数を入力するか、空欄にしてください。", most=most)
            raise ValidationError(told)


class HolidayForm(shared.Form):
    """A day on which the company is closed, or a rule by which it is every year."""

    # Ids of its own: the form stands on a page beside the company's settings.
    name = shared.LineField(
        _l("休日の名前"), _l("休日の名前を入力してください。"), longest=60, id="holiday-name"
    )
    day = shared.DayField(_l("休業する日"), _l("休業日を入力してください。"), id="holiday-day")
    until = shared.DayField(_l("休業の最終日"), id="holiday-until")
    repeats = RadioField(
        _l("休業する年"),
        choices=[SelectChoice("yearly", _l("毎年")), SelectChoice("once", _l("この年だけ"))],
        default="yearly",
        validators=[shared.Filled(_l("毎年か、この年だけかを選んでください。"))],
        id="holiday-repeats",
    )

    @property
    def closing(self) -> company.Closing:
        """What was entered."""
        yearly = self.repeats.data == "yearly"
        return company.Closing(
            self.name.data.strip(), self.day.chosen, self.until.data, yearly=yearly
        )


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def settings() -> ResponseReturnValue:
    """Everybody who works here may know how the company counts its years, and when it rests."""
    return _page(_as_it_is())


def _as_it_is() -> CompanyForm:
    found = people.the_company()
    return CompanyForm(
        formdata=None,
        version=found.version,
        name=found.name,
        fiscal_start_month=found.fiscal_start_month,
        fiscal_start_day=found.fiscal_start_day,
        fiscal_naming=found.fiscal_naming,
        era="era" if found.era_dates else "western",
        digest_hour=found.digest_hour,
        evidence_megabytes=found.evidence_megabytes,
        fresh_signatures=found.fresh_signatures,
        mail_contact=found.mail_contact,
        titles_in_mail=found.titles_in_mail,
        representative_box=found.representative_box,
        time_zone=found.time_zone or "",
        holidays_of=found.holidays_of or "",
    )


def _page(form: CompanyForm, holiday_form: HolidayForm | None = None) -> ResponseReturnValue:
    found = people.the_company()
    changed = str(found.version) != str(form.version.data)
    # Whoever sends it once more has read what the other one entered.
    form.version.data = str(found.version)
    page = render_template(
        "company/settings.html",
        company=found,
        changed=changed,
        form=form,
        holiday_form=holiday_form or HolidayForm(formdata=None),
        server_megabytes=app_settings().evidence_megabytes,
        holidays=working_days.company_holidays(),
        numbered=company.has_numbered_records(),
        history=record_history.of("company"),
    )
    return page, holiday_form.status if holiday_form else form.status


@blueprint.post("/")
@requires(Permission.KEEP_COMPANY)
@step(CompanyForm, _page)
def save(form: CompanyForm) -> Done:
    company.change(_wanted(form), seen=form.version.number, by=me().actor)
    return Done(gettext("会社の設定を保存しました。"), url_for(".settings"))


def _wanted(form: CompanyForm) -> company.Settings:
    return company.Settings(
        form.name.data.strip(),
        form.fiscal_start_month.data,
        form.era.data == "era",
        form.digest_hour.data,
        form.evidence_megabytes.data,
        fresh_signatures=form.fresh_signatures.data,
        mail_contact=(form.mail_contact.data or "").strip() or None,
        titles_in_mail=form.titles_in_mail.data,
        representative_box=form.representative_box.data,
        time_zone=form.time_zone.data or None,
        holidays_of=form.holidays_of.data or None,
        fiscal_start_day=form.fiscal_start_day.data,
        fiscal_naming=form.naming(locale_in_use.pack()),
    )


@blueprint.post("/holidays")
@requires(Permission.KEEP_COMPANY)
@step(HolidayForm, lambda form: _page(_as_it_is(), form))
def add_holiday(form: HolidayForm) -> Done:
    company.add_holiday(form.closing, by=me().actor)
    return _done(gettext("会社休日を登録しました。"))


def _done(words: str) -> Done:
    return Done(words, url_for(".settings", _anchor="holidays"))


@blueprint.get("/holidays/<int:holiday_id>")
@requires(Permission.KEEP_COMPANY)
def change_holiday_form(holiday_id: int) -> ResponseReturnValue:
    found = company.holiday(holiday_id)
    return _holiday_page(found, _holiday_form(found))


def _holiday_form(found: CompanyHoliday) -> HolidayForm:
    """What is there; of what comes every year, the next time it does."""
    first, last = company.next_time(found, clock.today())
    return HolidayForm(
        formdata=None,
        name=found.name,
        day=first,
        until=last,
        repeats="once" if found.once_on else "yearly",
    )


def _holiday_page(found: CompanyHoliday, form: HolidayForm) -> ResponseReturnValue:
    return render_template("company/holiday.html", holiday=found, form=form), form.status


@blueprint.post("/holidays/<int:holiday_id>")
@requires(Permission.KEEP_COMPANY)
@step(HolidayForm, lambda form, holiday_id: _holiday_page(company.holiday(holiday_id), form))
def change_holiday(form: HolidayForm, holiday_id: int) -> Done:
    company.change_holiday(holiday_id, form.closing, by=me().actor)
    return _done(gettext("会社休日を変更しました。"))


@blueprint.post("/holidays/<int:holiday_id>/remove")
@requires(Permission.KEEP_COMPANY)
@pressed()
def remove_holiday(holiday_id: int) -> Done:
    company.remove_holiday(holiday_id, by=me().actor)
    return _done(gettext("会社休日を削除しました。"))
