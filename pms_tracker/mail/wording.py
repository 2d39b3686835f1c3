"""Letters as rows: what a letter says, once for text and HTML, in every language.

A family declares a row beside the function that makes letters of it:

    PLAN_ASKED = Wording(
        "plan_asked",
        N_("是正処置の計画をお願いします（%(reference)s）"),
        N_("あなたの部門に、是正処置の必要な不適合が記録されました。"),
        duty="plan_case",
    )

`templates/mail/letter.txt` and `letter.html` lay out all of them in one order: whom it is for, the
opening, the facts, what comes next, the way there, and what is left to say. With a duty the facts
name it and the day `due_on`, and its own words say what comes next.

Sentences are marked with `N_`, where `make translations` finds them; they are looked up in the
reader's language when a letter is rendered, and filled in with its values: a day as the reader
writes days, a sentence in their words, several as a list. `counted` marks one that says how many
there are, `num`; where there are none, it is left out. What differs for some readers is a second
row, made by `replace` from the first. Only the digest has templates of its own.
"""

from dataclasses import dataclass


class Sentence(str):
    """A sentence in Japanese, by which its translation is found."""

    __slots__ = ()


class Counted(Sentence):
    """A sentence that says by %(num)d how many there are."""

    __slots__ = ()


# A paragraph, by its lines.
Lines = tuple[Sentence, ...]


def N_(said: str) -> Sentence:
    """Mark a sentence to be translated; it is looked up when it is said."""
    return Sentence(said)


def counted(said: str) -> Counted:
    """Mark a sentence that has forms for one and for many, which in Japanese are the same."""
    return Counted(said)


@dataclass(frozen=True)
class Fact:
    """A label and the name of the value beside it; left out where that is empty.

    `also` names what stands behind the value, if there is any.
    """

    label: Sentence
    value: str
    also: str = ""


@dataclass(frozen=True)
class Way:
    """Where a letter leads: the words on its button, and an address.

    `place` comes after the site's address, unless a value of it is a whole address. `before` is
    said in text alone, where nothing but an address follows.
    """

    words: Sentence
    place: str
    before: Lines = ()


NUMBER = Fact(N_("番号"), "reference")
ABOUT = (NUMBER, Fact(N_("題名"), "title"))
TO_RECORD = Way(N_("%(reference)s を開く"), "/r/%(reference)s")
TO_DETAILS = Way(TO_RECORD.words, TO_RECORD.place, (N_("くわしくは、次のページをご覧ください。"),))


@dataclass(frozen=True)
class Wording:
    """What a letter says. `key` is its name in the outbox; rows of one key say the same otherwise.

    `opening` is a sentence or several paragraphs, which stand line below line in text. `duty` is
    the kind of duty that waits for its reader; `next` goes before what that would say.
    """

    key: str
    subject: Sentence
    opening: Sentence | tuple[Lines, ...]
    facts: tuple[Fact, ...] = ABOUT
    duty: str = ""
    next: Lines = ()
    way: Way | None = TO_RECORD
    after: Lines = ()

    @property
    def paragraphs(self) -> tuple[Lines, ...]:
        """The opening as paragraphs of lines."""
        return ((self.opening,),) if isinstance(self.opening, Sentence) else self.opening
