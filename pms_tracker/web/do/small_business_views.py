"""Whether the company is a small business (中小規模事業者): the answer for each regime, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.do.ledger_facts import small_businesses
from pms_tracker.do.ledger_facts.small_businesses import Found
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import small_business_rules as rules
from pms_tracker.do.rules.ledger.small_business_rules import Answer, Condition, Judged, Regime
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.words.register_words import said_by, say

blueprint = Blueprint("small_business", __name__, url_prefix="/do/ledger/regime")
NAMES: Mapping[Regime, LazyString] = {
    Regime.LAW: _l("個人情報保護法"),
    Regime.MY_NUMBER: _l("マイナンバー（番号法）"),
}
SOURCES: Mapping[Regime, LazyString] = {
    Regime.LAW: _l("個人情報保護法ガイドライン（通則編）10"),
    Regime.MY_NUMBER: _l("特定個人情報ガイドライン（事業者編）別添1"),
}
ANSWERS: Mapping[Answer, tuple[str, str, LazyString]] = {
    Answer.YES: ("done", "check", _l("登録された内容では、中小規模事業者に当たります")),
    Answer.NO: ("", "info", _l("登録された内容では、中小規模事業者に当たりません")),
    Answer.OPEN: ("soon", "warning", _l("件数の数え直しが必要です")),
}
# What follows from either answer.
FOLLOWS: Mapping[tuple[Regime, bool], LazyString] = {
    (Regime.LAW, True): _l(
        "安全管理措置は必要です。手法は、中小規模事業者向けに示された例によることができます。"
    ),
    (Regime.LAW, False): _l(
        "安全管理措置の手法は、中小規模事業者向けの例ではなく、本来の例示によります。"
    ),
    (Regime.MY_NUMBER, True): _l(
        "安全管理措置は必要です。中小規模事業者向けに示された特例的な対応方法をとることができます。"
    ),
    (Regime.MY_NUMBER, False): _l(
        "中小規模事業者向けの特例的な対応方法はとれません。本則のとおり安全管理措置を講じます。"
    ),
}
# The tone, the icon and the word of the chip beside a condition.
CHIPS: Mapping[Answer, tuple[str, str, LazyString]] = {
    Answer.YES: ("done", "check", _l("満たす")),
    Answer.NO: ("late", "close", _l("満たさない")),
    Answer.OPEN: ("soon", "warning", _l("未確定")),
}
CONDITIONS: Mapping[tuple[Regime, Condition], LazyString] = {
    (Regime.LAW, Condition.WORKERS): _l("従業員が100人以下"),
    (Regime.LAW, Condition.PERSONS): _l("本人の数が、過去6か月のどの日も5,000人以下"),
    (Regime.LAW, Condition.OWN): _l("委託を受けて個人データを取り扱っていない"),
    (Regime.MY_NUMBER, Condition.WORKERS): _l("従業員が100人以下"),
    (Regime.MY_NUMBER, Condition.PERSONS): _l("本人の数が、過去6か月のどの日も5,000人以下"),
    (Regime.MY_NUMBER, Condition.OWN): _l("委託を受けてマイナンバーの事務を行っていない"),
}


@dataclass(frozen=True)
class Entry:
    """An entry with its address, how many persons it is about, and when they were counted."""

    words: str
    url: str
    count: str
    counted_on: date | None


@dataclass(frozen=True)
class Line:
    """One condition with its answer, the figures behind it, and the entries that decide it."""

    words: str
    chip: tuple[str, str, LazyString]
    figures: str
    entries: list[Entry]


@dataclass(frozen=True)
class Told:
    """What is said of one regime."""

    name: str
    source: str
    tone: str
    icon: str
    answer: str
    follows: str
    lines: list[Line]
    is_my_number: bool


@blueprint.get("/")
@requires(LEDGER.reader)
def shown() -> ResponseReturnValue:
    found = small_businesses.judged(me())
    its = found.judged.persons
    return render_template(
        "do/small_business/shown.html",
        name=say(LEDGER.name),
        since=rules.since(clock.today()),
        regimes=[_told(each, found) for each in Regime] if ledger.sees_whole(me()) else [],
        uncounted=_entries(its.uncounted, found),
        old=_entries(its.old, found),
        unsaid=found.judged.unsaid,
    )


def _told(regime: Regime, found: Found) -> Told:
    answer = found.judged.answer(regime)
    tone, icon, words = ANSWERS[answer]
    follows = str(FOLLOWS[regime, answer is Answer.YES])
    if answer is Answer.OPEN:
        follows = gettext(
            "判定できるまでは、当たらないものとして扱います。%(follows)s", follows=follows
        )
    return Told(
        str(NAMES[regime]),
        str(SOURCES[regime]),
        tone,
        icon,
        str(words),
        follows,
        [_line(regime, each, found) for each in Condition],
        regime is Regime.MY_NUMBER,
    )


def _line(regime: Regime, condition: Condition, found: Found) -> Line:
    judged = found.judged
    figures, references = _figures(regime, condition, judged)
    return Line(
        str(CONDITIONS[regime, condition]),
        CHIPS[judged.conditions[regime][condition]],
        figures,
        _entries(references, found),
    )


def _figures(regime: Regime, condition: Condition, judged: Judged) -> tuple[str, Iterable[str]]:
    if condition is Condition.WORKERS:
        return ngettext(
            "登録された在籍者%(num)d人", "登録された在籍者%(num)d人", judged.workers
        ), ()
    if condition is Condition.PERSONS:
        return _persons(judged.persons), judged.persons.over
    references = judged.entrusted[regime]
    if not references:
        return gettext("当てはまる記録はありません。"), ()
    return gettext("台帳に、預かっているものとして登録されています。"), references


def _persons(its: rules.Persons) -> str:
    """The figures behind how many different persons there are."""
    if its.over:
        return gettext("1件だけで5,000人を超える記録があります。")
    left = len(its.uncounted) + len(its.old)
    if left:
        return ngettext(
            "数え直すと判定できる記録が%(num)d件あります。",
            "数え直すと判定できる記録が%(num)d件あります。",
            left,
        )
    if its.answer is Answer.YES and its.most is not None:
        most = format_decimal(its.most)
        return gettext("区分の上限を合計しても%(most)s人です。", most=most)
    if its.most is None:
        return gettext("廃止した記録に、上限のない区分のものがあります。")
    if not its.most:
        return gettext("台帳に有効な記録がありません。")
    most = format_decimal(its.most)
    return gettext(
        "区分の上限の合計は%(most)s人です。同じ人が複数の記録にいるかもしれないため、"
        "重なりを除いた人数を数えてください。",
        most=most,
    )


def _entries(references: Iterable[str], found: Found) -> list[Entry]:
    return [_entry(each, found) for each in references]


def _entry(reference: str, found: Found) -> Entry:
    its, url = found.counts[reference], url_for("ledger.record", which=reference)
    words = said_by(LEDGER.field("count"), its.size)
    return Entry(found.names[reference], url, words, its.counted_on)
