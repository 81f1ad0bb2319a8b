// A form that is on its way: its button says so after 150 ms, and is not pressed twice.

const QUIET = 150;
const GIVE_UP = 10_000; // the person may have stopped the page from loading
const timers = new WeakMap();

function begin(form, button) {
  form.dataset.sent = "";
  const show = () => button?.matches(".button") && button.setAttribute("aria-busy", "true");
  timers.set(form, [setTimeout(show, QUIET), setTimeout(() => end(form), GIVE_UP)]);
}

function end(form) {
  timers.get(form)?.forEach(clearTimeout);
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if ("sent" in form.dataset) event.preventDefault();
  else begin(form, event.submitter);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("form");
  if (form) begin(form, event.detail.requestConfig.triggeringEvent?.submitter);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) end(form);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(end);
});
