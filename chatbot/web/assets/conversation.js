// Clicks in a conversation: a citation opens its source, a suggestion is asked, an entry of the history is opened, a
// button rates its answer; Enter or Keep behind it keeps the reason.
const rate = (rating, helpful) => {
  window.lastRated = rating.dataset.answer;
  const reason = rating.querySelector(".reason")?.value ?? "";
  trigger("rate", { answer: rating.dataset.answer, helpful, reason });
};
const explain = (rating) => rate(rating, rating.querySelector(".rate[aria-pressed=true]").dataset.helpful);

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
  } else if (button.matches(".rate")) {
    const pressed = button.getAttribute("aria-pressed") === "true";
    rate(button.closest(".rating"), pressed ? "" : button.dataset.helpful);
  } else if (button.matches(".because")) {
    explain(button.closest(".rating"));
  }
});
element.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".reason")) explain(event.target.closest(".rating"));
});

// The transcript was written anew: the reader goes on where the button was pressed.
watch("value", () => {
  if (!window.lastRated) return;
  element.querySelector(`.rating[data-answer="${CSS.escape(window.lastRated)}"] .reason`)?.focus();
  window.lastRated = "";
});
