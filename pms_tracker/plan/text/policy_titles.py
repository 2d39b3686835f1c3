"""What a policy is called: which line above its clauses is its title, and which are its head."""

import re
from collections.abc import Sequence

from pms_tracker.kernel.era_dates import fold
from pms_tracker.plan.text import policy_facts, policy_names
from pms_tracker.plan.text.policy_labels import without_mark

_TITLE_WORD = re.compile(
    r"方針|ポリシー|規[程則定]|要[綱領項]|条例|細則|内規|会則|宣言|憲章|privacy|policy"
    r"|(?:手順書?|手引き?|マニュアル|ルール|規約|特記仕様書|特記事項)(?=[)）」』\s]*$)",
    re.I,
)
# What front matter calls it.
_TITLE_KEY = re.compile(r"^(?:title|subject|件名)\s*[:：]\s*[\"']?|(?<=[^\s])[\"']$", re.I)
_SUBJECT = re.compile(
    r"(?:件\s?名|subject|title)\s*[:：]\s*(?:(?:re|fwd?)\s*[:：]\s*)*(?:[【\[][^】\]]{1,12}[】\]]\s*)?",
    re.I,
)
_TITLE_END = re.compile(rf"(?:{_TITLE_WORD.pattern})(?:について|に関して)?[)）」』\s]*$", re.I)
_HEAD_MATTER = re.compile(
    r"(?:(?:文書|管理|規程|整理)\s?)?(?:番号|No\.|№)|版\s{0,4}数|第?\s?[0-9.]+\s?版"
    r"|(?:作\s{0,4}成|承\s{0,4}認|審\s{0,4}査|起\s{0,4}案|[主所]\s{0,4}管|機密区分|文書(?:名|区分))(?:者|部署)?[\s:]"
    r"|(?:差出人|宛先|送信(?:者|元|日時)|受信者|件名|日時|From|To|Cc|Subject|Date|Sent)\s?:"
    r"|.{0,40}(?:各位|御中|[様殿]|皆(?:様|さま)|様へ|さまへ)$"
)
_OF_THE_FIELD = re.compile(
    r"個人情報|個人データ|プライバシー?|取り?扱い|保護|privacy|personal|data", re.I
)
# What else front matter says.
_MATTER = re.compile(
    r"(?:tags?|categor(?:y|ies)|keywords|owner|author|layout|slug|permalink|description|draft)\s?:",
    re.I,
)
# HOME > 会社情報 > 個人情報保護方針
_TRAIL = re.compile(r"(?:home|top(?:\s?page)?|ホーム|トップ(?:ページ)?)\s*[>»≫›/|]", re.I)
# The lines among which a title is looked for.
_TOP = 9
# So many lines a site's navigation may have above its page, and such long ones.
_LONGEST_NAVIGATION, _LONGEST_LINK = 60, 40


def title(lines: Sequence[str]) -> str:
    """The line near the top that names a policy, else the first line if it is short, else ""."""
    worded = [line for line in lines if line.strip("-=─━ ")]
    top = worded[:_TOP]
    named = [line for line in top if names_a_policy(line)]
    if not named and (at := below_navigation(worded)) is not None:
        named = [worded[at]]
    # A site's navigation names other policies too.
    named.sort(key=lambda line: not _OF_THE_FIELD.search(line))
    first = [line for line in top if not is_head(line)] or top
    short = [line for line in first[:1] if len(line) <= 60 and not re.search("[、。]", line)]
    # What a letter is about.
    about = [line for line in top if _SUBJECT.match(line)]
    found = without_mark(next(iter(named + about + short), ""))
    return _TITLE_KEY.sub("", _SUBJECT.sub("", found))


def below_navigation(lines: Sequence[str]) -> int | None:
    """Where the title stands in a page that was copied with what its site has above it: the last
    line that names a policy before the first sentence, if words of navigation are above it."""
    found = None
    for i, line in enumerate(lines[:_LONGEST_NAVIGATION]):
        if len(line) > _LONGEST_LINK or "。" in line:
            break
        if i and names_a_policy(line) and _TITLE_END.search(fold(line)[0]):
            found = i
    return found


def is_head(line: str) -> bool:
    """Whether a line above a title is none: the paper's number, a day, the addressee, who issues
    it."""
    if policy_names.is_company(line) or policy_names.names_office(line) or is_trail(line):
        return True
    if _HEAD_MATTER.match(fold(line[:61])[0]) or policy_names.representative([line]):
        return True
    return policy_facts.is_history(line)


def is_trail(line: str) -> bool:
    """Whether a line says where in a site its page is."""
    return bool(_TRAIL.match(fold(line[:61])[0]))


def may_be_title(line: str) -> bool:
    """Whether a line below a paper's head can be its title, though it says no 方針 or 規程."""
    if is_trail(line):
        return False
    return names_a_policy(line) or bool(_OF_THE_FIELD.search(line))


def names_a_policy(line: str) -> bool:
    """Whether a line can be the title of a policy or a rule."""
    if (
        len(line) > 60
        or "。" in line
        or is_trail(line)
        or _MATTER.match(line)
        or ("、" in line and not _TITLE_END.search(line))
    ):
        return False
    # 個 人 情 報 保 護 方 針 is written wide to look well.
    return bool(_TITLE_WORD.search(line) or _TITLE_WORD.search(re.sub(r"\s", "", line)))
