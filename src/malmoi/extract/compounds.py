"""Long compounds that the tokeniser takes for one name, cut into words that the lexicon knows: 정의개발당 = 정의 + 개발 + 당."""

from collections.abc import Callable
from functools import cache

__all__ = ["SHORTEST", "cut"]

# Words that may be cut; shorter ones are names more often than compounds.
SHORTEST = 4
# Single syllables that a compound may begin or end with; inside it they are too often a wrong cut.
_PREFIXES = frozenset("부대신초반비전주친고저총")
_SUFFIXES = frozenset(
    "부처청국원실당군법회사성단팀과소장인자력율률학론권비금액점선기망품물업계세죄형제안국역항만현주시도"
)


def cut(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The parts of a compound, (word,) when it is known itself or does not come out in known parts."""
    if len(word) < SHORTEST or is_known(word):
        return (word,)
    known = cache(is_known)

    @cache
    def best(start: int) -> tuple[str, ...] | None:
        """The fewest parts from `start` on; of equals those with the longest word (부 + 위원장, not 부위 + 원장)."""
        if start == len(word):
            return ()
        found: tuple[str, ...] | None = None
        for end in range(len(word), start, -1):
            part = word[start:end]
            if not _may_be_part(part, start == 0, end == len(word), known):
                continue
            rest = best(end)
            if rest is not None and (found is None or _order((part, *rest)) < _order(found)):
                found = (part, *rest)
        return found

    return best(0) or (word,)


def _order(parts: tuple[str, ...]) -> tuple[int, int]:
    return len(parts), -max(map(len, parts), default=0)


def _may_be_part(part: str, opens: bool, closes: bool, is_known: Callable[[str], bool]) -> bool:
    if len(part) == 1:
        return (opens and part in _PREFIXES) or (closes and part in _SUFFIXES)
    return not (opens and closes) and is_known(part)
