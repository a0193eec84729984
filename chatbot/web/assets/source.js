// The source panel: shows the marked words, steps from citation to citation, and closes with Escape.
const cites = () =>
  [...document.querySelectorAll(".exchange .answer button.cite, .draft .answer button.cite, .briefing button.cite")]
    .filter((cite) => cite.offsetParent !== null); // Those of the tab that is open.
const place = ({ dataset }) => `${dataset.key} ${dataset.start} ${dataset.end}`;
const same = (one, other) => place(one) === place(other);
function distinct() {
  const first = new Map(); // By place: a page may hold thousands, so that comparing each with all would take seconds.
  cites().forEach((cite) => first.has(place(cite)) || first.set(place(cite), cite));
  return [...first.values()];
}

function show() {
  const source = element.querySelector(".source");
  document.body.classList.toggle("source-open", Boolean(source));
  cites().forEach((cite) => cite.classList.toggle("active", Boolean(source) && same(cite, source)));
  if (!source) return;
  const mark = source.querySelector("mark");
  const all = distinct();
  const at = all.findIndex((cite) => same(cite, source));
  const counted = source.querySelector(".at");
  if (counted && at >= 0) counted.textContent = `${at + 1} of ${all.length}`;
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }
}

function step(by) {
  const source = element.querySelector(".source");
  const all = distinct();
  const at = all.findIndex((cite) => same(cite, source));
  if (all.length) all[(at + by + all.length) % all.length].click();
}

function shut() {
  if (!element.querySelector(".source")) return;
  trigger("shut", {});
  window.lastCite?.focus();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.step) step(Number(button.dataset.step));
  if (button?.dataset.shut) shut();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") shut();
});
watch("value", show);
