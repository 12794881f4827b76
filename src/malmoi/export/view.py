"""The alignment as a page to look at: both sides beside one another, terms, amounts and findings marked, words linked on hover.

The texts stand in the page as texts, so that it can be read, searched and printed whatever runs; `view.js` marks them as they come
into sight, which keeps thousands of segments quick.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from malmoi.export.labels import UI, Labels
from malmoi.export.page import Markup, asset, data, element, page
from malmoi.export.view_data import AMOUNT_STATUSES, TERM_STATUSES, view_data
from malmoi.export.view_rows import FILTERS, Row, rows
from malmoi.files import StrPath, write_text

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["view", "write_view"]

# Between a Korean and an English label.
_BETWEEN = " · "
_NO_SOURCE: Mapping[str, str] = MappingProxyType({})
# What of the summary is said at once: figure → what is said behind it, where it is not 0.
_CARDS = {
    "segments": ("segments_one_sided",),
    "terms": ("terms_known", "terms_conflict"),
    "amounts": ("amounts_match", "amounts_mismatch"),
    "findings": ("findings_hard", "findings_advisory"),
}
_ALARMS = frozenset({"terms_conflict", "amounts_mismatch", "findings_hard"})
# Words of the script.
_SAID = (
    *("shown", "details", "links", "links_none", "terms", "amounts", "findings", "suggestion", "nothing", "doubt"),
    *(f"status_{status}" for status in TERM_STATUSES),
    *(f"amount_{status}" for status in AMOUNT_STATUSES),
    *("hard", "advisory"),
)


def write_view(
    alignment: "Alignment", path: StrPath, *, source: Mapping[str, str] = _NO_SOURCE, ui: UI = "both"
) -> None:
    """Write the page to a file. Raises OutputError."""
    write_text(path, view(alignment, source=source, ui=ui))


def view(alignment: "Alignment", *, source: Mapping[str, str] = _NO_SOURCE, ui: UI = "both") -> str:
    """The page; `source` names the inputs, `ui` is the language of everything that is not the texts'."""
    labels = Labels(ui)
    known = view_data(alignment, labels)
    made = list(rows(alignment, known["rows"], labels))
    body = [
        _head(alignment.summary, source, labels),
        _tools(alignment, made, labels),
        element("ol", [row.item for row in made], class_="segments", id="segments"),
        element("p", labels.name("view.nothing", _BETWEEN), class_="nothing quiet", hidden=True, id="nothing"),
        element("div", class_="said screen", id="said", aria_live="polite"),
        element("footer", labels.name("view.keys", _BETWEEN), class_="quiet screen"),
        data("alignment", known),
        data("labels", {key: labels.name(f"view.{key}", _BETWEEN) for key in _SAID}),
    ]
    title = " | ".join(Path(name).name for name in source.values()) or "malmoi"
    return page(title, body, style=asset("view.css"), script=asset("view.js"), lang="en" if ui == "en" else "ko")


# ---------------------------------------------------------------- private


def _head(summary: Mapping[str, str | int | float], source: Mapping[str, str], labels: Labels) -> Markup:
    """What was aligned, the figures to know first, all figures on demand."""
    names = [element("span", Path(name).name, class_="source", title=name) for name in source.values()]
    figures = [
        element(
            "div",
            element("dt", labels.value("result", key, _BETWEEN)),
            element("dd", _figure(value)),
            class_="long" if isinstance(value, str) else None,
        )
        for key, value in summary.items()
    ]
    return element(
        "header",
        element("p", "malmoi 말모이", class_="brand quiet"),
        element("h1", names or labels.name("view.title", _BETWEEN)),
        element(
            "div",
            [_card(key, more, summary, labels) for key, more in _CARDS.items()],
            _scores(summary, labels),
            class_="cards",
        ),
        element(
            "details",
            element("summary", labels.name("view.figures", _BETWEEN)),
            element("dl", figures),
            class_="figures",
        ),
    )


def _card(key: str, more: tuple[str, ...], summary: Mapping[str, str | int | float], labels: Labels) -> Markup | None:
    given = [(part, int(summary[part])) for part in more if part in summary]
    if key not in summary and not given:
        return None
    total = int(summary[key]) if key in summary else sum(count for _, count in given)
    parts = [
        element(
            "span",
            f"{labels.name(f'view.card_{part}', _BETWEEN)} ",
            element("b", f"{count:,}"),
            class_="alarm" if part in _ALARMS else None,
        )
        for part, count in given
        if count
    ]
    name = labels.name(f"view.{key}", _BETWEEN)
    return element(
        "div",
        element("span", name, class_="quiet"),
        element("strong", f"{total:,}"),
        element("span", parts, class_="parts"),
        class_="card",
    )


def _scores(summary: Mapping[str, str | int | float], labels: Labels) -> list[Markup]:
    """Cards of the mean score and, where it was estimated, of the share of segments that are right, with its interval."""
    cards = []
    for key, shown in (("segment_score", "{:.2f}"), ("quality", "{:.0%}")):
        value = summary.get(key)
        if isinstance(value, float):
            low, high = summary.get(f"{key}_low"), summary.get(f"{key}_high")
            interval = f"{low:.0%} – {high:.0%}" if isinstance(low, float) and isinstance(high, float) else None
            name = labels.name(f"view.{key}", _BETWEEN)
            card = [
                element("span", name, class_="quiet"),
                element("strong", shown.format(value)),
                element("span", interval, class_="parts"),
            ]
            cards.append(element("div", card, class_="card"))
    return cards


def _figure(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return value if isinstance(value, str) else f"{value:,}"


def _tools(alignment: "Alignment", made: list[Row], labels: Labels) -> Markup:
    """Search, filters with their counts, the legend whose entries switch the marks on and off."""
    counts = {name: sum(name in row.flags for row in made) for name in FILTERS}
    filters = [
        element(
            "button",
            f"{labels.name(f'view.filter_{name}', _BETWEEN)} ",
            element("b", f"{counts[name]:,}"),
            type="button",
            aria_pressed="false",
            data_filter=name,
        )
        for name in FILTERS
        if counts[name]
    ]
    docs = list(dict.fromkeys(alignment.segments["doc"].fill_null("")))
    every = element("option", labels.name("view.all_documents", _BETWEEN), value="")
    options = [element("option", doc, value=str(i)) for i, doc in enumerate(docs)]
    choice = (
        element("select", every, options, id="document", aria_label=labels.name("segments.doc"))
        if len(docs) > 1
        else None
    )
    search = element(
        "input",
        type="search",
        id="search",
        placeholder=labels.name("view.search", _BETWEEN),
        aria_label=labels.name("view.search"),
        autocomplete="off",
    )
    return element(
        "div",
        element("div", search, choice, filters, element("output", id="shown", class_="quiet"), class_="row"),
        element("div", list(_legend(labels)), class_="row legend"),
        class_="tools screen",
    )


def _legend(labels: Labels) -> Iterator[Markup]:
    samples = {
        "terms": [f"term t-{status}" for status in TERM_STATUSES],
        "amounts": [f"amount a-{status}" for status in ("match", "mismatch", "ko_only")],
        "findings": ["finding f-hard", "finding f-advisory"],
    }
    for layer, classes in samples.items():
        shown = [
            element("span", labels.name(f"view.legend_{name.partition('-')[2]}", _BETWEEN), class_=f"mark {name}")
            for name in classes
        ]
        name = element("span", labels.name(f"view.{layer}", _BETWEEN), class_="quiet")
        yield element("button", name, shown, type="button", aria_pressed="true", data_layer=layer)
