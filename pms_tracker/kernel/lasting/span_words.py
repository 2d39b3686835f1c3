"""Spans as people write them, read: 契約終了後5年, 5年（退職後）, 永年, 5 years after payment."""

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

from pms_tracker.kernel.era_dates import DayNotRead, read_number
from pms_tracker.kernel.lasting.spans import MOST, Span, SpanKind, Start, Unit

_STARTS = {
    Start.CONTRACT_END: (
        "契約終了 契約の終了 契約消滅 契約失効 契約の満了 契約の解除 委託契約の終了 退去 明渡し "
        "契約満了 満期 契約期間満了 契約期間終了 契約解除 解約 委託終了 "
        "委託契約終了 委託業務終了 委託業務完了 サービス終了 業務終了 業務完了 利用契約終了 "
        "契約完了 利用終了 支援終了 派遣終了 納品 引渡 引渡し 引き渡し 検収 プロジェクト完了 "
        "プロジェクト終了 案件終了 受託業務終了 派遣期間終了 派遣期間満了 工事完了 竣工 完工 退所 "
        "退院 "
        "contractend endofcontract"
    ),
    Start.WITHDRAWAL: (
        "退会・卒業 退会 脱退 登録抹消 登録解除 卒業 退塾 卒塾 退校 修了 退学 卒園 退園 "
        "退会または卒業 退会又は卒業 "
        "退会卒業 卒業・退会 退会/卒業 会員資格喪失 資格喪失 除籍 退寮 退部 転出 "
        "withdrawal withdrawalorgraduation graduation"
    ),
    Start.RETIREMENT: (
        "退職 退社 離職 退任 雇用終了 雇用契約終了 退職・退任 退職時 従業者の退職 任期満了 "
        "任期終了 "
        "employeedeparture retirement leaving resignation leavingthecompany"
    ),
    Start.LAST_DEAL: (
        "最終宿泊 最終乗車 最終貸出 最終連絡 最終更新 最終受注 最終納品 "
        "最終配送 最終施術 最終通院 最終記載 "
        "最終応対 最終対応 最終アクセス 最終ログイン 最終記入 最終接触 "
        "最終取引 取引終了 最終購入 最終利用 最終来店 最終来院 取引完了 最終診療 "
        "最終診察 完結 診療完結 治療終了 診療終了 最終受診 最終受講 最終来所 最終注文 対応完了 "
        "宿泊 取引 成約 校了 申告 "
        "lastdeal lasttransaction lastpurchase"
    ),
    Start.YEAR_END: (
        "年度末 当該年度末 当年度末 毎年度末 年度終了 当該年度終了 事業年度終了 事業年度末 "
        "会計年度末 決算 期末 "
        "yearend endoffiscalyear endofthefiscalyear fiscalyearend"
    ),
    Start.PAID: (
        "支払完了 決済 支払 支払い 支払い完了 支払終了 完済 精算 精算完了 入金 "
        "寄付 寄附 paid payment fullpayment"
    ),
    Start.NOT_HIRED: (
        "不採用決定 不採用 不採用通知 選考終了 採用選考終了 選考 採否決定 採用活動終了 "
        "nothired rejection decisionnottohire"
    ),
    Start.ACQUIRED: (
        "取得 入手 受領 収集 受付 作成 登録 受信 撮影 録画 録音 入力 発行 "
        "見学 来場 来店 来館 来所 応募 問合せ 問い合わせ "
        "申込 申込み 申し込み 申請 記入 記載 提出 回収 acquired acquisition collection"
    ),
}
_EVENTS = {word: start for start, words in _STARTS.items() for word in words.split()}
_ANY_EVENT = "|".join(sorted(map(re.escape, _EVENTS), key=len, reverse=True))
_EVENT = f"(?P<event>{_ANY_EVENT})"
_UNITS = {
    Unit.YEAR: ("年", "カ年", "ヶ年", "か年", "ヵ年", "ケ年", "箇年", "year", "years"),
    Unit.MONTH: ("月", "カ月", "ヶ月", "か月", "ヵ月", "ケ月", "箇月", "個月", "month", "months"),
    Unit.DAY: ("日", "day", "days"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_UNIT = "|".join(sorted(_UNIT_OF, key=len, reverse=True))
_NUMBER = r"(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})"
_LENGTH = (
    rf"満?(?:(?P<half>半年)|(?P<weeks>{_NUMBER})週|(?P<number>{_NUMBER})(?P<unit>{_UNIT})"
    rf"(?:(?P<and_half>半)|(?P<months>{_NUMBER})[カヶかヵケ箇]?月)?)(?P<during>間)?"
)
# What repeats takes no other way than the first, so that long words are given up at once.
_SINCE = (
    r"(?:の?(?:日|時))?(?:の?翌日)?"
    r"(?:後|から|より|以降|以後|した日から|してから|したら|して|起算して|起算)*+"
)
_AT_ONCE = "即[時日]|即座に|即|速やかに|すみやかに|直ちに|ただちに|遅滞なく|すぐ"
_DONE = "廃棄|破棄|消去|削除|処分|返却|返還"
_THEN = (
    r"(?:経過(?:した日|する|した|後)?|保管|保存|保持|利用|まで|以内|後|を|に|で|自動|上書き"
    rf"|{_DONE}|{_AT_ONCE})*+"
)
_SOON = rf"(?:{_AT_ONCE}|に|を|で|{_DONE}|まで|保管|保存)*+"
_AFTER = tuple(
    re.compile(each)
    for each in (
        rf"{_EVENT}{_SINCE}{_LENGTH}{_THEN}",
        rf"{_LENGTH}{_THEN}",
        rf"{_LENGTH}{_THEN}\({_EVENT}{_SINCE}\)",
        rf"{_LENGTH}(?:after|from|following)(?:the)?{_EVENT}",
    )
)
_UNTIL = (
    re.compile(rf"{_EVENT}(?:する|した)?(?:日|時)?(?:まで|後|時)?{_SOON}"),
    re.compile(rf"until(?:the)?{_EVENT}"),
)
_LASTING = {
    Start.RETIREMENT: "在職中 雇用期間中 雇用中 在任中 在職期間 雇用期間",
    Start.WITHDRAWAL: (
        "在籍中 会員期間中 会員である間 在学中 在園中 在籍期間 会員期間 在学期間 登録中 登録期間中 "
        "登録期間"
    ),
    Start.CONTRACT_END: (
        "契約期間中 契約中 契約継続中 取引中 契約期間 取引期間中 取引継続中 利用中 利用期間中 "
        "入居中 入所中 派遣中 派遣期間中 施工中"
    ),
}
_WHILE = {word: start for start, words in _LASTING.items() for word in words.split()}
# While something lasts and then for a length, which begins when it ends unless it says otherwise.
_WHILE_AND = re.compile(
    rf"(?P<while>{'|'.join(sorted(_WHILE, key=len, reverse=True))})中?"
    r"(?:及び|および|並びに|ならびに|かつ|と|・|\+|&|プラス)*"
    r"(?:その後|終了後|満了後|経過後|以後|後)?(?P<rest>.+)"
)
_NAMES_EVENT = re.compile(_EVENT)
_NEXT_YEAR_END = re.compile(rf"(?:翌|次)(?:事業|会計)?年度(?:の?末|終了)(?:まで)?{_SOON}")
_WORDS = {
    SpanKind.FOREVER: (
        "永年 永久 無期限 永久保存 永年保存 永年保管 永久保管 無期 半永久 半永久的 半永久的に "
        "forever permanent permanently indefinitely indefinite"
    ),
    SpanKind.AS_NEEDED: (
        "都度 随時 その都度 必要な都度 必要に応じて 都度廃棄 都度削除 使用の都度 "
        "asneeded as_needed asrequired"
    ),
    SpanKind.PURPOSE: "purpose untilthepurposeisachieved",
}
_ENDLESS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_PURPOSE = re.compile(
    rf"(?:利用|使用)?目的[のがを]?(?:達成|終了|完了)(?:する|される|した|され|し)?"
    rf"(?:まで|後|時点|時|次第)?{_SOON}"
)
# What says that it is needed no longer.
_NO_NEED = re.compile(
    r"(?:用済み?|不要に?(?:と?なった|と?なる|なり)?|必要[がで]?(?:なくな(?:った|る|り|れば)))"
    rf"(?:場合|とき|時点|時|後|次第|まで|たら|ら)*{_SOON}"
)
# A last deal whatever it is called; an event with more said before it; the end of anything.
_SINCE_IT = r"(?=(?:する|した)?の?(?:日|時|翌日)?(?:後|から|より|まで|以降))"
_LAST = re.compile(rf"^最終[^0-9()]{{1,8}}?{_SINCE_IT}")
_MORE_BEFORE = re.compile(rf"^[^0-9()後]{{1,12}}?(?=(?:{_ANY_EVENT}){_SINCE_IT})")
# One of two events, of which the last counts: 解約・満期後5年. Each time that something is done.
_OR_ELSE = re.compile(
    rf"^(?:{_ANY_EVENT})(?:・|/|または|又は|もしくは)(?=(?:{_ANY_EVENT}){_SINCE_IT})"
)
_EACH_TIME = re.compile(rf"[^0-9()]{{1,12}}の?都度{_SOON}")
_END_OF_IT = re.compile(
    rf"^[^0-9()後]{{0,12}}(?:終了|完了|満了|完結|解決|停止|施行|満期){_SINCE_IT}"
)
_ONCE_USED = re.compile(rf"(?:使用|利用|処理|入力|集計|発送)後(?=[^0-9]){_SOON}")
_CODE = re.compile(r"(?P<event>[a-z_]+)\+(?P<number>[0-9]{1,3})(?P<unit>day|month|year)")
# What is said of a length in brackets: 法定期間（7年）.
_ONLY_GROUND = re.compile(r"(?:[^0-9]{0,12}法|規程|規定|所定|社内).*")
_GROUND = re.compile(
    r"(?P<core>[^(（]+)[(（](?P<ground>(?:[^()（）]|[(（][^()（）]*[)）])*)[)）]", re.DOTALL
)
# Brackets that say another length, or when this one is not it: 3年（給与は7年）.
_OTHERWISE = re.compile(
    r"[0-9０-９一二三四五六七八九十]\s*[年月日週カヶか]|永[久年]|ただし|但し|除く|延長|場合"
)
# Words before a length that say why it is so long, and words that make one uncertain.
_BY_LAW = re.compile(
    r"(?P<ground>法定[^0-9]*|法令[^0-9]*|[^0-9()]+法(?:上の|によ[るり]|に基づ[くき]|の規定により)?)"
    r"(?P<rest>[0-9].*)"
)
_ABOUT = re.compile(
    r"^(?:約|おおむね|概ね|最低|原則として|原則|少なくとも|最長|(?:保存|保管|利用)(?:期間|年限|期限))"
    r"|(?:程度|以上|ほど|くらい|位)"
)


class SpanNotRead(ValueError):
    """Words that are no span."""


def read_span(text: str) -> Span:
    """A span as it is written, in Japanese, in English or as its code. Raises SpanNotRead."""
    found, sure = read_or_guess(text)
    if not sure:
        raise SpanNotRead(text)
    return found


def read_or_guess(text: str) -> tuple[Span, bool]:
    """A span, and whether its words say it for sure; words that are none are kept as they are."""
    tidy = " ".join(text.split())
    for words, ground in _with_ground(tidy):
        found = _read(_plain(words))
        if found is not None:
            sure = not _OTHERWISE.search(ground)
            return replace(found, ground=ground or found.ground), sure
    for words, ground in _with_ground(tidy):
        about = _ABOUT.sub("", _plain(words))
        found = _read(about, month=True) or _read(_roughly(about), month=True)
        if found is not None:
            return replace(found, ground=ground or found.ground), False
    return Span(SpanKind.UNREAD, words=tidy), False


def _with_ground(text: str) -> Iterator[tuple[str, str]]:
    yield text, ""
    if match := _GROUND.fullmatch(text):
        core, ground = match["core"].strip(), match["ground"].strip()
        yield core, ground
        if _ONLY_GROUND.fullmatch(core):
            yield ground, core


def _plain(text: str) -> str:
    folded = normalize("NFKC", text.partition("※")[0]).casefold()
    # 最後の受診 is 最終受診, 契約が終わって is 契約終了後.
    words = re.sub(r"[\s、,。]", "", folded).replace("最後の", "最終")
    return re.sub(r"が?終わ(?:って(?:から)?|ったら|った後)", "終了後", words)


def _roughly(words: str) -> str:
    """Words about an event that nobody knows, as of one that is like it."""
    if _ONCE_USED.fullmatch(words):
        return SpanKind.PURPOSE
    if _EACH_TIME.fullmatch(words):
        return SpanKind.AS_NEEDED
    words = _OR_ELSE.sub("", words)
    if _LAST.match(words):
        return _LAST.sub("最終取引", words)
    shorter = _MORE_BEFORE.sub("", words)
    return shorter if shorter != words else _END_OF_IT.sub("契約終了", words)


def _read(words: str, *, month: bool = False) -> Span | None:
    """The span that words are; with `month`, 3月 is taken for three months."""
    if words in _ENDLESS or _PURPOSE.fullmatch(words) or _NO_NEED.fullmatch(words):
        return Span(_ENDLESS.get(words, SpanKind.PURPOSE))
    if words in _WHILE or _NEXT_YEAR_END.fullmatch(words):
        return (
            Span(start=_WHILE[words]) if words in _WHILE else Span(start=Start.YEAR_END, length=1)
        )
    if match := _CODE.fullmatch(words):
        return _coded(match)
    forms = (form.fullmatch(words) for form in (*_AFTER, *_UNTIL))
    if match := next(filter(None, forms), None):
        return _counted(match, month=month)
    if match := _WHILE_AND.fullmatch(words):
        return _and_then(match, month=month)
    return _by_law(words, month=month)


def _by_law(words: str, *, month: bool) -> Span | None:
    match = _BY_LAW.fullmatch(words)
    rest = _read(match["rest"], month=month) if match else None
    return replace(rest, ground=match["ground"]) if rest and match else None


def _and_then(match: re.Match[str], *, month: bool) -> Span | None:
    """A length after something that lasts: 契約期間中＋5年 begins when the contract ends."""
    rest = _read(match["rest"], month=month)
    if rest is None or rest.kind is not SpanKind.AFTER or _NAMES_EVENT.search(match["rest"]):
        return rest
    return replace(rest, start=_WHILE[match["while"]])


def _coded(match: re.Match[str]) -> Span | None:
    if match["event"] not in set(Start):
        return None
    return Span(start=Start(match["event"]), length=int(match["number"]), unit=Unit(match["unit"]))


def _counted(match: re.Match[str], *, month: bool) -> Span | None:
    told = match.groupdict()
    start = _EVENTS[told["event"]] if told.get("event") else Start.ACQUIRED
    try:
        length, unit = _length(told)
    except DayNotRead:
        return None
    in_doubt = told.get("unit") == "月" and not told.get("during")
    if told.get("and_half") and _UNIT_OF.get(told["unit"] or "") is not Unit.YEAR:
        return None
    if length > MOST or (in_doubt and not month):
        return None
    return Span(start=start, length=length, unit=unit)


def _length(told: dict[str, str | None]) -> tuple[int, Unit]:
    if told.get("half"):
        return 6, Unit.MONTH
    if weeks := told.get("weeks"):
        return 7 * read_number(weeks), Unit.DAY
    number, unit = told.get("number"), _UNIT_OF.get(told.get("unit") or "", Unit.YEAR)
    if told.get("and_half"):
        return 12 * read_number(number or "") + 6, Unit.MONTH
    if months := told.get("months"):
        return 12 * read_number(number or "") + read_number(months), Unit.MONTH
    return read_number(number) if number else 0, unit
