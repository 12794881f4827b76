"""The evidence behind a pair, as a person reads it."""

from collections.abc import Callable

__all__ = ["reasons"]

# From where on a number is worth a phrase.
_WORTH = 0.3
_ALIKE = 0.5
_LEFT = 0.35


def reasons(value: Callable[[str], float], count: int) -> list[str]:
    """Short phrases, the strongest evidence first; `value` gives the numbers of a pair that stands `count` times, by their names."""
    said = [text for name, text in _OUTRIGHT.items() if value(name)]
    if value("sounds_alike") > _ALIKE:
        said.append(f"sound alike ({value('sounds_alike'):.2f})")
    elif value("sound") > _WORTH:
        said.append(f"parts sound alike ({value('sound'):.2f})")
    said += [text.format(value(name)) for name, text in _MEASURED.items() if value(name) > _WORTH]
    if value("encoder_asked") and min(value("encoder_ko"), value("encoder_en")) > 0:
        said.append(f"nearest in meaning (margin {min(value('encoder_ko'), value('encoder_en')):.2f})")
    if value("meets") > _WORTH and count > 1:
        said.append(f"found together {count} times")
    if not said and min(value("free_ko"), value("free_en")) > _LEFT:
        said.append("the words left over on both sides")
    return said or ["position and neighbours"]


_OUTRIGHT = {
    "glossary": "in the glossary",
    "identical": "the same letters on both sides",
    "bracket": "named in brackets",
    "acronym": "first letters make the acronym",
}
_MEASURED = {"lexicon": "lexicon explains the words ({:.2f})", "links": "words linked ({:.2f})"}
