"""Term bases into the glossary: new, added, changed, the same, in conflict; nothing silently, nothing twice, all of it one undo."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.flow.adopt import adopt_file
from malmoi.flow.term_files import TermFile, concepts_of
from malmoi.formats.termbases.codecs import FORMATS, write_terms
from malmoi.formats.termbases.records import Concept, Term
from malmoi.glossary.entry import CONCEPT_FIELDS, LEGAL, TERM_FIELDS
from malmoi.glossary.store import Glossary

ROUND = [
    "csv",
    "tsv",
    "xlsx-plain",
    "json",
    "ndjson",
    "tbx",
    "tbx3",
    "tbx3-dct",
    "tmx",
    "utx",
    "omegat",
    "omegat-csv",
    "po",
]
# Formats in which every field of a glossary comes back.
WHOLE = ["csv", "xlsx-plain", "json", "ndjson", "tbx", "tbx3", "tbx3-dct"]


@pytest.fixture
def store(tmp_path):
    glossary = Glossary.open(tmp_path / "journal.ndjson", by="kim")
    glossary.put(
        ko=["이사회", "이사진"],
        en=["board of directors", "board"],
        concept="board",
        domain="finance",
        definition="기관",
    )
    glossary.put(
        ko="금리", en="interest rate", concept="4rate", note="n", ko_note="term's", ko_hanja="金利", en_region="US"
    )
    glossary.put(
        ko="말모이", concept="malmoi", ko_do_not_translate="yes", ko_type="loanword", ko_context="말모이는\n사전이다."
    )
    glossary.put(ko="컨텐츠", en="content", concept="content", ko_status="deprecated")
    glossary.put(ko="콘텐츠", concept="content", ko_status="preferred")
    return glossary


def write(store, path, name, **changes):
    concepts = [changes.get(concept.id, lambda c: c)(concept) for concept in concepts_of(store)]
    write_terms(concepts, path, name, signature=store.signature)
    return str(path)


def suffix_of(name):
    return ".csv" if name == "omegat-csv" else next(iter(FORMATS[name].suffixes), ".tbx")


def actions(adoption):
    return [step.action for step in adoption.steps]


def take(store, path, name=None, **how):
    return adopt_file(store, str(path), how=TermFile(format=name), **how)


def fields(store):
    """The glossary's content, without who and when."""
    # Some formats keep terms by language, in their order.
    return [(c.id, c.domain, c.definition, c.note, c.of("ko"), c.of("en")) for c in concepts_of(store)]


@pytest.mark.parametrize("name", ROUND)
def test_a_file_of_ours_is_all_the_same(tmp_path, store, name):
    before = store.signature
    done = take(store, write(store, tmp_path / f"a{suffix_of(name)}", name), name)
    assert {*actions(done)} == {"same"}
    assert (done.problems, done.remarks) == ([], [])
    assert store.signature == before


@pytest.mark.parametrize("name", ROUND)
def test_into_an_empty_glossary_once_and_back_by_one_undo(tmp_path, store, name):
    path = write(store, tmp_path / f"a{suffix_of(name)}", name)
    other = Glossary.open(tmp_path / "other.ndjson", by="lee")
    done = take(other, path, name)
    assert {*actions(done)} <= {"new", "add", "same"}
    assert {"이사회", "금리", "말모이"} <= {*other.terms["term"]}
    before = other.signature
    assert {*actions(take(other, path, name))} == {"same"}
    assert other.signature == before
    other.undo()
    assert len(other) == 0


@pytest.mark.parametrize("name", WHOLE)
def test_everything_comes_back(tmp_path, store, name):
    other = Glossary.open(tmp_path / "other.ndjson", by="lee")
    if name in ("csv", "xlsx-plain", "ndjson"):
        # These say nothing of the glossary they come from, so terms that name no source are given the file's name.
        store.change(edit=[(id_, {"source": "s"}) for id_ in store.terms["id"]])
    take(other, write(store, tmp_path / f"a{suffix_of(name)}", name), name)
    assert fields(other) == fields(store)


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Cf"]), min_size=1, max_size=6
).filter(str.strip)
VALUES = {n: st.sampled_from(LEGAL[n]) if n in LEGAL else TEXT for n in TERM_FIELDS[1:]}


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(CONCEPT_FIELDS), TEXT, max_size=3),
            st.lists(
                st.tuples(st.sampled_from(["ko", "en"]), TEXT, st.fixed_dictionaries({}, optional=VALUES)),
                min_size=1,
                max_size=3,
            ),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["json", "tbx", "tbx3-dct"]),
)
def test_any_glossary_comes_back(tmp_path_factory, given_, name):
    folder = tmp_path_factory.mktemp("g")
    store = Glossary.open(folder / "a.ndjson")
    for i, (own, terms) in enumerate(given_):
        for lang, term, values in terms:
            store.put_rows([{"concept": f"{i}c", lang: term, **own, **{f"{lang}_{n}": v for n, v in values.items()}}])
    path = write(store, folder / f"a{suffix_of(name)}", name)
    other = Glossary.open(folder / "b.ndjson")
    take(other, path, name)
    assert fields(other) == fields(store)
    assert {*actions(take(store, path, name))} == {"same"}


def edited(**values):
    """A concept with fields of its own, or of its terms by their text, changed."""

    def change(concept):
        own = {n: v for n, v in values.items() if n in CONCEPT_FIELDS}
        terms = tuple(
            Term(**{**{n: getattr(t, n) for n in Term.__slots__}, **values.get("terms", {}).get(t.term, {})})
            for t in concept.terms
        )
        terms += tuple(values.get("new", ()))
        return Concept(concept.id, terms, **{n: own.get(n, getattr(concept, n)) for n in CONCEPT_FIELDS})

    return change


# change of the file, change of the glossary since, action, what it leads to (field of board or of a term)
MERGES = [
    (edited(definition="새"), {}, "change", ("definition", "새")),
    (edited(definition="새"), {"board": {"definition": "다른"}}, "conflict", ("definition", "다른")),
    (edited(definition="새"), {"board": {"definition": "새"}}, "same", ("definition", "새")),
    (edited(), {"board": {"definition": "다른"}}, "same", ("definition", "다른")),
    (edited(note="덧붙임"), {}, "change", ("note", "덧붙임")),
    (edited(terms={"board": {"status": "deprecated"}}), {}, "change", ("board", "deprecated")),
    (edited(terms={"board": {"term": "the board"}}), {}, "change", ("the board", "admitted")),
    (edited(new=[Term("en", "directors")]), {}, "add", ("directors", "admitted")),
    (edited(new=[Term("en", "directors", "preferred")]), {}, "conflict", ("board of directors", "preferred")),
    (edited(new=[Term("en", "directors", "preferred")], terms={"board of directors": {"status": "admitted"}}), {}, "change",
     ("directors", "preferred")),
    (edited(), {"remove": "board"}, "same", ("board of directors", "preferred")),
]  # fmt: skip


@pytest.mark.parametrize("name", ["json", "tbx"])
@pytest.mark.parametrize("change, since, action, expected", MERGES)
def test_a_changed_file_is_compared_three_ways(tmp_path, store, name, change, since, action, expected):
    path = write(store, tmp_path / f"a{suffix_of(name)}", name, board=change)
    for id_, new in since.items():
        if id_ == "remove":
            store.remove(next(t["id"] for t in store.terms.iter_rows(named=True) if t["term"] == new))
        else:
            store.edit(id_, **new)
    steps = {step.row.concept or step.row.ko: step.action for step in take(store, path, dry_run=True).steps}
    assert steps["board"] == action
    before = len(store)
    take(store, path)
    assert len(store) == before + (action == "add") + (expected == ("directors", "preferred"))
    concept = next(c for c in concepts_of(store) if c.id == "board")
    found = {t.term: t.status for t in concept.terms} | {n: getattr(concept, n) for n in CONCEPT_FIELDS}
    assert found[expected[0]] == expected[1]


@pytest.mark.parametrize("prefer, definition", [("ours", "다른"), ("theirs", "새")])
def test_a_side_may_be_said_to_be_right(tmp_path, store, prefer, definition):
    path = write(store, tmp_path / "a.tbx", "tbx", board=edited(definition="새"))
    store.edit("board", definition="다른")
    take(store, path, prefer=prefer)
    assert next(c for c in concepts_of(store) if c.id == "board").definition == definition


def test_a_removed_concept_comes_back_only_by_a_persons_word(tmp_path, store):
    path = write(store, tmp_path / "a.tbx", "tbx")
    store.remove("board")
    assert actions(take(store, path)).count("conflict") == 1
    assert "이사회" not in {*store.terms["term"]}
    take(store, path, prefer="theirs")
    assert "이사회" in {*store.terms["term"]}


# concepts of another program's file (id, domain, ko, en), action, number of terms then
FOREIGN = [
    (("x", "", ["환율"], ["exchange rate"]), "new", 12),
    (("x", "", ["말모이"], []), "same", 10),
    (("x", "", ["새말"], []), "new", 11),
    (("x", "", ["말모이"], ["Malmoi"]), "add", 11),
    (("x", "", ["이사회"], ["board of directors"]), "same", 10),
    (("x", "finance", ["이사회"], ["board of directors", "the board"]), "add", 11),
    (("x", "law", ["이사회"], ["board of directors"]), "conflict", 10),
    (("x", "", ["이사회"], ["council"]), "conflict", 10),
    (("x", "law", ["이사회"], ["council"]), "new", 12),
    (("board", "", ["환율"], ["exchange rate"]), "new", 12),
    (("board", "", ["이사회"], ["council"]), "add", 11),
    (("x", "", ["이사회"], ["Interest Rate"]), "conflict", 10),
    (("x", "", ["금리"], ["INTEREST RATE"]), "same", 10),
    (("x", "", ["가" * 501], ["a"]), "problem", 10),
]


@pytest.mark.parametrize("given_, action, terms", FOREIGN)
def test_a_file_of_another_program_meets_the_glossary(tmp_path, store, given_, action, terms):
    id_, domain, ko, en = given_
    made = Concept(id_, (*(Term("ko", t) for t in ko), *(Term("en", t) for t in en)), domain)
    write_terms([made], tmp_path / "a.csv")
    done = take(store, tmp_path / "a.csv")
    assert actions(done) == [action]
    assert len(store) == terms
    if action in ("new", "add"):
        added = store.terms.filter(store.terms["source"] == "a.csv")
        assert added.height == terms - 10
        assert actions(take(store, tmp_path / "a.csv")) == ["same"]


def test_rows_of_a_flat_file_join(tmp_path, store):
    (tmp_path / "a.tab").write_text("환율\texchange rate\n환율\tFX rate\n환 시세\tFX rate\n", "utf-8")
    assert actions(take(store, tmp_path / "a.tab")) == ["new", "add", "add"]
    made = next(c for c in concepts_of(store) if any(t.term == "환율" for t in c.terms))
    assert {(t.term, t.status) for t in made.terms} == {
        ("환율", "preferred"), ("환 시세", "admitted"), ("exchange rate", "preferred"), ("FX rate", "admitted"),
    }  # fmt: skip
    assert actions(take(store, tmp_path / "a.tab")) == ["same"] * 3


def test_a_row_without_an_id_knows_a_term_however_it_is_spaced(tmp_path, store):
    (tmp_path / "a.tab").write_text("이 사회\tboard\n금 리\tInterest Rate\n", "utf-8")
    assert actions(take(store, tmp_path / "a.tab")) == ["same", "same"]


def test_two_concepts_of_a_file_may_share_a_term(tmp_path, store):
    given_ = [
        Concept("game", (Term("ko", "경기", "preferred"), Term("en", "game", "preferred"))),
        Concept("economy", (Term("ko", "경기", "preferred"), Term("en", "economy", "preferred"))),
    ]
    write_terms(given_, tmp_path / "a.tbx")
    assert actions(take(store, tmp_path / "a.tbx")) == ["new", "new"]
    assert actions(take(store, tmp_path / "a.tbx")) == ["same", "same"]


def test_problems_and_remarks_are_told_apart(tmp_path, store):
    (tmp_path / "a.tbx").write_text(
        '<martif type="TBX" xml:lang="en"><text><body>\n<termEntry id="a"><langSet xml:lang="ko"><tig><term/></tig></langSet></termEntry>\n'
        '<termEntry><langSet xml:lang="ko"><tig><term>환율</term></tig></langSet></termEntry></body></text></martif>',
        "utf-8",
    )
    done = take(store, tmp_path / "a.tbx")
    assert [(p.place.rpartition(":")[2], p.message) for p in done.problems] == [("2", "The term is empty.")]
    assert [(p.place.rpartition(":")[2], p.message) for p in done.remarks] == [("3", "The <termEntry> has no id.")]
    assert actions(done) == ["new"]


def test_a_stack_counts_what_lies_below(tmp_path, store):
    path = write(store, tmp_path / "a.tbx", "tbx")
    stacked = Glossary.open(tmp_path / "top.ndjson", below=[tmp_path / "journal.ndjson"])
    assert {*actions(take(stacked, path))} == {"same"}
    assert [c.id for c in concepts_of(stacked)] == [c.id for c in concepts_of(store)]


def test_what_a_file_of_a_stack_was_made_from_is_known_by_the_one_on_top(tmp_path, store):
    """Somebody changes a concept that the file changes too: a conflict, told from the file's being older."""
    top = Glossary.open(tmp_path / "top.ndjson", below=[tmp_path / "journal.ndjson"], by="kim")
    top.put(ko="환율", en="exchange rate", concept="fx")
    assert "+" in top.signature
    older, newer = tmp_path / "older.tbx", tmp_path / "newer.tbx"
    write(top, older, "tbx")
    top.edit("fx", definition="what one currency costs in another")
    top.edit("board", domain="law")
    # What lies below may grow without making the file another's.
    store.put(ko="세율", en="tax rate")
    stacked = Glossary.open(tmp_path / "top.ndjson", below=[tmp_path / "journal.ndjson"], by="lee")
    assert {*actions(take(stacked, older))} == {"same"}
    write(stacked, newer, "tbx", fx=lambda concept: replace(concept, definition="a price"))
    top.edit("fx", definition="a price of money")
    assert actions(take(stacked, newer)).count("conflict") == 1
    assert stacked.lookup("환율")[0].fields["definition"] == "a price of money"


def test_a_stack_names_its_layers(tmp_path, store):
    below = Glossary.open(tmp_path / "journal.ndjson")
    stacked = Glossary.open(tmp_path / "top.ndjson", below=[below])
    assert stacked.layers == (stacked, below)
    assert below.layers == (below,)


# content of a table, is it read as a term base
TABLES = [
    ("ko,en\n금리,rate\n", None), ("ko,en,domain,note\n금리,rate,,\n", None), ("ko,en,pos\n금리,rate,noun\n", "csv"),
    ("concept,lang,term\na,ko,금리\n", "csv"), ("ko,en,other_ko\n금리,rate,이율\n", "csv"), ("금리,rate\n", None),
    ("#UTX 1.11; ko/en; x\n#src\ttgt\n금리\trate\n", "utx"), ("# malmoi glossary 1:a\n금리\trate\n", "omegat"),
]  # fmt: skip


@pytest.mark.parametrize("content, expected", TABLES)
def test_which_tables_are_term_bases(tmp_path, content, expected):
    from malmoi.flow.term_files import termbase_format

    (tmp_path / "a.csv").write_text(content, "utf-8")
    assert termbase_format(str(tmp_path / "a.csv"), TermFile()) == expected
