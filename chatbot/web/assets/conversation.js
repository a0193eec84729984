// Clicks in a conversation: a citation opens its source, a suggestion is asked, an entry of the history is opened.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".cite")) {
    window.lastCite = button;
    trigger("cite", { ...button.dataset });
  } else if (button.matches(".suggestion")) {
    trigger("suggest", { question: button.dataset.question });
  } else if (button.matches(".entry")) {
    trigger("open", { id: button.dataset.id });
  }
});
