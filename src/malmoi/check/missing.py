"""term_missing: the source names a concept of the glossary, the target has none of its terms.

In free translation that is ordinary: a pronoun, a synonym or a verb stands for the term, a title is dropped beside a name. It is
certain only where the pair is otherwise accounted for, and something else stands in the term's place: another concept of the
glossary, a word without a counterpart, or a compound that shares one part and not the other (clinical trial ~ 동물 실험).
"""

import re
from collections.abc import Iterator, Sequence

from malmoi.align.lexicon import load
from malmoi.align.word_units import NAME, Unit
from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment
from malmoi.model.records import Hit, Span
from malmoi.text import english

__all__ = ["find"]

# Words elsewhere in the pair that may be open while it still counts as a close translation: one in so many.
_OPEN_ONE_IN = 8
# Where a name or compound of the glossary has taken the place of another: no free translation does that.
_NAMED_ONE_IN = 3
_SPECIFIC_SYLLABLES = 3
# A verb made of a noun: 판결했다, 투자된, 확인을 하다.
_VERBAL = re.compile(r"[을를]? ?(?:[하한할함합했해되된될됨됩됐돼]|시[키켰킨킬켜]|받[은을았는])")
# A general word that points back to what was named before: the bank, 이 은행.
_POINTERS = frozenset(("the", "this", "that", "its", "their", "these", "those", "his", "her", "our", "such"))
_POINTERS_KO = ("이", "그", "해당", "동", "같은", "양", "두")
_NAME_TAGS = (NAME, "NNP", "SL")


def find(segment: Segment) -> Iterator[Problem]:
    """Concepts of the source that the target does not name."""
    if not segment.is_whole or not segment.hits(segment.source):
        return
    there = segment.concepts(segment.target)
    seen: set[str] = set()
    for hit in segment.hits(segment.source):
        if hit.concept in there or hit.concept in seen or _is_elsewhere(segment, hit):
            continue
        if hit.concept in segment.misspelled:  # which name_differs reports
            continue
        seen.add(hit.concept)
        wanted = segment.termbase.usable(hit.concept, segment.target)
        if not wanted:
            continue
        severity, instead = _judge(segment, hit)
        written = segment.text(segment.source)[hit.start : hit.end]
        fields = {"term": written, "wanted": wanted[0]}
        key = "term_missing"
        if instead is not None:
            key, fields["instead"] = "term_other", segment.text(segment.target)[instead.start : instead.end]
        yield Problem(
            "term_missing",
            severity,
            **Problem.at(segment.source, Span(hit.start, hit.end), instead),
            message=key,
            fields=fields,
            suggestion=" / ".join(wanted),
        )


def _is_elsewhere(segment: Segment, hit: Hit) -> bool:
    """Is the term the unit of an amount, which the rules of amounts judge, or left as it is, which another rule sees?"""
    text = segment.text(segment.source)
    near = text[max(0, hit.start - _AMOUNT_REACH) : hit.end + _AMOUNT_REACH]
    for pair in segment.amounts if _NUMERAL.search(near) else ():
        amount = pair.ko if segment.source == "ko" else pair.en
        if amount is not None and amount.start < hit.end and hit.start < amount.end:
            return True
    return text[hit.start : hit.end] in segment.text(segment.target)


# No amount reaches from its figure to its unit over more characters than these (30억 5000만 미국 달러).
_AMOUNT_REACH = 24
_NUMERAL = re.compile(
    r"\d|[조억만천백십수몇]|illion|hundred|thousand|dozen|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)


def _judge(segment: Segment, hit: Hit) -> tuple[Severity, Span | None]:
    """How sure is it that the term is lost, and what stands in its place, where that is known?"""
    source, target = segment.source, segment.target
    span = Span(hit.start, hit.end)
    rival = _rival(segment, hit)
    if _is_open_to_all(segment, hit, rival):
        return "advisory", None
    fidelity = segment.fidelity
    inside = _within(fidelity.units(source), span)
    links = [(near, far) for near, far, p in fidelity.counterparts(source, span) if p >= _STRONG]
    open_target = fidelity.open(target)
    open_source = [u for u in fidelity.open(source) if u not in inside]
    if rival is not None and _is_wider(segment, hit, rival):
        place = [] if _points_back(segment, rival) else _within(fidelity.units(target), Span(rival.start, rival.end))
    elif (
        rival is not None and _leads_into(links, rival) and _is_specific(segment, hit) and _is_specific(segment, rival)
    ):
        place = _within(fidelity.units(target), Span(rival.start, rival.end))
    elif links and len({near for near, _ in links}) == len(inside):
        # The lexicon knows what stands there as a translation of the term: a synonym, or its head with another modifier.
        place = _other_modifier(segment, hit, open_target, [far for _, far in links])
    elif rival is not None:
        place = _within(fidelity.units(target), Span(rival.start, rival.end))
    elif links:
        place = _beside(fidelity.units(target), open_target, [far for _, far in links])
    else:
        place = _stand_in(segment, hit, inside, open_target)
    if not place or _may_be_dropped(segment, span, inside):
        return "advisory", None
    rest = [u for u in open_target if u not in place]
    named = rival is not None and not links and _is_specific(segment, hit) and _is_specific(segment, rival)
    allowed = fidelity.slack(source, _NAMED_ONE_IN if named else _OPEN_ONE_IN)
    if len(open_source) > allowed or len(rest) > allowed or len(fidelity.weighty(source)) < _FEWEST:
        return "advisory", _span(place) if rival is not None else None
    return "hard", _span(place)


def _is_open_to_all(segment: Segment, hit: Hit, rival: Hit | None) -> bool:
    """Can it never be certain, as is seen without asking for morphemes? A verb may stand for it, or anything in a long sentence.

    Only one name in place of another is certain at any length.
    """
    text = segment.text(segment.source)
    if segment.source == "ko" and _VERBAL.match(text, hit.end):
        return True
    named = rival is not None and _is_specific(segment, hit) and _is_specific(segment, rival)
    return not named and len(text.split()) > (_LONG_KO if segment.source == "ko" else _LONG_EN)


# Words between white space.
_LONG_KO, _LONG_EN = 14, 22


# One word besides the term: without any, nothing tells that the two texts belong together.
_FEWEST = 2
# Evidence with which a word of the term is rendered; less is what any two words of a subject have.
_STRONG = 0.14


def _stand_in(segment: Segment, hit: Hit, inside: Sequence[Unit], opened: Sequence[Unit]) -> list[Unit]:
    """Open words of the target that may stand for a term of which nothing is found: one run of them.

    A single word has many senses, of which the glossary has one: for it the segment must be short.
    """
    if len(inside) == 1 and len(segment.fidelity.weighty(segment.source)) > _SHORT:
        return []
    if segment.source == "ko" and _is_modifier(segment, hit):
        return []
    wanted = segment.termbase.best(hit.concept, segment.target) or ""
    units = [
        u
        for u in opened
        if (segment.target == "en" and (u.tag != NAME or u.start == 0 or not wanted.islower()))
        or (segment.target == "ko" and u.tag.startswith(("NN", "SL")))
    ]
    order = {u: i for i, u in enumerate(segment.fidelity.units(segment.target))}
    runs: list[list[Unit]] = []
    for u in units:
        if runs and order[u] == order[runs[-1][-1]] + 1:
            runs[-1].append(u)
        else:
            runs.append([u])
    if len(runs) != 1 or len(runs[0]) > _LONGEST_RUN:
        return []
    return [] if _is_explained(segment, hit, inside, runs[0]) else runs[0]


def _is_explained(segment: Segment, hit: Hit, inside: Sequence[Unit], run: Sequence[Unit]) -> bool:
    """Does the stand-in stand in the source as well, or does the lexicon know it as a translation of the term after all?"""
    text = segment.text(segment.target)[run[0].start : run[-1].end]
    if text.casefold() in segment.text(segment.source).casefold():
        return True
    near, far = [hit.term, *(u.key for u in inside)], [text, *(u.key for u in run)]
    korean, english = (near, far) if segment.source == "ko" else (far, near)
    return any(load().p(ko, en.casefold()) > 0 for ko in korean for en in english)


_SHORT, _LONGEST_RUN = 5, 4


def _rival(segment: Segment, hit: Hit) -> Hit | None:
    """A concept that only the target names: what was written in place of the term."""
    named = segment.concepts(segment.source)
    rivals = [h for h in segment.hits(segment.target) if h.concept not in named and not _is_amount(segment, h)]
    missing = {h.concept for h in segment.hits(segment.source)} - segment.concepts(segment.target)
    # With several lost and several gained, which stands for which is not told.
    return rivals[0] if len({h.concept for h in rivals}) == 1 and len(missing) <= _MOST_LOST else None


_MOST_LOST = 2


def _leads_into(links: Sequence[tuple[Unit, Unit]], rival: Hit) -> bool:
    return any(rival.start <= far.start < rival.end for _, far in links)


def _other_modifier(segment: Segment, hit: Hit, opened: Sequence[Unit], heads: Sequence[Unit]) -> list[Unit]:
    """Open words before the head of a compound whose own modifier is not there: producer price index for 소비자물가지수.

    A Korean compound may be one word to the lexicon, where the English names of its concept are all of several.
    """
    if segment.target != "en":
        return []
    there = {u.key for u in segment.fidelity.units("en")}
    for name in segment.termbase.usable(hit.concept, "en"):
        words = [english.lemma(word).casefold() for word in name.split()]
        if len(words) == 1 or there.issuperset(words):
            return []
    head = min(heads, key=lambda u: u.start)
    return [u for u in opened if u.end <= head.start and segment.en[u.end : head.start].isspace()]


def _is_specific(segment: Segment, hit: Hit) -> bool:
    """Is the concept a name or a compound in both languages, which no other word of a text means by chance?"""
    ko, en = segment.termbase.best(hit.concept, "ko"), segment.termbase.best(hit.concept, "en")
    if ko is None or en is None:
        return False
    return (len(ko) >= _SPECIFIC_SYLLABLES or any(ch.isupper() for ch in ko)) and (" " in en or en != en.lower())


def _is_amount(segment: Segment, hit: Hit) -> bool:
    for pair in segment.amounts:
        amount = pair.ko if segment.target == "ko" else pair.en
        if amount is not None and amount.start < hit.end and hit.start < amount.end:
            return True
    return False


def _is_wider(segment: Segment, hit: Hit, rival: Hit) -> bool:
    """Is the rival a more general concept, whose term is part of the missing one's (암 in 유방암)?"""
    for name in segment.termbase.usable(rival.concept, segment.source):
        if name.lower() in hit.term.lower() and len(name) < len(hit.term):
            return True
    return False


def _points_back(segment: Segment, hit: Hit) -> bool:
    before = segment.text(segment.target)[: hit.start].split()
    if not before:
        return False
    return before[-1].lower() in _POINTERS if segment.target == "en" else before[-1] in _POINTERS_KO


def _may_be_dropped(segment: Segment, span: Span, inside: Sequence[Unit]) -> bool:
    """Is it a title beside a name, or the noun of a verb?"""
    text = segment.text(segment.source)
    if segment.source == "ko" and _VERBAL.match(text, span.end):
        return True
    if len(inside) != 1:
        return False
    near = [
        u
        for u in segment.fidelity.units(segment.source)
        if u not in inside and (u.end + 1 >= span.start > u.start or span.end + 1 >= u.start > span.start)
    ]
    return any(u.tag in _NAME_TAGS for u in near)


def _is_modifier(segment: Segment, hit: Hit) -> bool:
    """Does the noun stand bare before another that has a counterpart (계약 종료 후 ~ after termination)?"""
    if segment.ko[hit.end : hit.end + 1] != " ":
        return False
    behind = next((u for u in segment.fidelity.units("ko") if u.start == hit.end + 1), None)
    if behind is None or not behind.tag.startswith("NN"):
        return False
    return any(p >= _STRONG for _, _, p in segment.fidelity.counterparts("ko", Span(behind.start, behind.end)))


def _within(units: Sequence[Unit], span: Span) -> list[Unit]:
    return [u for u in units if span.start <= u.start < span.end]


def _beside(units: Sequence[Unit], opened: Sequence[Unit], anchors: Sequence[Unit]) -> list[Unit]:
    """Open words in one run with a counterpart: trade in "trade balance", 동물 in 동물 실험."""
    out: list[Unit] = []
    order = {u: i for i, u in enumerate(units)}
    reach = {order[u] for u in anchors}
    grown = True
    while grown:
        grown = False
        for u in opened:
            if u not in out and any(abs(order[u] - r) == 1 for r in reach):
                out.append(u)
                reach.add(order[u])
                grown = True
    return out


def _span(units: Sequence[Unit]) -> Span | None:
    return Span(min(u.start for u in units), max(u.end for u in units)) if units else None
