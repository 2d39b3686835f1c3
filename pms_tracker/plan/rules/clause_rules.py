"""Rules of clauses: which of a policy's passages ask for something, and which are headings or
pieces of a list."""

import re

# How a sentence ends that says what is done or must be; a noun at the end makes a heading or a
# piece of a list, whatever stands before it.
ASKS = re.compile(
    r"(ます|です|ません|ました|ない|する|した|こと|とする|[るたうくすむぐぶぬつ])"
    r"(?=[。．\n※)）]|\s*$)"
)
# In Latin letters no ending tells a verb: a sentence has some words and a stop.
LATIN = re.compile(r"(?:[A-Za-z'’,-]+\s+){3,}[A-Za-z'’)]+\s*[.;!?]")


def asks(text: str) -> bool:
    """Whether a clause asks for something that an audit can look at."""
    return bool(ASKS.search(text) or LATIN.search(text))
