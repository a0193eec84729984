// The table of articles: a heading sorts, a title opens.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".sort")) trigger("sort", { column: button.dataset.column });
  if (button.matches(".choose")) trigger("choose", { id: button.dataset.id });
});
