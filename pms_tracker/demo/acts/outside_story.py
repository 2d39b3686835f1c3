"""Act in the demo, from outside of audits: an examiner's point, an incident, and two reports."""

from collections.abc import Iterator
from datetime import timedelta

from pms_tracker import clock
from pms_tracker.act.cases import sources
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail.trail import SYSTEM

# Days from the day of loading.
EXAMINED, INCIDENT, NOTICED, NAMELESS, ANSWERED = -10, -6, -2, -3, -9
EXAMINER = "一般社団法人 信州プライバシー審査会"
POINT = (
    "外部に委託した教材発送について、委託先の監督の記録が、契約時の評価票のほかに残っていなかった。",
    "委託先管理台帳（発送業務）、契約時の評価票1通",
    "委託先の監督",
)
SLIP = (
    "面談の資料を、同じ姓の別の生徒の封筒に入れて渡した。その場で気付き、回収した。",
    "回収した封筒1通、面談の予定表",
    "個人情報取扱規程 第12条",
)
NEAR_MISS = "保護者へのメールの宛先に、別の保護者のアドレスが候補から入り、送る直前に気付きました。"
COMPLAINT = "退会した後にも案内が届いたと、電話で苦情を受けました。"
ANSWER = "送付停止の登録が済んでいることを確かめ、ご本人におわびしました。手順のとおりの対応です。"
NOBODYS = "受付の書類の棚が、昼休みの間、鍵をかけずに開いたままになっています。"
QUESTION = "お知らせありがとうございます。どの階の受付か、差し支えなければ教えてください。"


class OutsideActs:
    """What no audit found: taken as far as it has come on the day of loading."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(EXAMINED), Hour.PLAN, self._examined)
        yield Act(days.open(INCIDENT), Hour.PLAN, self._slipped)
        yield Act(days.open(ANSWERED), Hour.PLAN, self._answered)
        yield Act(days.open(NAMELESS), Hour.PLAN, self._nameless)
        yield Act(days.open(NOTICED), Hour.PLAN, self._noticed)

    def _stated(self, source: Source, unit: str, words: tuple[str, str, str]) -> sources.Stated:
        fact, evidence, rule = words
        unit_id = self._desk.cast.unit_ids[unit]
        return sources.Stated(source, unit_id, fact, evidence, clock.today(), rule=rule)

    def _examined(self) -> None:
        examined = sources.Examined(clock.today() - timedelta(days=1), EXAMINER, "指摘2")
        stated = self._stated(Source.EXAMINATION, "教務部", POINT)
        sources.open_case(stated, examined, by=self._manager())

    def _slipped(self) -> None:
        sources.open_case(self._stated(Source.INCIDENT, "松本教室", SLIP), by=self._manager())

    def _answered(self) -> None:
        by = self._desk.cast.viewer("岡田 アンナ")
        made = reports_in.report(reports_in.Told(Source.COMPLAINT, COMPLAINT), by=by)
        reports_in.close(made, ANSWER, version=made.version, by=self._manager())

    def _noticed(self) -> None:
        by, unit_id = self._desk.cast.viewer("伊藤 雄大"), self._desk.cast.unit_ids["松本教室"]
        reports_in.report(reports_in.Told(Source.INCIDENT, NEAR_MISS, unit_id), by=by)

    def _nameless(self) -> None:
        company_profile.switch({*company_profile.parts(), Part.PUBLIC_REPORTS}, by=SYSTEM)
        # Nobody holds this code: its form was never handed out.
        code = receipt_codes.code_of(receipt_codes.new_seed(), "demo")
        made = reports_in.report_without_name(reports_in.Told(Source.SELF_REPORT, NOBODYS), code)
        reports_in.say(made, QUESTION, by=self._manager())

    def _manager(self) -> Viewer:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)
