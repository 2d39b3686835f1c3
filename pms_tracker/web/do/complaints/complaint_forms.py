"""Forms beside the register of complaints: the desk, who one came from, and a month's report."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from pms_tracker import clock
from pms_tracker.kernel.days import TimeNotRead, read_time
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm import people
from pms_tracker.people.firm.contact_desk import LONGEST, Desk
from pms_tracker.web.forms import shared_forms as shared


class TimeField(shared.LineField):
    """A time of the day, kept as `18:30` however it is typed."""

    @property
    def kept(self) -> str:
        return f"{read_time(self.data or ''):%H:%M}"


class DeskForm(shared.Form):
    """What the desk is called, and when it answers."""

    version = shared.VersionField()
    name = shared.LineField(_l("窓口の名称"), _l("窓口の名称を入力してください。"), longest=LONGEST)
    unit_id = shared.PickField(_l("窓口の部門"))
    phone = shared.LineField(_l("窓口の電話番号"), longest=LONGEST)
    opens = TimeField(_l("受付の始まり"), _l("受付の始まりを入力してください。"), longest=20)
    closes = TimeField(_l("受付の終わり"), _l("受付の終わりを入力してください。"), longest=20)
    answer_days = shared.NumberField(
        _l("最初の回答までの営業日数"),
        validators=[InputRequired(_l("営業日数を数字で入力してください。"))],
    )
    body = shared.LineField(_l("認定個人情報保護団体"), longest=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Times that cannot be read are said beside them."""
        valid = bool(super().validate(*args, **kwargs))
        times = [(field, _readable(field)) for field in (self.opens, self.closes)]
        return self.judged(*times) and valid

    @property
    def desk(self) -> Desk:
        return Desk(
            (self.name.data or "").strip(),
            self.unit_id.data,
            (self.phone.data or "").strip(),
            self.opens.kept,
            self.closes.kept,
            self.answer_days.data or 0,
            (self.body.data or "").strip(),
        )


def _readable(field: TimeField) -> Any:
    def check() -> None:
        try:
            read_time(field.data or "")
        except TimeNotRead as unread:
            raise BadInput("entry_time") from unread

    return check


class CheckForm(shared.Form):
    """That site, letters and forms show the same desk."""

    version = shared.VersionField()
    seen = shared.LongField(
        _l("確かめたところと結果"), _l("確かめたところと結果を入力してください。"), longest=1000
    )


class ContactForm(shared.Form):
    """Who turned to the firm, and how to reach them."""

    version = shared.VersionField()
    name = shared.LineField(_l("氏名"), longest=100)
    contact = shared.LineField(_l("連絡先"), longest=300)
