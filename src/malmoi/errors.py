"""The tree of errors; each carries the exit code of the command that meets it.

    MalmoiError                 1  anything malmoi raises on purpose
    ├── UsageError              2  the call's arguments are off
    ├── InputError              1  what was given cannot be read
    │   ├── EncodingError       1  the bytes are no text in a known encoding
    │   ├── FormatError         1  the text is not what its format promises (file:line)
    │   └── LanguageError       1  the sides are not one Korean and one English text
    ├── OutputError             1  what was made cannot be written
    ├── GlossaryError           1  the store refuses, with the concept or the journal's line
    ├── EncoderError            1  a sentence encoder failed
    ├── EngineError             1  an engine cannot start or go on
    ├── CorpusError             1  some steps of a job over a corpus failed; the others are kept
    └── MissingExtraError       1  an optional library is not installed

A message is a full sentence: what is wrong, where, what to do. Exit code 3, "ran and found problems", is no error and has no class.
"""

__all__ = [
    "CorpusError",
    "EncoderError",
    "EncodingError",
    "EngineError",
    "FormatError",
    "GlossaryError",
    "InputError",
    "LanguageError",
    "MalmoiError",
    "MalmoiWarning",
    "MissingExtraError",
    "OutputError",
    "UsageError",
]


class MalmoiError(Exception):
    """Anything malmoi raises on purpose."""

    exit_code = 1


class UsageError(MalmoiError):
    """The arguments of a call are off."""

    exit_code = 2


class InputError(MalmoiError):
    """What was given cannot be read."""


class EncodingError(InputError):
    """The bytes are no text in an encoding that malmoi knows."""


class FormatError(InputError):
    """The text is not what its format promises; the message names file and line."""


class LanguageError(InputError):
    """The two sides are not one Korean and one English text."""


class OutputError(MalmoiError):
    """What was made cannot be written."""


class GlossaryError(MalmoiError):
    """The glossary store refuses; the message names the concept or the line of the journal."""


class EncoderError(MalmoiError):
    """A sentence encoder failed while it worked."""


class EngineError(MalmoiError):
    """An engine cannot start, or has lost what it needs to go on; the message says which and what to do."""


class CorpusError(MalmoiError):
    """Some steps of a job over a corpus could not be done; what was finished is kept."""


class MissingExtraError(MalmoiError):
    """An optional library is not installed; the message names the extra."""


class MalmoiWarning(UserWarning):
    """Something went on that a person should hear of; the command line says it in one line."""
