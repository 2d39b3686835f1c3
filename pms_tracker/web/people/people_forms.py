"""Forms about people: units, persons, memberships, roles, and the first set-up."""

import json
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, Field, PasswordField, RadioField, SelectChoice
from wtforms.validators import Email, ValidationError

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.locale_packs import PACKS
from pms_tracker.kernel.search_text import katakana
from pms_tracker.people.rules.people_rules import check_password, is_reading
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.language_fields import LanguageField
from pms_tracker.web.forms.locale_fields import (
    PACK_NAMES,
    CountryField,
    FiscalFields,
    ZoneField,
    proposed_pack,
)
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import troubles

# The others follow from memberships, or from where an auditor comes from.
DERIVED = frozenset({Role.DEPARTMENT_HEAD, Role.EMPLOYEE, Role.EXTERNAL_AUDITOR})
GRANTED = tuple(role for role in Role if role not in DERIVED)


def _invited() -> str:
    if troubles.sends():
        return gettext("サインインできるようにする（案内のメールを送ります）")
    return gettext("サインインできるようにする（案内のメールはファイルに残るので、手元で渡します）")


class MailField(shared.LineField):
    """An address; letters go there and its person signs in with it."""

    def __init__(self, label: object, missing: object = None, **kw: Any) -> None:
        wrong = _l("メールアドレスの形で入力してください。例：name@example.jp")
        check = Email(wrong, allow_smtputf8=False)
        super().__init__(label, missing, longest=254, more=(check,), **kw)


def fits(form: shared.Form, field: Field) -> None:
    """A password that the rule takes, beside the names and addresses in the lines of its form."""
    try:
        check_password(
            field.data, [each.data or "" for each in form if isinstance(each, shared.LineField)]
        )
    except BadInput as refusal:
        raise ValidationError(sentence(refusal)) from refusal


class ReadingField(shared.LineField):
    """How a name is read: katakana, into which typed hiragana and half-width kana are turned."""

    def __init__(self, label: object, **kw: Any) -> None:
        super().__init__(label, longest=100, more=(read_aloud,), **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([katakana(each) for each in valuelist])


def read_aloud(_form: shared.Form, field: Field) -> None:
    """Names of people from elsewhere may stay in Latin letters."""
    if not is_reading(field.data):
        raise ValidationError(gettext("カタカナで入力してください。例：ヤマダ ハナコ"))


class UnitForm(shared.Form):
    """A new auditable unit."""

    name = shared.LineField(_l("部門名"), _l("部門名を入力してください。"), longest=100)
    kind = RadioField(
        _l("種類"),
        choices=shared.choices_of(UnitKind),
        default=UnitKind.DEPARTMENT.value,
        validators=[shared.Filled(_l("種類を選んでください。"))],
    )
    opened_on = shared.DayField(_l("設置日"))

    @property
    def unit(self) -> tuple[str, UnitKind]:
        return self.name.data.strip(), UnitKind(self.kind.data)


class PersonForm(shared.Form):
    """A new person with their first membership."""

    name = shared.LineField(
        _l("氏名"), _l("氏名を入力してください。姓と名の間に空白を入れます。"), longest=100
    )
    reading = ReadingField(_l("フリガナ"))
    mail = MailField(_l("メールアドレス"))
    language = LanguageField(usual=True)
    unit_id = shared.PickField(_l("所属"), _l("所属を選んでください。"))
    since_on = shared.DayField(_l("所属の開始日"))
    is_head = BooleanField(_l("この部門の責任者"))
    auditor = BooleanField(_l("監査員に任命する"))
    account = BooleanField(LazyString(_invited))


class PersonChangeForm(shared.Form):
    """What is registered of a person; with a day, a name that changes from it on."""

    version = shared.VersionField()
    name = shared.LineField(
        _l("氏名"), _l("氏名を入力してください。姓と名の間に空白を入れます。"), longest=100
    )
    reading = ReadingField(_l("フリガナ"))
    since_on = shared.DayField(_l("名前が変わる日"))
    language = LanguageField()


class UnitChangeForm(shared.Form):
    """What is registered of a unit; with a day, a name that changes from it on."""

    version = shared.VersionField()
    name = shared.LineField(
        _l("部門名"), _l("部門名を入力してください。"), longest=100, id="unit-name"
    )
    kind = RadioField(
        _l("種類"),
        choices=shared.choices_of(UnitKind),
        validators=[shared.Filled(_l("種類を選んでください。"))],
        id="unit-kind",
    )
    since_on = shared.DayField(_l("名前が変わる日"), id="unit-since")


class MembershipForm(shared.Form):
    """One more membership."""

    unit_id = shared.PickField(_l("所属"), _l("所属を選んでください。"))
    since_on = shared.DayField(_l("開始日"))
    is_head = BooleanField(_l("この部門の責任者"))


class RoleForm(shared.Form):
    """A role to grant."""

    role = RadioField(
        _l("役割"),
        choices=shared.choices_of(GRANTED),
        validators=[shared.Filled(_l("役割を選んでください。"))],
    )


class MailForm(shared.Form):
    """The address of somebody who had none, or whose letters come back."""

    mail = MailField(_l("メールアドレス"), _l("メールアドレスを入力してください。"))


class ReasonedForm(shared.Form):
    """For a day that is over, a reason is given as well."""

    reason = shared.LineField(_l("理由"))

    @property
    def why(self) -> str:
        """The reason without blanks around it."""
        return (self.reason.data or "").strip()


class EndForm(ReasonedForm):
    """The last day of something."""

    until_on = shared.DayField(_l("終了日"))

    @property
    def day(self) -> date:
        """The day entered, or today."""
        return self.until_on.data or clock.today()


class CloseForm(EndForm):
    """The last day of a unit."""

    until_on = shared.DayField(_l("最後の日"), id="close-until")
    reason = shared.LineField(_l("理由"), id="close-reason")


class MergeForm(ReasonedForm):
    """Which unit another one becomes part of, and from which day on."""

    into_id = shared.PickField(_l("統合先"), _l("統合先の部門を選んでください。"), id="merge-into")
    since_on = shared.DayField(_l("統合の日"), id="merge-since")
    reason = shared.LineField(_l("理由"), id="merge-reason")


class SetUpForm(FiscalFields):
    """Company, first administrator and the three top roles, on an empty database."""

    locale_pack = RadioField(
        _l("会社のある国"),
        choices=[SelectChoice(key, said) for key, said in PACK_NAMES.items()],
        default=lambda: proposed_pack().key,
        validators=[shared.Filled(_l("会社のある国を選んでください。"))],
    )
    time_zone = ZoneField(default=lambda: proposed_pack().zone or "")
    holidays_of = CountryField()
    company = shared.LineField(_l("会社名"), _l("会社名を入力してください。"))
    unit = shared.LineField(
        _l("最初の部門"),
        _l("部門を1つ入力してください。ほかの部門は後で追加できます。"),
        longest=100,
    )
    representative = shared.LineField(
        _l("代表者の氏名"), _l("代表者の氏名を入力してください。"), longest=100
    )
    representative_mail = MailField(_l("代表者のメールアドレス"))
    representative_heads = BooleanField(_l("代表者を最初の部門の責任者にする"), default=True)
    privacy_manager = shared.LineField(
        _l("個人情報保護管理者の氏名"),
        _l("個人情報保護管理者の氏名を入力してください。"),
        longest=100,
    )
    privacy_manager_mail = MailField(_l("個人情報保護管理者のメールアドレス"))
    audit_manager = shared.LineField(
        _l("監査責任者の氏名"), _l("監査責任者の氏名を入力してください。"), longest=100
    )
    audit_manager_mail = MailField(_l("監査責任者のメールアドレス"))
    administrator = shared.LineField(_l("システム管理者の氏名"), longest=100)
    administrator_mail = MailField(_l("システム管理者のメールアドレス"))
    password = PasswordField(
        _l("システム管理者のパスワード"),
        validators=[shared.Filled(_l("パスワードを入力してください。")), fits],
    )

    @property
    def start_months(self) -> str:
        """The month in which years start by the pack of each country, as typing.js reads them."""
        return json.dumps({key: each.fiscal_start.month for key, each in PACKS.items()})

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whoever is the administrator signs in with an address: their own, or where nobody is
        named, that of the privacy manager, who is it then."""
        valid = bool(super().validate(*args, **kwargs))
        named = (self.administrator.data or "").strip()
        mail = self.administrator_mail if named else self.privacy_manager_mail
        if (mail.data or "").strip() or mail.errors:
            return valid
        mail.errors = [gettext("サインインに使うメールアドレスを入力してください。")]
        return False
