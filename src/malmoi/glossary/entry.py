"""One concept of the glossary as plain data: its fields, its terms, what values are legal.

    {"domain": "it", "definition": "…", "note": "…", "terms": [{"id": …, "lang": "ko", "term": "…", "status": "preferred", …}, …]}

All values are text; an empty one is left out. The names and values are those of TBX-Basic (ISO 30042) where it has them.
Standard library only: a cold lookup reads this.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from malmoi.errors import GlossaryError

__all__ = [
    "CONCEPT_FIELDS",
    "GONE",
    "LANGS",
    "LEGAL",
    "STATUSES",
    "TERM_FIELDS",
    "Fields",
    "Term",
    "clean",
    "combine",
    "edited",
    "key_of",
    "merged",
    "name_id",
    "terms_of",
    "tidy",
]

Term = dict[str, str]
# A concept's fields; "terms" holds a list of `Term`, every other value is text.
Fields = Mapping[str, object]

LANGS = ("ko", "en")
# Best first: the order in which answers are preferred.
STATUSES = ("preferred", "admitted", "superseded", "deprecated")
GONE = ("superseded", "deprecated")
CONCEPT_FIELDS = ("domain", "definition", "note")  # note last: terms have one too
TERM_FIELDS = (
    "term",
    "status",
    "pos",
    "type",
    "case",
    "region",
    "do_not_translate",
    "hanja",
    "context",
    "source",
    "note",
)
LEGAL: Mapping[str, tuple[str, ...]] = {
    "lang": LANGS,
    "status": STATUSES,
    "pos": ("noun", "proper noun", "verb", "adjective", "adverb", "other"),
    "type": (
        "fullForm",
        "shortForm",
        "acronym",
        "abbreviation",
        "variant",
        "phrase",
        "spacing",
        "loanword",
        "hanja",
        "romanised",
    ),
    "case": ("sensitive", "insensitive"),
    "region": ("KR", "KP", "US", "GB"),
    "do_not_translate": ("yes", "no"),
}
# Longer is a sentence, not a term; the exporters' limits are lower.
_LONGEST_TERM = 500
_ID_BYTES = 10
# Zero width space, byte order mark, soft hyphen: nobody sees them and nobody types them.
_INVISIBLE = dict.fromkeys((0x200B, 0xFEFF, 0x00AD))


def clean(text: str, what: str) -> str:
    """Text as it is stored: composed (NFC), trimmed, without invisible characters that only pasting brings.

    Raises GlossaryError for control characters and for what is no character (a half of a pair, U+FFFE).
    """
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()
    for ch in "" if text.isprintable() else text:
        if (unicodedata.category(ch) in ("Cc", "Cs") or ord(ch) & 0xFFFE == 0xFFFE) and not (
            ch == "\n" and what != "term"
        ):
            raise GlossaryError(
                f"The {what} {text!r} holds the character U+{ord(ch):04X}, which no {what} can hold: take it out."
            )
    return text


def key_of(text: str) -> str:
    """What makes two spellings the same term of a concept: the composed text with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_id(*parts: str) -> str:
    """A short id that follows from `parts` alone: 16 letters and digits."""
    # Only changes need names: a cold lookup does not load these.
    import hashlib
    from base64 import b32encode

    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=_ID_BYTES).digest()
    return b32encode(digest).decode("ascii").lower()


def terms_of(fields: Fields) -> list[Term]:
    """The terms of a concept, copied."""
    terms = fields.get("terms", [])
    return [dict(term) for term in terms] if isinstance(terms, list) else []


def tidy(fields: Fields) -> Fields:
    """The same fields in the one order in which they are written, so that a change shows as what it is."""
    order = [*CONCEPT_FIELDS, *sorted(fields.keys() - {*CONCEPT_FIELDS, "terms"})]
    return {name: fields[name] for name in order if name in fields} | {
        "terms": [_tidy(term) for term in terms_of(fields)]
    }


def combine(concept: str, old: Fields, terms: Mapping[str, Sequence[str]], given: Mapping[str, object]) -> Fields:
    """The concept `old` with terms (by language) and fields added. Raises GlossaryError.

    A name of CONCEPT_FIELDS sets the concept's; one of TERM_FIELDS all terms named here; with `ko_` or `en_` before it those of one
    language (so `note` is the concept's, `en_note` a term's). A term without a status is preferred when it is the first of its language.
    """
    fields = {name: old[name] for name in CONCEPT_FIELDS if name in old}
    values, own = _sort_fields(given)
    fields |= values
    made = terms_of(old)
    for lang, surfaces in terms.items():
        for surface in surfaces:
            _add(made, concept, lang, clean(surface, "term"), {**own[""], **own[lang]})
    if not made:
        raise GlossaryError("A concept needs a term: give ko, en or both.")
    return _without_empty(fields) | {"terms": made}


def edited(fields: Fields, term: str | None, given: Mapping[str, object]) -> Fields:
    """A concept with fields changed: the term with the id `term`, or the concept itself. An empty value takes a field away.

    Raises GlossaryError.
    """
    if term is None:
        values, own = _sort_fields(given)
        if any(own.values()):
            raise GlossaryError(
                f"A concept has no {_listed(n for names in own.values() for n in names)}: name the term, or use "
                f"{_listed(CONCEPT_FIELDS)}."
            )
        return _without_empty({**fields, **values}) | {"terms": terms_of(fields)}
    made = terms_of(fields)
    for one in made:
        if one["id"] == term:
            changed = {name: _value(name, value, TERM_FIELDS) for name, value in given.items()}
            if not changed.get("term", one["term"]):
                raise GlossaryError(f"The term {one['term']!r} cannot become empty: remove it instead.")
            merged_one = {name: value for name, value in {**one, **changed}.items() if value}
            one.clear()
            one.update({"status": "admitted", **merged_one})
    _refuse_twins(made)
    return {**fields, "terms": made}


def merged(keep: Fields, gone: Fields) -> tuple[Fields, dict[str, str]]:
    """Both concepts' terms and fields in one; where both say something, `keep` is right and has the preferred terms.

    Also the ids of terms that both had: of the one that is gone to the one that stays.
    """
    fields = {**_without_empty(gone), **_without_empty(keep)}
    made = terms_of(keep)
    same: dict[str, str] = {}
    for term in terms_of(gone):
        twins = [t["id"] for t in made if t["lang"] == term["lang"] and key_of(t["term"]) == key_of(term["term"])]
        if twins:
            same[term["id"]] = twins[0]
            continue
        if term["status"] == "preferred" and _has_preferred(made, term["lang"]):
            term["status"] = "admitted"
        made.append(term)
    return fields | {"terms": made}, same


def _tidy(term: Term) -> Term:
    order = ["id", "lang", *TERM_FIELDS]
    return {name: term[name] for name in [*order, *sorted(term.keys() - {*order})] if name in term}


def _add(terms: list[Term], concept: str, lang: str, surface: str, values: Mapping[str, str]) -> None:
    """Add one term to `terms`, or its values to the term that is spelled the same."""
    if not surface:
        raise GlossaryError("A term is empty: give it at least one letter, digit or sign.")
    if len(surface) > _LONGEST_TERM:
        raise GlossaryError(f"The term {surface[:40]!r}… has {len(surface)} characters; {_LONGEST_TERM} is the most.")
    for term in terms:
        if term["lang"] == lang and key_of(term["term"]) == key_of(surface):
            better = {**values, "status": _better(term["status"], values.get("status", ""))}
            term.update({name: value for name, value in better.items() if value})
            return
    status = values.get("status") or ("admitted" if _has_preferred(terms, lang) else "preferred")
    rest = {name: value for name, value in values.items() if value and name != "status"}
    id_ = name_id(concept, lang, surface)
    while any(term["id"] == id_ for term in terms):
        # Another term was once spelled like this one, and keeps its id for life.
        id_ = name_id(id_)
    terms.append({"id": id_, "lang": lang, "term": surface, "status": status, **rest})


def _better(one: str, other: str) -> str:
    return min((s for s in (one, other) if s), key=lambda s: STATUSES.index(s) if s in STATUSES else len(STATUSES))


def _has_preferred(terms: Iterable[Term], lang: str) -> bool:
    return any(term["lang"] == lang and term["status"] == "preferred" for term in terms)


def _refuse_twins(terms: Iterable[Term]) -> None:
    seen = set()
    for term in terms:
        key = term["lang"], key_of(term["term"])
        if key in seen:
            raise GlossaryError(f"The concept already has the term {term['term']!r}: remove one of the two.")
        seen.add(key)


def _sort_fields(given: Mapping[str, object]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Given fields as (the concept's, the terms' by language, "" for all). Raises GlossaryError for unknown names."""
    concept: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {"": {}, **{lang: {} for lang in LANGS}}
    for name, value in given.items():
        lang, _, rest = name.partition("_")
        if name in CONCEPT_FIELDS:
            concept[name] = _value(name, value, CONCEPT_FIELDS)
        elif lang in LANGS and rest in TERM_FIELDS and rest != "term":
            own[lang][rest] = _value(rest, value, TERM_FIELDS)
        else:
            own[""][name] = _value(name, value, TERM_FIELDS[1:])
    return concept, own


def _value(name: str, value: object, known: Iterable[str]) -> str:
    if name not in known:
        raise GlossaryError(
            f"There is no field {name!r}: the fields are {_listed((*CONCEPT_FIELDS, *TERM_FIELDS[1:-1]))}; "
            "ko_ or en_ before a term's field means the terms of one language."
        )
    text = "" if value is None or value is False else "yes" if value is True else clean(str(value), name)
    if text and name in LEGAL and text not in LEGAL[name]:
        raise GlossaryError(f"The {name} {text!r} is unknown: it is one of {_listed(LEGAL[name])}.")
    return text


def _without_empty(fields: Fields) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value and name != "terms"}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
