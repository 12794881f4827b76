// The alignment view: marks the texts as they come into sight, links words, filters, searches. What the data looks like stands in
// view_data.py. Texts go in by textContent only.
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const known = read("alignment");
  const words = read("labels");
  const list = document.getElementById("segments");
  const items = [...list.children];
  items.forEach((item, i) => { item.place = i; });
  const said = document.getElementById("said");
  // A link counts as one from here on (per cent); weaker ones are only hinted at.
  const LINKED = 45;
  const HINTED = 15;
  const UNSURE = 50; // terms below are more likely wrong than right
  const AT_ONCE = 24; // segments that fill a tall window
  const LONGEST = 140; // words of a side that the grid shows all of; of longer ones only those with links

  const make = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const sides = (item) => [item.querySelector('.text[lang="ko"]'), item.querySelector('.text[lang="en"]')];
  const chunks = (flat, width) => {
    const out = [];
    for (let i = 0; flat && i < flat.length; i += width) out.push(flat.slice(i, i + width));
    return out;
  };

  // ---- what is known of a row, read once
  const cache = new Map();
  const row = (item) => {
    let found = cache.get(item);
    if (!found) {
      const [links, terms, amounts, findings, doubt] = known.rows[item.place] || [0, 0, 0, 0, 0];
      const texts = sides(item).map((side) => side.textContent);
      found = {
        texts,
        doubt,
        links: chunks(links, 5).map(([k, kn, e, en, p]) => ({ spans: [[k, k + kn], [e, e + en]], p })),
        terms: chunks(terms, 5).map(([n, k0, k1, e0, e1]) => ({ pair: known.pairs[n], spans: [[k0, k1], [e0, e1]] })),
        amounts: (amounts || []).map(([status, k0, k1, e0, e1, ...rest]) => ({ status: known.amounts[status], spans: [[k0, k1], [e0, e1]], rest })),
        findings: (findings || []).map(([hard, rule, k0, k1, e0, e1, message, suggestion]) => ({
          level: hard ? "hard" : "advisory", rule: known.rules[rule], spans: [[k0, k1], [e0, e1]], message, suggestion,
        })),
      };
      cache.set(item, found);
    }
    return found;
  };

  // ---- marking
  // Of terms that overlap the earlier and longer one is marked.
  const outermost = (spans) => {
    const out = [];
    for (const s of spans.filter((s) => s.start >= 0).sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (!out.length || s.start >= out[out.length - 1].end) out.push(s);
    }
    return out;
  };
  const marksOf = (found, side) => {
    const span = (thing, name) => ({ start: thing.spans[side][0], end: thing.spans[side][1], name });
    return [
      ...outermost(found.terms.map((t) => span(t, `term t-${known.statuses[t.pair[2]]}${t.pair[3] < UNSURE ? " unsure" : ""}`))),
      ...found.amounts.map((a) => span(a, `amount a-${a.status}`)),
      ...found.findings.map((f) => span(f, `finding f-${f.level}`)),
    ].filter((m) => m.start >= 0);
  };
  const WORD = /\S+/g;
  const decorate = (item) => {
    if (item.dataset.done) return;
    item.dataset.done = "1";
    const found = row(item);
    sides(item).forEach((holder, side) => {
      const text = found.texts[side];
      const marks = marksOf(found, side);
      const links = found.links.filter((l) => l.p >= HINTED);
      const tokens = [...text.matchAll(WORD)].map((m) => [m.index, m.index + m[0].length]);
      const cuts = new Set([0, text.length]);
      for (const m of marks) cuts.add(m.start).add(m.end);
      for (const l of links) for (const at of l.spans[side]) cuts.add(at);
      for (const t of tokens) for (const at of t) cuts.add(at);
      const ends = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
      const pieces = document.createDocumentFragment();
      let token = 0;
      for (let i = 0; i + 1 < ends.length; i++) {
        const [start, end] = [ends[i], ends[i + 1]];
        const names = marks.filter((m) => m.start <= start && end <= m.end).map((m) => m.name);
        while (token < tokens.length && tokens[token][1] <= start) token++;
        const inWord = token < tokens.length && tokens[token][0] <= start;
        if (!names.length && !inWord) {
          pieces.append(text.slice(start, end));
          continue;
        }
        const piece = make("span", [...new Set(names.join(" ").split(" "))].join(" "), text.slice(start, end));
        piece.range = [start, end];
        if (inWord) piece.word = tokens[token];
        piece.side = side;
        pieces.append(piece);
      }
      holder.replaceChildren(pieces);
    });
    if (query) find(item);
  };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { decorate(entry.target); seen.unobserve(entry.target); }
  }, { rootMargin: "800px 0px" });

  // ---- links
  const meets = ([a, b], [c, d]) => a < d && c < b;
  let lit = null;
  const clear = () => {
    if (!lit) return;
    for (const element of lit) element.classList.remove("lit", "faint", "on");
    lit = null;
    said.classList.remove("on");
  };
  // The links of a piece: its own, else those of the word it is an ending of.
  const linksOf = (found, piece) => {
    const touching = (range) => found.links.filter((l) => l.p >= HINTED && meets(l.spans[piece.side], range));
    const own = touching(piece.range);
    return own.length || !piece.word ? own : touching(piece.word);
  };
  const light = (item, piece, aloud) => {
    clear();
    const found = row(item);
    const links = linksOf(found, piece);
    if (!links.length) return false;
    lit = [];
    const sure = links.filter((l) => l.p >= LINKED);
    sides(item).forEach((holder, side) => {
      for (const element of holder.children) {
        if (!element.range || !element.word) continue;
        const name = sure.some((l) => meets(l.spans[side], element.range)) ? "lit" : links.some((l) => meets(l.spans[side], element.range)) ? "faint" : "";
        if (name) { element.classList.add(name); lit.push(element); }
      }
    });
    for (const cell of item.querySelectorAll(".grid td")) {
      if (cell.link && links.includes(cell.link)) { cell.classList.add("on"); lit.push(cell); }
    }
    said.textContent = (sure.length ? sure : links)
      .map((l) => `${found.texts[0].slice(...l.spans[0])} ↔ ${found.texts[1].slice(...l.spans[1])}  ${(l.p / 100).toFixed(2)}`).join("   ·   ");
    said.classList.add("on");
    if (aloud) item.at = piece;
    return true;
  };
  list.addEventListener("mouseover", (event) => {
    const item = event.target.closest(".segments > li");
    if (event.target.range && item) light(item, event.target, false);
    else if (event.target.link && item) lightLink(item, event.target.link);
    else clear();
  });
  list.addEventListener("mouseleave", clear);
  const lightLink = (item, link) => {
    const holder = sides(item)[0];
    const piece = [...holder.children].find((e) => e.range && e.word && meets(e.range, link.spans[0]));
    if (piece) light(item, piece, false);
  };

  // ---- details
  const entry = (status, name, ...parts) => {
    const made = make("li");
    made.append(make("span", `tag ${status}`, name), ...parts.filter(Boolean).map((p) => (typeof p === "string" ? make("span", "", p) : p)));
    return made;
  };
  const section = (panel, heading, entries) => {
    if (!entries.length) return;
    const all = make("ul");
    all.append(...entries);
    panel.append(make("h3", "", heading), all);
  };
  // Exact decimal numbers as text: digits in groups of three, bounds of a vague one parted.
  const grouped = (number) => number.replace(/^(-?)(\d+)/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const value = (number, unit) => (number ? `${number.split("..").map(grouped).join(" … ")} ${unit}`.trim() : "");
  const details = (item) => {
    const found = row(item);
    const panel = make("div", "more");
    if (found.doubt) {
      const [share, reason] = found.doubt;
      section(panel, words.doubt, [entry("conflict", `${share}%`, reason)]);
    }
    section(panel, words.findings, found.findings.map((f) =>
      entry(f.level, words[f.level], make("code", "", f.rule), f.message, f.suggestion && `${words.suggestion}: ${f.suggestion}`)));
    panel.append(make("h3", "", words.links), grid(found));
    section(panel, words.amounts, found.amounts.map((a) => {
      const [ratio, koValue, koUnit, enValue, enUnit] = a.rest;
      const side = (i, number, unit) => a.spans[i][0] < 0 ? "" : `${found.texts[i].slice(...a.spans[i])} (${value(number, unit)})`;
      return entry(a.status, words[`amount_${a.status}`], [side(0, koValue, koUnit), side(1, enValue, enUnit)].filter(Boolean).join(" ↔ "), ratio);
    }));
    const pairs = [...new Set(found.terms.map((t) => t.pair))];
    section(panel, words.terms, pairs.map(([ko, en, status, sure, kind, evidence]) => {
      const name = known.statuses[status];
      return entry(name, words[`status_${name}`], make("b", "", `${ko} = ${en}`), sure >= 0 && (sure / 100).toFixed(2), make("span", "quiet", [kind, evidence].filter(Boolean).join(" · ")));
    }));
    return panel;
  };
  const grid = (found) => {
    if (!found.links.length) return make("p", "quiet", words.links_none);
    const tokens = found.texts.map((text, side) => {
      const all = [...text.matchAll(WORD)].map((m) => ({ text: m[0], range: [m.index, m.index + m[0].length] }));
      return all.length <= LONGEST ? all : all.filter((t) => found.links.some((l) => l.p >= HINTED && meets(l.spans[side], t.range)));
    });
    const table = make("table");
    const head = table.createTHead().insertRow();
    head.append(make("td"));
    for (const t of tokens[1]) {
      const cell = make("th");
      cell.scope = "col";
      cell.lang = "en";
      cell.title = t.text;
      cell.append(make("span", "", t.text));
      head.append(cell);
    }
    const body = table.createTBody();
    for (const k of tokens[0]) {
      const line = body.insertRow();
      const name = make("th", "", k.text);
      name.scope = "row";
      name.lang = "ko";
      name.title = k.text;
      line.append(name);
      const here = found.links.filter((l) => meets(l.spans[0], k.range));
      const terms = found.terms.filter((t) => t.spans[0][0] >= 0 && t.spans[1][0] >= 0 && meets(t.spans[0], k.range));
      for (const e of tokens[1]) {
        const cell = line.insertCell();
        const best = here.filter((l) => meets(l.spans[1], e.range)).sort((a, b) => b.p - a.p)[0];
        if (terms.some((t) => meets(t.spans[1], e.range))) cell.className = "pair";
        if (!best) continue;
        cell.link = best;
        cell.classList.add("p");
        if (best.p >= 60) cell.classList.add("strong");
        cell.style.setProperty("--share", `${best.p}%`);
        cell.textContent = best.p >= HINTED ? best.p : "";
        cell.title = `${found.texts[0].slice(...best.spans[0])} ↔ ${found.texts[1].slice(...best.spans[1])} ${(best.p / 100).toFixed(2)}`;
      }
    }
    const holder = make("div", "grid");
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", words.links);
    holder.append(table);
    return holder;
  };
  const toggle = (item) => {
    const button = item.querySelector(".number");
    const open = item.querySelector(".more");
    if (open) open.remove();
    else { decorate(item); item.append(details(item)); }
    button.setAttribute("aria-expanded", String(!open));
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".number");
    if (button) toggle(button.closest("li[id]"));
  });

  // ---- search and filters
  const FIRST = 0xac00, LAST = 0xd7a3, PER_INITIAL = 588;
  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  const initials = (text) => [...text].map((ch) => {
    const code = ch.charCodeAt(0);
    return ch.length === 1 && code >= FIRST && code <= LAST ? INITIALS[Math.floor((code - FIRST) / PER_INITIAL)] : ch;
  }).join("");
  const fold = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, " ");
  const texts = items.map((item) => { const [ko, en] = sides(item); return `${ko.textContent}\n${en.textContent}`; });
  const folded = texts.map((text) => text.split("\n").map(fold).join("\n"));
  let initial = null; // made when first asked for
  let query = "";
  const active = new Set();
  const chosen = document.getElementById("document");
  const shown = document.getElementById("shown");
  const find = (item) => {
    // What was searched for is marked where the search saw the text as it stands.
    if (typeof CSS === "undefined" || !CSS.highlights) return;
    for (const side of sides(item)) {
      const walker = document.createTreeWalker(side, NodeFilter.SHOW_TEXT);
      const nodes = [];
      let all = "";
      while (walker.nextNode()) { nodes.push([walker.currentNode, all.length]); all += walker.currentNode.data; }
      const lower = byInitials() ? initials(all) : all.toLowerCase();
      if (lower.length !== all.length) continue;
      for (let at = lower.indexOf(query); at >= 0; at = lower.indexOf(query, at + query.length)) {
        const place = (offset, end) => nodes.findLast(([, start]) => (end ? start < offset : start <= offset));
        const [first, firstAt] = place(at, false);
        const [last, lastAt] = place(at + query.length, true);
        const range = new Range();
        range.setStart(first, at - firstAt);
        range.setEnd(last, at + query.length - lastAt);
        hits.add(range);
      }
    }
  };
  const hits = typeof Highlight === "undefined" ? new Set() : new Highlight();
  if (typeof CSS !== "undefined" && CSS.highlights) CSS.highlights.set("hit", hits);
  const byInitials = () => /^[ㄱ-ㅎ ]*[ㄱ-ㅎ][ㄱ-ㅎ ]*$/.test(query);
  const apply = () => {
    query = fold(document.getElementById("search").value.trim());
    const haystack = query && byInitials() ? (initial ??= folded.map(initials)) : folded;
    const doc = chosen ? chosen.value : "";
    hits.clear();
    let count = 0;
    items.forEach((item, i) => {
      const keep = (!active.size || [...active].some((name) => item.classList.contains(`has-${name}`)))
        && (!doc || item.dataset.doc === doc) && (!query || haystack[i].includes(query));
      if (item.hidden === keep) item.hidden = !keep;
      count += keep;
      if (keep && query && item.dataset.done) find(item);
    });
    const all = !query && !active.size && !doc;
    shown.textContent = `${all ? "" : `${count.toLocaleString()} / `}${items.length.toLocaleString()} ${words.shown}`;
    document.getElementById("nothing").hidden = count > 0;
  };
  for (const button of document.querySelectorAll("[data-filter], [data-layer]")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (button.dataset.layer) document.body.classList.toggle(`no-${button.dataset.layer}`, !on);
      else { active[on ? "add" : "delete"](button.dataset.filter); apply(); }
    });
  }
  let waiting = 0;
  document.getElementById("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  if (chosen) chosen.addEventListener("change", apply);

  // ---- keys: j k rows, ← → words, Enter details, / search, Escape
  const near = () => {
    const here = document.activeElement && document.activeElement.closest(".segments > li");
    if (here && !here.hidden) return here;
    const top = document.querySelector(".tools").getBoundingClientRect().bottom;
    return items.find((item) => !item.hidden && item.getBoundingClientRect().bottom > top);
  };
  const step = (item, by) => {
    let i = item.place + by;
    while (items[i] && items[i].hidden) i += by;
    return items[i];
  };
  const go = (item) => { if (item) { decorate(item); item.focus({ preventScroll: true }); item.scrollIntoView({ block: "nearest" }); } };
  const next = (item, by) => {
    const pieces = sides(item).flatMap((side) => [...side.children].filter((e) => e.range && e.word));
    let i = item.at ? pieces.indexOf(item.at) + by : by > 0 ? 0 : pieces.length - 1;
    while (pieces[i] && !row(item).links.some((l) => l.p >= HINTED && meets(l.spans[pieces[i].side], pieces[i].range))) i += by;
    if (pieces[i]) light(item, pieces[i], true);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.getElementById("search");
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape") {
      if (event.target === search) { search.value = ""; apply(); search.blur(); }
      clear();
      return;
    }
    if (typing) return;
    const here = document.activeElement && document.activeElement.closest(".segments > li");
    const inGrid = event.target.closest && event.target.closest(".grid");
    const does = {
      "/": () => search.focus(),
      j: () => go(here ? step(here, 1) : near()),
      k: () => go(here ? step(here, -1) : near()),
      ArrowDown: here && !inGrid && (() => go(step(here, 1))),
      ArrowUp: here && !inGrid && (() => go(step(here, -1))),
      ArrowRight: here && !inGrid && (() => next(here, 1)),
      ArrowLeft: here && !inGrid && (() => next(here, -1)),
      Enter: here && event.target === here && (() => toggle(here)),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
  addEventListener("beforeprint", () => items.forEach((item) => { if (!item.hidden) decorate(item); }));

  // What is seen first is marked at once, the rest as it comes into sight.
  items.slice(0, AT_ONCE).forEach(decorate);
  for (const item of items.slice(AT_ONCE)) seen.observe(item);
  apply();
  if (/^#s\d+$/.test(location.hash)) go(document.getElementById(location.hash.slice(1)));
})();
