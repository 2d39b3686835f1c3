"""What never reaches a log: addresses that are secret, and who asks for the public form."""

import logging
import re

# The paths that are secret by what they end in; a test holds them against the map of pages.
SECRET = re.compile(
    r"(/(?:answer|door|feed|welcome|password/reset|me/factor|me/passkeys|sign-in/passkey"
    r"|password/verify/passkey)/)[^/\s?\"'\\]+"
)
HIDDEN = r"\1…"
# What an address asks for may be a name, a word searched for, or a token.
# Of its path the last step is enough to know it by: whoever looked from each on to the end of a
# line would look at a long one for hours. So with addresses, whose names are short.
QUERY = re.compile(r"(/[^\s?/\"'\\]*)\?[^\s\"'\\]+")
MAIL = re.compile(r"[^\s@<>()\"'=:;,\\]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100})+")
# A line that says who asked for the public form, or when, is written nowhere.
NAMELESS = r"[A-Z] (?:%s)?/report[/? ]"
# Whoever writes a request's address down: gunicorn (where its access log is turned on), and Flask.
LOGGERS = ("gunicorn.access", "gunicorn.error", "werkzeug")


def without_secrets(said: str) -> str:
    """A text without the tokens of secret addresses and without what addresses ask for."""
    return QUERY.sub(HIDDEN.replace("…", "?…"), SECRET.sub(HIDDEN, said))


def without_addresses(said: str) -> str:
    """A text without mail addresses."""
    return MAIL.sub("…@…", said) if "@" in said else said


class LogMask(logging.Filter):
    """Hides what is secret in what a logger says, whatever file it is told to write to; drops the
    public form's lines."""

    nameless = re.compile(NAMELESS % "")

    def serve_below(self, sub_path: str) -> None:
        """Know the public form below this path as well."""
        self.nameless = re.compile(NAMELESS % re.escape(sub_path))

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if self.nameless.search(said):
            return False
        masked = without_secrets(said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True


MASK = LogMask()
