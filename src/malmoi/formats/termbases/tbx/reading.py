"""TBX of version 2 (martif) and 3 (DCA and DCT), one entry at a time; what breaks the rules is told and, where it can be, understood.

Beside TBX-Basic it knows the statuses of WorldServer (standardized, legal, regulated) and of Weblate (forbidden, obsolete), Weblate's
"Translation needed" and "Usage note", and definitions on any level.
"""

from collections import Counter
from collections.abc import Iterator

from malmoi.formats.containers.tables import squeezed
from malmoi.formats.containers.xmlstream import Element, read_elements
from malmoi.formats.termbases.records import LANGS, Concept, Reading, Term, language_of
from malmoi.formats.termbases.tbx.categories import id_of
from malmoi.formats.termbases.tbx.tree import ENTRIES, HEADERS, LANGUAGES, Datum, data_of, terms_of
from malmoi.formats.termbases.tbx.v2 import SOURCE
from malmoi.formats.termbases.tbx.validation import KIND, ROOTS, Checker
from malmoi.formats.termbases.values import read_notes, value_of

__all__ = ["read"]

_FIELDS = {"partOfSpeech": "pos", "administrativeStatus": "status", "termType": "type", "geographicalUsage": "region"}
# Categories that become a line of a note, and how it begins.
_NOTED = {
    "customerSubset": "customer: ",
    "projectSubset": "project: ",
    "Usage note": "",
    "usageNote": "",
    "grammaticalGender": "gender: ",
    "xGraphic": "image: ",
    "externalCrossReference": "see: ",
}
# What says when something was changed, and by whom, is said anew by whoever imports.
_PASSED = frozenset({"transactionType", "responsibility"})


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of a TBX file."""
    checker, seen = Checker(reading.path), set[str]()
    parts = read_elements(reading.path, ENTRIES | HEADERS, root=ROOTS, kind=KIND, encoding=reading.encoding)
    for element in parts:
        if element.name in HEADERS:
            reading.problems += checker.header(element)
            reading.signature = _signature(element)
            continue
        reading.problems += checker.entry(element)
        made = _Entry(element, reading).concept()
        if made is not None:
            # An id that came before is another concept's; this one is known by its terms.
            id_ = "" if made.id in seen else made.id
            seen.add(made.id)
            yield (
                made
                if id_ == made.id
                else Concept(id_, made.terms, made.domain, made.definition, made.note, made.by, made.at, made.place)
            )
    reading.problems += checker.close()


def _signature(header: Element) -> str:
    for source in header.walk("sourceDesc"):
        text = source.text.strip()
        if text.startswith(SOURCE):
            return text.removeprefix(SOURCE).strip()
    return ""


class _Entry:
    """One entry on its way to a concept."""

    def __init__(self, entry: Element, reading: Reading) -> None:
        self._entry, self._reading = entry, reading
        self._own: dict[str, list[str]] = {"domain": [], "definition": [], "note": []}
        self._by = self._at = ""
        self._untranslated = False

    def concept(self) -> Concept | None:
        """The concept; None for one without Korean and English terms."""
        for datum in data_of(self._entry):
            self._take(datum)
        self._changed()
        regions = Counter(language_of(_lang(language))[0] for language in self._entry.all(*LANGUAGES))
        terms: dict[tuple[str, str], Term] = {}
        for language in self._entry.all(*LANGUAGES):
            lang, region = language_of(_lang(language))
            if lang not in LANGS:
                self._reading.languages[lang] += sum(1 for _ in terms_of(language))
                continue
            for datum in data_of(language):
                self._take(datum)
            # Programs say en-US where they mean English; it says something beside another English, or when it is not the usual one.
            told = region if region in ("KP", "GB") or (regions[lang] > 1 and region in ("KR", "US")) else ""
            for section, term in terms_of(language):
                text = squeezed(term.text.strip()) if term is not None else ""
                if text:
                    terms.setdefault((lang, text), self._term(section, lang, text, told))
        if not terms:
            return None
        made = tuple(terms.values())
        if self._untranslated:
            made = tuple(_untranslated(term) for term in made)
        own = {name: "\n".join(dict.fromkeys(texts)) for name, texts in self._own.items()}
        own["domain"] = ", ".join(dict.fromkeys(self._own["domain"]))
        place = self._reading.place(self._entry.line)
        return Concept(id_of(self._entry.get("id")), made, **own, by=self._by, at=self._at, place=place)

    def _take(self, datum: Datum) -> None:
        """A category of the concept or of one of its languages."""
        name, text = datum.name, datum.text
        if not text:
            return
        if name == "subjectField":
            self._own["domain"].append(text)
        elif name == "definition":
            self._own["definition"].append(text)
        elif name == "note":
            self._own["note"].append(text)
        elif name == "source":
            self._own["note"].append(f"source of the {datum.about or 'entry'}: {text}")
        elif name in _NOTED:
            self._own["note"].append(_NOTED[name] + (datum.element.get("target") or text))
        elif name == "Translation needed":
            self._untranslated = text.lower() == "no"
        elif name not in _PASSED:
            self._reading.parts[name or datum.element.name] += 1

    def _changed(self) -> None:
        """Who changed the entry last, and on which day."""
        for group in self._entry.all("transacGrp"):
            date = group.first("date")
            if date is not None:
                self._at = max(self._at, date.text.strip())
            self._by = next((d.text for d in data_of(group) if d.name == "responsibility"), self._by)

    def _term(self, section: Element, lang: str, text: str, region: str) -> Term:
        fields = {"region": region} if region else {}
        notes: list[str] = []
        for datum in data_of(section):
            if not datum.text:
                continue
            if datum.name in _FIELDS:
                fields |= self._field(datum, _FIELDS[datum.name], notes)
            elif datum.name == "note":
                notes.append(datum.text)
            elif datum.name in ("context", "example"):
                fields.setdefault("context", datum.text)
            elif datum.name == "source":
                fields.setdefault("source", datum.text)
            elif datum.name in ("definition", "subjectField"):
                self._take(datum)
            elif datum.name in _NOTED:
                notes.append(_NOTED[datum.name] + (datum.element.get("target") or datum.text))
            elif datum.name == "Translation needed":
                fields["do_not_translate"] = "yes" if datum.text.lower() == "no" else ""
            elif datum.name not in _PASSED:
                self._reading.parts[datum.name or datum.element.name] += 1
        noted, note = read_notes(notes)
        return Term(lang, text, **{**fields, **noted}, note=note, id=id_of(section.get("id")))

    def _field(self, datum: Datum, name: str, notes: list[str]) -> dict[str, str]:
        """The field of a category with fixed values; what is not known becomes a line of the note."""
        value = value_of(name, datum.text)
        if value is None:
            notes.append(f"{name}: {datum.text}" if name != "region" else f"used in: {datum.text}")
        return {name: value} if value else {}


def _untranslated(term: Term) -> Term:
    return Term(**{**{name: getattr(term, name) for name in Term.__slots__}, "do_not_translate": "yes"})


def _lang(language: Element) -> str:
    return language.get("xml:lang") or language.get("lang")
