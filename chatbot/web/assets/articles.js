// The table of articles: a heading sorts, a title opens; ticked articles are summarized. What is ticked is kept here, so
// that a search or a sorting, which draws the table anew, loses nothing.
const picked = new Set();
let form = "";

function showPicked() {
  const boxes = [...element.querySelectorAll("input.pick")];
  boxes.forEach((box) => (box.checked = picked.has(box.dataset.id)));
  const bar = element.querySelector(".picked");
  if (!bar) return;
  const hidden = picked.size - boxes.filter((box) => box.checked).length;
  const articles = picked.size === 1 ? "1 article" : `${picked.size} articles`;
  bar.querySelector(".count").textContent = picked.size
    ? `${articles} chosen${hidden ? `, ${hidden} not in this list` : ""}`
    : "Choose articles by their boxes.";
  bar.querySelector(".summarize").disabled = !picked.size;
  bar.querySelector(".unpick").hidden = !picked.size;
  if (form) bar.querySelector(".form").value = form;
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".sort")) trigger("sort", { column: button.dataset.column });
  if (button.matches(".choose")) trigger("choose", { id: button.dataset.id });
  if (button.matches(".summarize")) {
    trigger("summarize", { ids: [...picked], form: element.querySelector(".picked .form").value });
  }
  if (button.matches(".unpick")) {
    picked.clear();
    showPicked();
  }
});
element.addEventListener("change", (event) => {
  const { target } = event;
  if (target.matches(".form")) form = target.value;
  if (!target.matches("input.pick")) return;
  if (target.checked) picked.add(target.dataset.id);
  else picked.delete(target.dataset.id);
  showPicked();
});
watch("value", showPicked);
showPicked();
