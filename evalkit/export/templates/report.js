"use strict";
// Tables can be sorted by their headings: up, down, and back to the order they came in. Without this script they are tables.
const danish = document.documentElement.lang === "da";
const words = new Intl.Collator(document.documentElement.lang, { numeric: true });

// A number as it is written here, or NaN for a word: 'hidden' and an empty cell stand last whichever way one sorts.
function number(text) {
  const part = /^(\d+) (?:af|of) (\d+)$/.exec(text.trim()); // few are written so, many in percent
  if (part) return (100 * part[1]) / part[2];
  const plain = text.trim().replace("\u2212", "-").replace(/[\s\u00a0]*%$/, "");
  const written = danish ? plain.replaceAll(".", "").replace(",", ".") : plain.replaceAll(",", "");
  return /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) : NaN;
}

function order(cells, numbers, sign) {
  const values = new Map(cells.map(([row, text]) => [row, numbers ? number(text) : text.trim()]));
  const empty = row => values.get(row) === "" || Number.isNaN(values.get(row));
  return (one, other) => {
    if (empty(one) || empty(other)) return empty(one) - empty(other);
    const [a, b] = [values.get(one), values.get(other)];
    return sign * (numbers ? a - b : words.compare(a, b));
  };
}

function sort(table, heads, at, rows) {
  const next = { none: "ascending", ascending: "descending", descending: "none" }[heads[at].ariaSort || "none"];
  heads.forEach(head => head.setAttribute("aria-sort", "none"));
  heads[at].setAttribute("aria-sort", next);
  const cells = rows.map(row => [row, row.cells[at].textContent]);
  const numbers = heads[at].classList.contains("n");
  const sorted = next === "none" ? rows : [...rows].sort(order(cells, numbers, next === "ascending" ? 1 : -1));
  table.tBodies[0].append(...sorted);
}

for (const table of document.querySelectorAll("table")) {
  const rows = [...table.tBodies[0].rows], heads = [...table.tHead.rows[0].cells];
  if (rows.length < 2) continue;
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, heads, at, rows));
    head.setAttribute("aria-sort", "none");
    head.append(button);
  });
}
