"""What a rule remembers of a document, within bounds: the newest entries stay, so that a text of any length can be checked."""

__all__ = ["Memory"]

# Entries that one rule keeps. A term or a name that comes back is kept as new; a million segments need no more than this.
_MOST = 100_000


class Memory(dict[str, object]):
    """A dictionary that forgets what was not asked for longest."""

    def __init__(self, most: int = _MOST) -> None:
        super().__init__()
        self._most = most

    def first(self, key: str, value: object) -> object:
        """What `key` held, which is `value` when it held nothing."""
        kept = self.pop(key, value)
        self[key] = kept
        if len(self) > self._most:
            del self[next(iter(self))]
        return kept
