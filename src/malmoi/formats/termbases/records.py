"""What files of term bases hold: concepts with their terms, problems with their place, and what a format could not keep.

The names and values of the fields are those of the glossary (`malmoi.glossary.entry`), which follow TBX-Basic; an empty text says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

__all__ = [
    "CONCEPT_FIELDS",
    "LANGS",
    "REFUSED",
    "TERM_FIELDS",
    "Concept",
    "Direction",
    "Loss",
    "Losses",
    "Problem",
    "Reading",
    "Term",
    "Writing",
    "language_of",
]

Direction = Literal["ko-en", "en-ko"]

LANGS = ("ko", "en")
# Statuses of terms that nobody should use.
REFUSED = frozenset({"deprecated", "superseded"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `id` is its own in the glossary it comes from."""

    lang: str
    term: str
    status: str = ""
    pos: str = ""
    type: str = ""
    case: str = ""
    region: str = ""
    do_not_translate: str = ""
    hanja: str = ""
    context: str = ""
    source: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept and its terms. `id` is "" where the file has no ids; `place` says where it stands (file:line)."""

    id: str
    terms: tuple[Term, ...]
    domain: str = ""
    definition: str = ""
    note: str = ""
    by: str = ""
    at: str = ""
    place: str = field(default="", compare=False)

    def of(self, lang: str) -> list[Term]:
        """The terms of one language."""
        return [term for term in self.terms if term.lang == lang]


TERM_FIELDS = tuple(one.name for one in fields(Term) if one.name not in ("id", "lang", "term"))
CONCEPT_FIELDS = ("domain", "definition", "note", "by", "at")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place (file:line). `hard`: it was not taken; else it was understood all the same, or left out alone."""

    place: str
    message: str
    hard: bool = True


@dataclass(slots=True)
class Reading:
    """One file being read: how, and what was found on the way beside concepts.

    `mapping` names the column of a field (`{"ko": "Source"}`), `delimiter` what parts the cells of a table in plain text,
    `direction` the languages of a file that does not say them.
    """

    path: str
    encoding: str | None = None
    mapping: Mapping[str, str] | None = None
    delimiter: str | None = None
    direction: Direction | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    # The glossary's signature when malmoi wrote the file, "" for others' files.
    signature: str = ""
    # Terms left out, by language; parts left out, by name.
    languages: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)

    def place(self, line: int) -> str:
        """Where a line is."""
        return f"{self.path}:{line}"

    def problem(self, line: int | str, message: str, *, hard: bool = True) -> None:
        """Tell of something at a line (or a place in words)."""
        self.problems.append(Problem(self.place(line) if isinstance(line, int) else line, message, hard))

    def closing_notices(self) -> list[str]:
        """Sentences about what was left out."""
        said = []
        if self.languages:
            counts = ", ".join(f"{n} in {lang or 'no language'}" for lang, n in sorted(self.languages.items()))
            said.append(f"{self.path}: terms that are neither Korean nor English were left out: {counts}.")
        if self.parts:
            counts = ", ".join(f"{n} {name}" for name, n in sorted(self.parts.items()))
            said.append(f"{self.path}: the glossary has no place for these, which were left out: {counts}.")
        return said


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the glossary that is not in the file: the rule that dropped it, what it was, and why."""

    rule: str
    concept: str
    lang: str
    term: str
    message: str


@dataclass(slots=True)
class Losses:
    """What a file holds (`written`: rows, entries or concepts, as the format counts) and what it could not keep.

    `fields` counts, by name, what the format has no place for at all; `losses` are single terms.
    """

    format: str
    written: int = 0
    losses: list[Loss] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Counter[str]:
        """How many terms each rule dropped."""
        return Counter(loss.rule for loss in self.losses)

    def as_json(self) -> dict[str, object]:
        """The whole report as plain data."""
        losses = [{name: getattr(loss, name) for name in Loss.__slots__} for loss in self.losses]
        return {
            "format": self.format,
            "written": self.written,
            "dropped": dict(self.counts()),
            "fields": dict(self.fields),
            "losses": losses,
        }


@dataclass(slots=True)
class Writing:
    """How a file is written: from which language to which, the glossary's signature; `report` gathers what is lost.

    `mapping` names columns (`{"ko": "Source"}`), `delimiter` parts the cells, `mark` puts a byte order mark before a table.
    """

    direction: Direction = "ko-en"
    signature: str = ""
    mapping: Mapping[str, str] | None = None
    delimiter: str | None = None
    mark: bool = True
    report: Losses = field(default_factory=lambda: Losses(""))

    @property
    def source(self) -> str:
        """The language translated from."""
        return self.direction[:2]

    @property
    def target(self) -> str:
        """The language translated to."""
        return self.direction[3:]

    def lose(self, rule: str, concept: Concept, term: Term, message: str) -> None:
        """Report a term that is not in the file."""
        self.report.losses.append(Loss(rule, concept.id, term.lang, term.term, message))

    def counted(self, concepts: Iterable[Concept], keeps: frozenset[str]) -> Iterator[Concept]:
        """The concepts, counting on the way what stands in fields that the format does not keep (`term.` before those of terms)."""
        own = [name for name in CONCEPT_FIELDS[:3] if name not in keeps]
        terms = [name for name in TERM_FIELDS if f"term.{name}" not in keeps]
        for concept in concepts:
            for name in own:
                self.report.fields[name] += bool(getattr(concept, name))
            for term in concept.terms:
                for name in terms:
                    self.report.fields[f"term.{name}"] += bool(getattr(term, name))
            yield concept
        self.report.fields = +self.report.fields


def language_of(tag: str) -> tuple[str, str]:
    """(language, region) of a language tag: ko-KR, EN_us, eng, Korean. The language is in lower case, "" when there is no tag."""
    first, *rest = tag.strip().replace("_", "-").split("-")
    lang = first.lower()
    lang = {"kor": "ko", "korean": "ko", "한국어": "ko", "eng": "en", "english": "en", "영어": "en"}.get(lang, lang)
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    return lang, region
