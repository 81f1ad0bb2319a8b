// A review while it is held: what others write appears by itself, what one types is never lost,
// Enter writes a line down, and a timer counts how long this theme was looked at.
//
//   <body data-meeting="5-12">                          the review and the item of its agenda
//   <div id="decision-list" data-live data-stamp="7">   put again when there is news
//   <form data-draft="decision">                         kept in this browser until it is sent

const EVERY = 3_000;
const meeting = document.body.dataset.meeting;
const kept = window.localStorage;

// -- Drafts ---------------------------------------------------------------------------------

const nameOf = (form) => `meeting-${meeting}-${form.dataset.draft}`;
const fieldOf = (form) => form.querySelector("textarea");
const sent = new Map();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (form && event.target === fieldOf(form)) keep(form, event.target.value);
});

function keep(form, text) {
  if (text.trim()) kept.setItem(nameOf(form), text);
  else kept.removeItem(nameOf(form));
}

function bringBack(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    const field = fieldOf(form);
    const draft = kept.getItem(nameOf(form));
    if (draft && !field.value) field.value = draft;
  }
}

// What is sent is no draft any more once it is written down; what was typed meanwhile still is.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form) sent.set(form.dataset.draft, fieldOf(form).value);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("form[data-draft]");
  if (form && event.detail.xhr.status < 300 && kept.getItem(nameOf(form)) === sent.get(form.dataset.draft)) {
    kept.removeItem(nameOf(form));
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const form = document.getElementById(event.target.id)?.querySelector("form[data-draft]");
  if (!form) return;
  bringBack(document);
  fieldOf(form).focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest?.("form[data-draft]");
  if (!form || event.target !== fieldOf(form) || event.defaultPrevented) return;
  event.preventDefault();
  if (event.target.value.trim()) form.requestSubmit();
});

// -- What others write ------------------------------------------------------------------------

async function look() {
  const list = document.querySelector("[data-stamp]");
  if (document.hidden || !list || document.querySelector("dialog[open]")) return;
  const answer = await fetch(`?seen=${list.dataset.stamp}`, { cache: "no-store" });
  if (answer.redirected) return location.assign(answer.url); // it was closed
  if (answer.status !== 200) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const stale of document.querySelectorAll("[data-live]")) put(stale, page);
}

function put(stale, page) {
  const fresh = page.getElementById(stale.id);
  if (!fresh) return;
  const focused = stale.contains(document.activeElement) && document.activeElement.closest("[id]").id;
  stale.replaceWith(document.adoptNode(fresh));
  if (focused) document.getElementById(focused)?.querySelector("a")?.focus({ preventScroll: true });
}

setInterval(() => look().catch(() => {}), EVERY);
document.addEventListener("visibilitychange", () => look().catch(() => {}));

// -- The timer: seconds that this theme was in sight, kept while one goes to and fro -------------

const timer = document.querySelector("[data-timer]");
const clock = timer.querySelector("b");
const of = timer.querySelector("[data-of]");
const seconds = `meeting-${meeting}-seconds`;

function tick() {
  if (document.hidden) return;
  const spent = Number(window.sessionStorage.getItem(seconds) ?? 0) + 1;
  window.sessionStorage.setItem(seconds, spent);
  show(spent);
}

function show(spent) {
  clock.textContent = `${Math.floor(spent / 60)}:${String(spent % 60).padStart(2, "0")}`;
  timer.classList.toggle("is-over", spent > Number(timer.dataset.timer) * 60);
}

clock.hidden = false;
if (of.dataset.of) of.textContent = `${of.dataset.of} ${of.textContent}`;
show(Number(window.sessionStorage.getItem(seconds) ?? 0));
setInterval(tick, 1_000);
bringBack(document);
