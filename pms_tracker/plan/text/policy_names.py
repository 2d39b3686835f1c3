"""Who issues a policy and who signs it: companies, offices, their heads, as lines name them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pms_tracker.kernel.era_dates import fold
from pms_tracker.plan.text import policy_desk
from pms_tracker.plan.text.policy_desk import written
from pms_tracker.plan.text.policy_labels import without_mark
from pms_tracker.plan.text.policy_written import without_days

_FORM = (
    r"(?:株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:一般|公益)?(?:社団|財団)法人"
    r"|(?:(?:認定)?(?:特定非営利活動|NPO\s?)|学校|(?:社会)?医療|社会福祉|宗教|監査|税理士|弁護士|弁理士|司法書士|行政書士"
    r"|社会保険労務士|土地家屋調査士|特許業務|農事組合|(?:地方)?独立行政|国立大学|公立大学)法人"
    r"|(?:生活|農業|漁業|事業)?協同組合|労働組合|信用(?:金庫|組合)|\(株\)|\(有\))"
)
# How offices are called that are no company: a name of their own ends so.
_OFFICE = (
    r"(?:クリニック|医院|歯科|病院|診療所|薬局|(?:幼稚|保育|こども|学)園|(?:小|中|高等|専門)学校|学院|大学"
    r"|事務所|商工会(?:議所)?|教育委員会|(?:連合|自治|町内|同窓|校友|後援|保護者|父母|互助|親睦|協|学|医師|薬剤師|振興|協議|商店)会|企業団|広域連合"
    r"|(?:健康保険|森林|漁業|農業|同業|管理)組合|[市町村区県])"
)
# The same, of those whose word heads a clause as well.
_PLACE = (
    r"(?:教室|塾|スクール|ホテル|旅館|農園|牧場|美容室|サロン|商店|書店|酒造|協会|連盟|クラブ|機構|財団"
    r"|図書館|美術館|博物館|食堂|神社)"
)
_NAME = r"[^\s、。,()「」【】〔〕《》:]"
# の ends a company's name before what it has; before anything else it is part of the name.
_OF_COMPANY = (
    r"個人|プライバシ|お客|顧客|方針|取[扱り]|情報|保護|基本|代表|役[員職]|従業|社員|事業|商品|スタッフ|ボランティア"
    r"|製品|サービス|運営|提供|皆|当社|ウェブ|ホームページ|サイト|本社|店舗|採用|業務|規[程則]"
)
# What ends a line behind は may be the name's own: 株式会社いろは製作.
_REST_OF_NAME = r"(?!制定|改[定正]|策定|施行|作成|運営|発行|公表|実施)[一-鿿ァ-ヶー]{1,8}$"
_OFFICE_ALONE = re.compile(rf"{_NAME}{{2,20}}?{_OFFICE}")
# What a title speaks of, behind the name of whoever issues it.
_SUBJECT = (
    r"(?:保有|特定|従業[員者]?|社員)?(?:の)?個人(?:情報|データ|番号|関連情報)|(?:匿名|仮名)加工情報"
    r"|情報セキュリティ|お?客様|プライバシー|議会"
)
_ENGLISH_NAME = r"[A-Z][\w&'’-]{0,30}(?: (?:[A-Z&][\w&'’-]{0,30}|of|and|for|the)){0,6}"
_ENGLISH_COMPANY = re.compile(
    rf"{_ENGLISH_NAME},? (?:(?:Co|CO)\.,? ?(?:Ltd|LTD)\.?|Company,? Limited|Inc(?:\.|orporated)?"
    r"|(?:(?:Pte|Pty|PTE|PTY)\.? )?(?:Limited|LIMITED|(?:Ltd|LTD)\.?)|LLC|LLP|PLC|plc|INC\.?|GmbH"
    r"|Corporation|CORPORATION|Corp\.?|K\.K\.|G\.K\.|B\.V\.|N\.V\.|S\.A\."
    r"|(?:Foundation|Association|Society|Institute|Co-?operative|School|Academy|University|College"
    r"|Hospital|Clinic|Trust(?: (?:for|of) [A-Z][a-z]+)?|Council|Library(?: Service)?|Museum"
    r"|Charity)(?! (?!Privacy|Data|Personal|Policy|Notice|Rules|Regulations?|Statement)[A-Z][a-z]))"
    r"(?![\w])"
)
# The head of a paper in capitals, where no sentence says the name.
_IN_CAPITALS = re.compile(
    r"^(?:[A-Z&][A-Z'’.-]{0,30} ){1,6}(?:FOUNDATION|ASSOCIATION|SOCIETY|INSTITUTE|SCHOOL|ACADEMY"
    r"|UNIVERSITY|COLLEGE|HOSPITAL|CLINIC|TRUST|COUNCIL|MUSEUM|CHARITY)$"
)
_ENGLISH_HEAD = (
    r"(?:(?:Representative |Managing |Executive )?Director|Managing Partner|Principal"
    r"|Head(?:master|mistress| ?[Tt]eacher| of School)?|Secretary General|Founder|Owner"
    r"|(?:Vice )?(?:President|Chair(?:man|woman|person)?)|CEO|Chief Executive(?: Officer)?"
    r"|Representative)"
)
# With a second one, and of what: President and CEO; Chair of the Board; Director, Example Inc.
_ENGLISH_OFFICE = (
    rf"{_ENGLISH_HEAD}(?:(?:,? and|,| ?&| ?/) ?{_ENGLISH_HEAD})?"
    r"(?:(?:,| of| at) [^;:]{2,45})?"
)
_PERSON = r"[A-Z][\w'’.-]{0,30}(?: [A-Z][\w'’.-]{0,30}){1,3}"
_ENGLISH_REPRESENTATIVE = (
    re.compile(
        rf"(?:[^:;]{{1,60}}[,;] )?{_ENGLISH_HEAD}(?:(?: and|,| &)? {_ENGLISH_HEAD})?"
        rf"(?:: ?|, ?| )(?P<name>{_PERSON})"
    ),
    re.compile(
        r"(?:(?:Signed|Approved|Issued)(?: by)?|By|Name)?\s?:?\s?"
        rf"(?P<name>{_PERSON})(?:, ?| ?\(| [-–—] ){_ENGLISH_HEAD}\b.{{0,40}}"
    ),
)
_ISSUER = re.compile(
    rf"(?<!{_NAME}){_FORM}\s?{_NAME}+?(?=では|で、|における|について|として|および|及び"
    rf"|[はがをに](?![ぁ-ん]|[一-鿿]{{1,2}}[ぁ-ん]{{1,3}}会|{_REST_OF_NAME})"
    rf"|の(?={_OF_COMPANY})|[\s、。,()「」【】〔〕《》:]|代表|{_SUBJECT}|$)"
    rf"|{_NAME}+?{_FORM}(?=\W|$|{_SUBJECT})|^{_NAME}{{2,20}}?{_FORM}(?=では|における|[はが])"
)
_OFFICE_NAME = re.compile(
    rf"(?:^|(?<=[\s○、]))(?:{_NAME}{{2,20}}?{_OFFICE}|(?![当本各弊同]){_NAME}{{2,20}}?{_PLACE}(?=では|は))"
    rf"(?=は|では|における|の(?={_OF_COMPANY})|{_SUBJECT}|\(以下|\s|$)"
)
_ISSUER_LINE = re.compile(rf"{_FORM}\s?\S+|\S+\s?{_FORM}")
# Of whom a company runs it: 医療法人みほん会 みほん病院.
_COMPANY_OFFICE = re.compile(rf"{_FORM}{_NAME}{{1,16}}\s{_NAME}{{1,16}}{_OFFICE}")
_HEAD = (
    r"(?:代表取締役|取締役社長|代表社員|代表理事|代表者|代表|理事長|学院長|塾長|社長|会長)(?:氏?名)?"
    r"(?:\s?(?:社長|会長|副社長|理事長|学長|園長|院長|兼?\s?CEO|執行役員|学院長|塾長|弁護士|税理士|公認会計士|司法書士|医師))*"
)
# Of those that are words of ordinary sentences too, a blank or a colon stands before the name.
_HEAD_OF_OFFICE = (
    r"(?:(?:病)?院長|園長|校長|学長|総長|[市町村区]長|知事|教育長|会頭|組合長|所長|施設長|住職|宮司"
    r"|(?:専務|常務)理事|行政書士|税理士|司法書士|弁護士|社会保険労務士|公認会計士|弁理士|代表(?:弁護士|税理士|司法書士|行政書士)|支部長|館長|総?支配人|店主|執行委員長)(?:氏?名)?"
)
_REPRESENTATIVE = re.compile(
    rf"(?:{_HEAD}(?:\s*:\s*|\s+|(?![のへ]|[^(]*[)\]】〕〉》])(?=\S{{2,8}}$)"
    rf"|(?=[一-鿿]{{1,4}}\s\S{{1,5}}$)(?!専務|常務|副))|{_HEAD_OF_OFFICE}(?:\s*:\s*|\s+))"
    r"(?!\S*(?:取締役|[社会部課室院園校所]長|者)[)\s]*$)"
    r"(?P<name>[^\s、。:)0-9][^、。:0-9]{0,30})$"
)
_HEAD_ALONE = re.compile(rf"(?:{_FORM}\S*\s+)?(?:{_HEAD}|{_HEAD_OF_OFFICE})\s*:?\s*")
_SIGNED_FOR = re.compile(
    rf"^(?P<whose>{_NAME}{{2,20}})\s+(?:{_HEAD}|{_HEAD_OF_OFFICE})(?:\s*:\s*|\s+)\S"
)
# The same once more in English: 代表取締役　双葉 いつき / Itsuki Futaba, President.
_IN_ENGLISH = re.compile(r"(?<=[^\x00-\x7f])\s*[/／]\s*[A-Z][A-Za-z ,.]*$")
_SIGNED = re.compile(rf"{_HEAD}|{_HEAD_OF_OFFICE}")
# The stamp, and how a name is read.
_BEHIND_NAME = re.compile(r"\s*(?:[(（][ぁ-んァ-ヶー\s\u3000]+[)）])?\s*[印㊞]?\s*$")
# Of whom a title speaks first: 喫茶つばめ　プライバシーポリシー, Example Privacy Policy.
_OF_TITLE = re.compile(
    r"(?P<name>\S(?:[^、。:]{0,28}\S)?)[\s/|-]+(?:個人情報|プライバシー|情報セキュリティ)\S*"
    r"|[【《〔]\S*(?:方針|ポリシー)[】》〕]\s+(?P<behind>\S{2,20})"
    rf"|(?P<english>{_ENGLISH_NAME}?) ?(?:[-–—:|] ?)?Privacy (?:Policy|Notice|Statement)"
)
# A line that may be a name and nothing else.
_ALONE = rf"{_ENGLISH_NAME}|(?=\S*[^\x00-\x7f])[^\s、。,:()「」>/|○●]{{2,20}}"
_HEAD_LINES = 4
_ABOVE_HEAD = re.compile(
    r"[^\s、。,:()「」>/|○●](?:[^、。,:()「」>/|○●]{0,28}[^\s、。,:()「」>/|○●])?"
)
_NOBODY = re.compile(
    r"社外秘|部外秘|取扱注意|社内限|(?i:confidential)|個人|情報|方針|規[程則定]|[お顧]客|社員|従業|特定|版|第|サイト|ページ|別[紙添]|様式|資料|について|[0-9]"
    r"|\b(?:our|your|web|website|site|online|global|general|internal|corporate|company|customer"
    r"|client|user|employee|staff|candidate|recruitment|applicant|data|cookie|and|personal|version)\b",
    re.I,
)
_EMPHASIS = re.compile(r"\*\*|__")
# What stands before a name in an English title: Data Protection Regulation of.
_TITLE_OF = re.compile(
    r".*\b(?:Regulations?|Rules?|Polic(?:y|ies)|Notice|Statement|Code) (?:of|for) (?:the )?"
)
# Who says we of themselves: Example Works ("we"), The Example Project (the "Project").
_WE = re.compile(
    rf"(?:The )?(?P<name>{_ENGLISH_NAME}),? ?\((?:(?:hereinafter|referred to as|collectively|the) "
    r"|[\"“'‘]){1,4}(?i:we|us|our|company|project|organi[sz]ation|school|shop|club)\b"
)
_DOES = re.compile(
    r"^(?:The )?(?!(?:This|These|It|We|You|Our|Your|They|There|If|When)\b)"
    rf"(?P<name>{_ENGLISH_NAME}) "
    r"(?:runs|operates|provides|sells|makes|offers|respects|values|collects|handles|takes|is an?)\b"
)
# Whom a sentence says to be the issuer: 発行者はみほん商会です。 この方針は、みほん商会が定める。
_OURS = (
    r"(?:この|本|当該?)"
    r"(?:規[程則定約]|方針|指針|要[綱領項]|細則|宣言|ポリシー|文書|サイト|サービス)"
)
_DONE = r"(?:定め|制定|策定|作成|発行|公表|公開|運営|運用)"
_WHO = r"(?:当[社店院園会校所]|わたし(?:たち|ども)|私(?:たち|ども)?)"
# How the names of firms end that say no form of company.
_TRADE = (
    r"(?:商会|商店|工房|工務店|製作所|研究所|設計|企画|本舗|堂|屋|舎|庵|亭|荘|組|書店|物産|産業|工業|建設|運輸"
    r"|ストア|ショップ|カフェ|スタジオ|デザイン|ワークス)"
)
_SAID = r"(?P<name>[^\s、。,:()「」]{2,20}?)"
_ENDS = r"(?:です|である|であります|となります|とする|といいます|と申します)?(?:。|\s*$)"
_TOLD = tuple(
    re.compile(way + _ENDS)
    for way in (
        rf"(?:発行|運営|取扱)(?:者|元|主体|事業者)(?:の(?:名称|氏名))?(?:は、?|:)\s?{_SAID}",
        rf"(?:事業者|当[社店院園会校所])の名称(?:は、?|:)\s?{_SAID}",
        rf"{_OURS}を{_DONE}\S{{0,6}}?のは、?{_SAID}",
        rf"^{_OURS}は、?(?!別に){_SAID}[がの]{_DONE}\S{{0,8}}?",
        rf"^{_WHO}は、?{_SAID}(?=とい|と申)",
        rf"^{_WHO}は、?(?P<name>[^\s、。,:()「」の]{{1,18}}?{_TRADE})(?=です|である)",
    )
)
# What somebody is, not how they are called.
_KIND = re.compile(
    r"(?:会社|企業|法人|団体|組織|[業者]|専門店|集団|[方的]|[部課室長]|役員?会|理事会|総会|会議|委員会|代表|別)$|^[当弊本各同]"
)
_COPYRIGHT = re.compile(r"©|\([Cc]\)|(?i:copyright|all rights reserved)")
# Those that a contract is between, as its first lines define them.
_PARTIES, _LONGEST_PARTIES = ("「甲」", "「乙」"), 400
_BETWEEN = re.compile(
    r"甲\([^)]{1,12}\)\S.{0,60}乙\(|\b[Bb]etween\b[^.]{3,160}\([^)]{3,60}\)[^.]{0,20}\band\b"
)
# Whoever a letter goes to did not write it.
_ADDRESSED = re.compile(r"(?:御中|各位|[^皆]様|殿|[^一-鿿]行)\s*$")


def is_between_two(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a text is a contract whose parties 甲 and 乙 are named above its clauses, and not one
    of them alone has signed it: nobody issues it."""
    said = fold("\n".join(line[:_LONGEST_PARTIES] for line in above))[0]
    if not (all(map(said.count, _PARTIES)) or _BETWEEN.search(said)):
        return False
    named = (written(_ISSUER, line[:200]) for line in below)
    return len({name for name in named if name}) != 1


def issuer(near: Sequence[str], lines: Sequence[str] = ()) -> str | None:
    """The company, as a line of its own if there is one, else where it is first named.

    What stands `near` the clauses, above and below them, tells it before the other lines do.
    """
    parts = (each for part in (near, lines) for each in (*filter(is_company, part), *part))
    told = dict.fromkeys(line[:200] for line in parts)
    heard: list[str] = []
    # A site's last line may name whoever made the site, or the company in another language.
    for line in sorted(told, key=lambda line: bool(_COPYRIGHT.search(line))):
        if not _ADDRESSED.search(line):
            heard.append(without_mark(_EMPHASIS.sub("", without_days(line))))
            name = written(_ISSUER, heard[-1]) or written(_ENGLISH_COMPANY, heard[-1])
            bare = _TITLE_OF.sub("", name or "")
            # Of "Regulations of the Association" nothing but its form is left.
            if bare and (bare == name or " " in bare or not bare.isascii()):
                return bare
    # An office that is no company has no form: it is known by how its name ends, or its head.
    offices = (written(_OFFICE_NAME, line) for line in heard)
    ways = (
        _above_its_head(near),
        *offices,
        *map(_told_in_a_sentence, heard),
        *map(_signed_for, heard),
        *(written(_IN_CAPITALS, line) for line in heard),
        *(named for line in heard if (named := _named_in_english(line))),
    )
    return next(filter(None, ways), None)


def _above_its_head(lines: Sequence[str]) -> str | None:
    """The line above that of whoever heads it: どんぐりの森 above 園長　団栗 美代."""
    for line, below in pairwise(filter(None, lines)):
        if _ABOVE_HEAD.fullmatch(line) and begins_with_head(below) and not _NOBODY.search(line):
            return line
    return None


def _told_in_a_sentence(line: str) -> str | None:
    """Whom a sentence says to be the issuer: 発行者はみほん商会です。"""
    names = (written(way, line, "name") for way in _TOLD)
    return next(
        (name for name in names if name and not (_NOBODY.search(name) or _KIND.search(name))), None
    )


def _named_in_english(line: str) -> str | None:
    """Who says we of themselves in a sentence, or what a sentence tells of its subject."""
    name = written(_WE, line, "name") or written(_DOES, line, "name")
    return name if name and not _NOBODY.search(name) else None


def _signed_for(line: str) -> str | None:
    """Whose head a line names: ホテルみほん　総支配人　見本 花子."""
    name = written(_SIGNED_FOR, line, "whose")
    return name if name and representative([line]) and not _NOBODY.search(name) else None


def named_at_title(title: str, above: Sequence[str]) -> str | None:
    """Whose policy a title says that it is, before the words of the field, or the line above it.

    Nothing else says of such a name that it is one: ask for `issuer` first.
    """
    match = _OF_TITLE.fullmatch(title.strip())
    head = [line for line in above if line][:_HEAD_LINES]
    at = next((i for i, line in enumerate(head) if title in line), 0)
    beside = [line for line in head[:at] if re.fullmatch(_ALONE, line)]
    names = [
        (match["name"] or match["behind"] or match["english"]) if match else "",
        *reversed(beside),
    ]
    return next((name for name in names if name and not _NOBODY.search(name)), None)


def representative(lines: Sequence[str]) -> str | None:
    """The name behind the representative's title, above or below it, nearest to the end."""
    pairs = (
        f"{line} {below}" if _HEAD_ALONE.fullmatch(fold(line[:61])[0]) else line
        for line, below in zip(lines, [*lines[1:], ""], strict=False)
    )
    short = [line for line in pairs if len(line) <= 60]
    short += [
        f"{name}, {office}"
        for pair in pairwise(filter(None, lines))
        for name, office in (pair, pair[::-1])
        if len(name) <= 40 and re.fullmatch(_ENGLISH_OFFICE, office[:60].strip())
    ]
    found = (_head(line) for line in reversed(short))
    return next((name for name in found if name), None)


def _head(line: str) -> str | None:
    line = _IN_ENGLISH.sub("", line)
    if name := written(_REPRESENTATIVE, line, "name"):
        return _BEHIND_NAME.sub("", name) or None
    matches = (pattern.fullmatch(line.strip()) for pattern in _ENGLISH_REPRESENTATIVE)
    names = (match["name"] for match in matches if match)
    return next((name for name in names if not is_company(name)), None)


def signs(line: str, following: Sequence[str]) -> bool:
    """Whether a line names the representative, by itself or with the line below it."""
    if representative([line]):
        return True
    ways = (_HEAD_ALONE.pattern, _PERSON, _ENGLISH_OFFICE)
    is_first = any(re.fullmatch(way, fold(line[:61])[0]) for way in ways)
    return bool(is_first and representative([line, *following[:1]]))


def begins_with_head(line: str) -> bool:
    """Whether a line names its representative and says no more."""
    return bool(_SIGNED.match(fold(line[:61])[0])) and representative([line]) is not None


def names_office(line: str) -> bool:
    """Whether a line names an office that is no company, and says no more."""
    return bool(_OFFICE_ALONE.fullmatch(fold(line[:41])[0]))


def is_company(line: str) -> bool:
    """Whether a line names a company and says no more."""
    if "。" in line:
        return False
    folded = fold(line[:41])[0]
    english = len(line) <= 60 and _ENGLISH_COMPANY.fullmatch(line.strip())
    japanese = (
        len(line) <= 40 and _ISSUER_LINE.fullmatch(folded) and not policy_desk.ROLE.search(folded)
    )
    return bool(english or japanese or _COMPANY_OFFICE.fullmatch(folded))


def begins_with_company(line: str) -> bool:
    """Whether a line names a company and, after a blank, who there is meant."""
    return bool(re.match(rf"{_FORM}\S{{1,30}}\s|\S{{1,30}}?{_FORM}\s", fold(line[:61])[0]))
