"""A gentle reviewer of causes: hints, never errors, where an analysis seems to stop too early.

Drawn from what なぜなぜ分析 is taught to avoid (domain.md §3.2): it never ends on a person, each
why follows from the one before, it does not say the fault again, and training alone removes no
cause. A hint may be wrong, so it asks and refuses nothing.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from pms_tracker.kernel.search_text import fold


class Hint(StrEnum):
    """What the writer, and later the approver, is asked to look at again."""

    ENDS_AT_PERSON = "ends_at_person"
    REPEATS_FAULT = "repeats_fault"
    JUMPS = "jumps"
    ONLY_TRAINING = "only_training"


_PERSON = re.compile(
    r"不注意|注意不足|確認不足|確認漏れ|確認を怠|うっかり|失念|忘れ|見落と|思い込|勘違い|怠慢|怠っ"
    r"|気の?緩み|ケアレスミス|人為的?ミス|ヒューマンエラー|意識が低|意識不足|認識不足|慣れ"
)
# Where a sentence speaks of how work is arranged, a person's slip is only its beginning.
_ARRANGED = re.compile(
    r"手順|手続|仕組|規程|ルール|体制|設定|様式|書式|台帳|基準|権限|機能|システム|方法|担当.{0,8}決"
    r"|役割|契約|配置|保管場所|点検|チェックリスト|二重|照合"
)
_TRAINING = re.compile(
    r"教育|研修|周知|注意喚起|指導|声(を|の)?か(け|ける)|声掛け|徹底|意識付け|呼び?掛け|呼びかけ|朝礼"
)
_SENTENCE_END = re.compile(r"[。．！？!?\n]+")
_STEP = re.compile(r"→|⇒|->|=>")
_CLAUSE_END = re.compile(r"[、，,。．・;；\n]+")
# Two texts say the same when four fifths of the pairs of characters of the shorter are in both.
_SAME, _SHORTEST = 0.8, 6


def hints(
    cause: str, fault: str = "", actions: Sequence[str] = (), chains: Sequence[Sequence[str]] = ()
) -> tuple[Hint, ...]:
    """What is worth another look in a root cause, given the fault, what is planned, and each way
    down a chain of whys."""
    found = {
        Hint.ENDS_AT_PERSON: any(map(ends_at_person, (cause, *(each[-1] for each in chains)))),
        Hint.REPEATS_FAULT: repeats_fault(cause, fault),
        Hint.JUMPS: any(map(jumps, (_STEP.split(cause), *chains))),
        Hint.ONLY_TRAINING: only_training(actions),
    }
    return tuple(hint for hint, there in found.items() if there)


def ends_at_person(cause: str) -> bool:
    """Whether the last thing said is somebody's carelessness, and nothing of how work is done."""
    sentences = [each for each in _SENTENCE_END.split(cause) if each.strip()]
    last = _STEP.split(sentences[-1])[-1] if sentences else ""
    return bool(_PERSON.search(last)) and not _ARRANGED.search(last)


def repeats_fault(cause: str, fault: str) -> bool:
    """Whether the cause says no more than what was found."""
    mine, found = _pairs(cause), _pairs(fault)
    if min(len(mine), len(found)) < _SHORTEST:
        return False
    return len(mine & found) / len(mine) >= _SAME


def _pairs(text: str) -> set[str]:
    letters = re.sub(r"[\W_]+", "", fold(text))
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def jumps(whys: Sequence[str]) -> bool:
    """Whether a why between two others was left empty."""
    said = [bool(each.strip()) for each in whys]
    return any(
        not there and any(said[:at]) and any(said[at + 1 :]) for at, there in enumerate(said)
    )


def only_training(actions: Sequence[str]) -> bool:
    """Whether all that is planned is to train, to remind, or to tell people."""
    clauses = [each for text in actions for each in _CLAUSE_END.split(text) if each.strip()]
    return bool(clauses) and all(_TRAINING.search(each) for each in clauses)
