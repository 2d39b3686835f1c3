"""Whether one heading may mean another that it holds, or that holds it."""

import re

# Words that other words stand before to mean something else: 現状対策 is no 対策.
_GENERIC = frozenset(
    [
        "内容",
        "種類",
        "名称",
        "名前",
        "区分",
        "種別",
        "方法",
        "対策",
        "期限",
        "期間",
        "状況",
        "結果",
        "理由",
        "対象",
        "目的",
        "番号",
        "原因",
        "件名",
        "事案",
        "締結日",
        "日付",
    ]
)
# What begins a heading of another thing than its end names: 残るリスクの内容 is no リスクの内容.
OF_ANOTHER = re.compile(
    r"残|対策後|対応後|改善後|次回|前回|最終改[正定訂]|再(?!発|委託)|旧|変更[前後]|相手|先方|代理人|緊急"
)
# What a heading is about: a day, a number, a person, why. One is like no word of another kind.
_OF_KINDS = (
    "(?:日|日付|日時)$",
    "(?:番号|no|id)$",
    "数$",
    "(?:者|人|担当|氏名)$",
    "(?:理由|通知|外)$",
)
_KINDS = tuple(map(re.compile, _OF_KINDS))


def alike(short: str, long: str, heading: str, word: str) -> bool:
    """Whether a heading may mean a known word that holds it, or that it holds: both about a day, a
    person or the like, or neither; and not what stands behind another word alone."""
    if len(short) < 2 or short not in long:
        return False
    # Nor a day of anything: 確認日 is no 件数確認日.
    short_day = heading.endswith("日") and word.endswith(heading)
    if short_day or (word in _GENERIC and heading.endswith(word)):
        return False
    if heading.endswith(word) and OF_ANOTHER.match(heading):
        return OF_ANOTHER.match(word) is not None
    return all(bool(kind.search(heading)) == bool(kind.search(word)) for kind in _KINDS)
