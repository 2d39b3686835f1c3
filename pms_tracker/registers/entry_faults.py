"""What is wrong with an entry, said beside its field: how the rules of registers refuse."""

from collections.abc import Iterable
from typing import NoReturn

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.words import Words


def refuse(beside: str, words: Words) -> NoReturn:
    """Raises BadInput, with its words beside the field of that name."""
    raise BadInput("entry_refused", words=words, beside=beside)


def refuse_first(faults: Iterable[tuple[str, Words]]) -> None:
    """Raises BadInput for the first fault, a field with words, where there is one."""
    for beside, words in faults:
        refuse(beside, words)
