"""Optional libraries, imported where they are used, with one error that names the extra to install."""

import importlib
from types import ModuleType

from malmoi.errors import MissingExtraError

__all__ = ["need"]


def need(module: str, extra: str) -> ModuleType:
    """Import `module`, which the extra `extra` of malmoi brings.

    Raises MissingExtraError when the library itself is absent; an error inside the library is left as it is.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(
            f"This needs the library {module!r}, which is not installed: run  pip install 'malmoi[{extra}]'"
        ) from error
