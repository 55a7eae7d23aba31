// The little that pages do beyond htmx: a form cannot be sent twice (save one marked data-stays, whose answer is a file),
// and tests can see that a page is ready.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post") || "stays" in form.dataset) return;
  const sent = event.submitter;
  // After this turn, so that the pressed button's own value is still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    if (sent) sent.setAttribute("aria-busy", "true");
  });
});

// Coming back through history shows the page as it was left: the buttons must work again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    for (const each of button.form?.querySelectorAll("button") ?? []) each.disabled = false;
  }
});

document.documentElement.dataset.ready = "";
