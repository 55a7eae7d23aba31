// The editor: a press on a name of the palette writes it where the cursor stands, and what is unsaved is not lost unasked.

const form = document.getElementById("editor");
const text = form?.querySelector("textarea.template");
let unsaved = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button || !text) return;
  const { selectionStart: start, selectionEnd: end, value } = text;
  const atLineStart = start === 0 || value[start - 1] === "\n";
  const words = "line" in button.dataset ? `${atLineStart ? "" : "\n"}${button.dataset.insert}\n` : button.dataset.insert;
  text.setRangeText(words, start, end, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});

form?.addEventListener("input", () => { unsaved = true; });
form?.addEventListener("submit", (event) => { if (!event.submitter?.formTarget) unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
