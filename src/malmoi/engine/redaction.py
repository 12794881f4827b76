"""Texts that go into logs and reports, with what looks like a credential replaced by `***`.

Paths may be addresses of object stores (`s3://key:secret@bucket/…`, `abfs://…?sig=…`) and libraries quote them, options and all, in their
errors. What is hidden: the user part of an address, and the value after a name that means a secret, as `name=value`, `name: value` or
`"name": "value"`.
"""

import re

__all__ = ["redacted"]

_HIDDEN = "***"
_USER_PART = re.compile(r"(?<=://)[^\s/@'\"]+(?=@)")
_NAMES = (
    r"[\w-]*(?:secret|passw(?:or)?d|passphrase|credentials?|amz-signature"
    r"|(?:access|account|api|shared|private|storage|sas)[_-]?key(?:[_-]?id)?"
    r"|(?:access|account|api|auth|bearer|id|oauth|refresh|sas|security|session)[_-]?token)[\w-]*|sig"
)
_NAMED = re.compile(
    rf"(?P<name>(?<![\w-])(?:{_NAMES})(?![\w-])[\"']?\s*[=:]\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s&,;)}}\]\"']+)",
    re.IGNORECASE,
)
# Authorization: Bearer …, and Basic …, as HTTP libraries print their headers.
_HEADER = re.compile(r"(?P<name>\b(?:Bearer|Basic)\s+)[\w+/=.~-]{8,}")


def redacted(text: str) -> str:
    """`text` without the credentials in it."""
    text = _USER_PART.sub(_HIDDEN, text)
    text = _HEADER.sub(rf"\g<name>{_HIDDEN}", text)
    return _NAMED.sub(rf"\g<name>{_HIDDEN}", text)
