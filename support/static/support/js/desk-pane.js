// The ticket beside the list keeps itself up to date too. While somebody points at it or types in
// it, what changed waits behind a line that lies over its head, so that nothing moves.

import { announce } from "../../planner/js/words.js";

let newer = null; // the ticket as it is now, which waits to be asked for

const pane = () => document.getElementById("pane");

/** Called when there is news of some ticket: of this one perhaps. */
export async function lookAtTicket() {
  const shown = pane();
  if (!shown?.dataset.ticket) return;
  const headers = { "HX-Request": "true", "HX-Target": "pane" };
  const asked = { headers, cache: "no-store", redirect: "error" };
  const answer = await fetch(location.href, asked).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("pane");
  if (!next || shown !== pane() || next.dataset.stamp === shown.dataset.stamp) return;
  // What is under way just now brings the ticket along, and looks for its place in this one.
  if (document.querySelector(".htmx-request")) return;
  newer = next;
  if (isInUse(shown)) tell(shown, next);
  else showTicket();
}

/** Whether somebody points at it, types in it, has a menu of it open or a sentence selected. */
function isInUse(shown) {
  const focused = shown.querySelector(":focus");
  const selection = getSelection();
  return (
    shown.matches(":hover") ||
    (focused && !focused.matches(".pane-body")) ||
    shown.querySelector("details[open]") !== null ||
    (selection?.isCollapsed === false && shown.contains(selection.anchorNode))
  );
}

function tell(shown, next) {
  const line = shown.querySelector("[data-news]");
  const last = next.querySelector(".timeline > li:last-child > .small")?.textContent.trim();
  line.textContent = [last, line.dataset.news].filter(Boolean).join(" · ");
  line.hidden = false;
  announce(line.textContent);
}

/** Put what waits in its place, with what is typed; whether there was something. */
export function showTicket() {
  const [shown, next] = [pane(), newer];
  newer = null;
  if (!next || next.dataset.ticket !== shown?.dataset.ticket) return false;
  const scrolled = shown.querySelector(".pane-body").scrollTop;
  const kind = shown.querySelector("#compose [name=kind]:checked")?.value;
  const focused = shown.contains(document.activeElement);
  shown.replaceWith(next);
  window.htmx?.process(next);
  next.querySelector(".pane-body").scrollTop = scrolled;
  const choice = kind && next.querySelector(`#compose [name=kind][value=${kind}]`);
  if (choice) choice.checked = true;
  restoreDraft();
  if (focused) next.querySelector(".pane-body").focus({ preventScroll: true });
  return true;
}

// What was begun under a ticket is there again when one comes back to it.
const draftOf = (field) => `draft ${field.dataset.draft}`;

export function restoreDraft() {
  const field = document.querySelector("[data-draft]");
  if (field && !field.value) field.value = sessionStorage.getItem(draftOf(field)) ?? "";
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-draft]")) return;
  sessionStorage.setItem(draftOf(event.target), event.target.value);
});
// It is kept until it was taken: not where one has to sign in first, or the planner is away.
document.addEventListener("htmx:beforeOnLoad", ({ target, detail: { xhr } }) => {
  const field = target.matches("form") && target.querySelector("[data-draft]");
  const isTaken = xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect");
  if (field && isTaken) sessionStorage.removeItem(draftOf(field));
});
