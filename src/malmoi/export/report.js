// Filters and search of a report: tables say which of their columns can be chosen from; findings by severity and rule.
"use strict";
(() => {
  const choice = (values, all, changed) => {
    const box = document.createElement("select");
    for (const [value, text] of [["", all], ...values]) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = text;
      box.append(option);
    }
    box.addEventListener("change", changed);
    return box;
  };
  const counted = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([value, n]) => [value, `${value} (${n})`]);
  };
  const prepare = (tools, boxes, apply) => {
    const [input, output] = [tools.querySelector("input"), tools.querySelector("output")];
    boxes.forEach((box) => tools.insertBefore(box, output));
    const run = () => { output.textContent = apply(input.value.trim().toLowerCase(), boxes.map((box) => box.value)); };
    input.addEventListener("input", run);
    boxes.forEach((box) => box.addEventListener("change", run));
    tools.hidden = false;
    run();
  };

  for (const grid of document.querySelectorAll(".grid[data-filters]")) {
    const columns = grid.dataset.filters.split(",").map(Number);
    const heads = [...grid.querySelectorAll("thead th")].map((head) => head.textContent);
    const rows = [...grid.querySelectorAll("tbody tr")].map((row) => ({ row, text: row.textContent.toLowerCase(), cells: [...row.cells].map((c) => c.textContent) }));
    const boxes = columns.map((c) => choice(counted(rows.map((r) => r.cells[c])), `${heads[c]}: …`, () => {}));
    prepare(grid.querySelector(".tools"), boxes, (sought, values) => {
      let shown = 0;
      for (const { row, text, cells } of rows) {
        const fits = text.includes(sought) && columns.every((c, i) => !values[i] || cells[c] === values[i]);
        row.hidden = !fits;
        shown += fits;
      }
      return `${shown} / ${rows.length}`;
    });
  }

  for (const part of document.querySelectorAll(".remarked")) {
    const segments = [...part.querySelectorAll(".remarks > li")].map((item) => ({
      item, text: item.textContent.toLowerCase(), remarks: [...item.querySelectorAll("li")],
    }));
    const all = segments.flatMap((segment) => segment.remarks);
    const boxes = ["kind", "rule"].map((key) => choice(counted(all.map((r) => r.dataset[key])), part.dataset.all, () => {}));
    prepare(part.querySelector(".tools"), boxes, (sought, [kind, rule]) => {
      let shown = 0;
      for (const { item, text, remarks } of segments) {
        let left = 0;
        for (const remark of remarks) {
          remark.hidden = (kind && remark.dataset.kind !== kind) || (rule && remark.dataset.rule !== rule);
          left += !remark.hidden;
        }
        item.hidden = !left || !text.includes(sought);
        shown += item.hidden ? 0 : left;
      }
      return `${shown} / ${all.length}`;
    });
  }
})();
