"""The reader of policies: what it reads right in each layout, and what long and odd texts cost."""

import resource
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context

from pms_tracker.plan.text.files import policy_files
from pms_tracker.plan.text.policy_text import read
from tests.plan.text import unseen_files, unseen_texts

MEGABYTE = 1_000_000
# Lines that a text consists of; `{n}` counts.
LINES: Mapping[str, str] = {
    "numbered clauses": "{n}. 取得した個人情報は、利用目的の範囲内で適正に取り扱います。\n",
    "articles": "第{n}条　個人データは、定められた場所に保管する。\n２　件名は含まない。\n",
    "headings": "利用目的\n\n取得した個人情報は、次の目的で利用します。\n\n",
    "brackets": "(" * 40 + "\n",
    "dotted": "1.1.1.1.1 保管\n",
}


@dataclass(frozen=True)
class Layout:
    """Texts of one layout: how many, and of how many of their clauses how many are right."""

    texts: int
    right: int
    clauses: int


@dataclass(frozen=True)
class Length:
    """A text of the longest that is taken: seconds of CPU, mebibytes the process grew by at most,
    and how often the time of a fifth of it."""

    seconds: float
    memory: float
    growth: float


def layouts() -> dict[str, Layout]:
    """By layout; the texts are those of the tests, each with its tree marked by hand."""
    found: dict[str, Layout] = {}
    for layout, pair in _pairs():
        before = found.get(layout, Layout(0, 0, 0))
        found[layout] = Layout(before.texts + 1, before.right + pair[0], before.clauses + pair[1])
    return dict(sorted(found.items()))


def _pairs() -> Iterator[tuple[str, tuple[int, int]]]:
    for each in unseen_texts.texts():
        yield each.layout, unseen_texts.right(read(each.text), each.clauses)
    for each, data in unseen_files.files():
        yield each.layout, unseen_texts.right(policy_files.given(data).read, each.clauses)


def lengths(megabytes: int) -> dict[str, Length]:
    """Of a text of each kind of line; each in a fresh process, whose memory nothing else grew."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as process:
        asked = [(line, megabytes * MEGABYTE) for line in LINES.values()]
        return dict(zip(LINES, process.starmap(_cost, asked, chunksize=1), strict=True))


def _cost(line: str, size: int) -> Length:
    read(_text(line, MEGABYTE // 100))
    short = _seconds(_text(line, size // 5))
    held, text = _most(), _text(line, size)
    seconds = _seconds(text)
    return Length(seconds, _most() - held, seconds / short)


def _text(line: str, size: int) -> str:
    count = size // len(line.format(n=10).encode()) or 1
    return "個人情報保護方針\n" + "".join(line.format(n=number) for number in range(1, count + 1))


def _seconds(text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
