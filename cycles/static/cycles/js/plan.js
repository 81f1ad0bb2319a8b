// The Plan page by keyboard: Backspace empties a seat, Shift with arrows reorders the lane,
// the next rule problem is one key away.
// All of it sends forms that are on the page; without this they are pressed by hand.

const PROBLEM = "#plan .rule a[data-fix]";
let seen = -1; // which problem was visited last
const unfolded = new Set(); // ids of the lists that a phone shows
let scrolled = {}; // how far each list was, by its id
let back = ""; // id of what gets the focus when the answer is here

function reach(id) {
  const target = id && document.getElementById(id);
  if (!target) return false;
  const list = target.closest(".plan-fold") ?? target.querySelector(".plan-fold");
  if (list) unfold(list.id, true);
  target.scrollIntoView({ block: "nearest" });
  target.focus();
  // A row of the lane takes no focus itself: its epic does.
  if (document.activeElement !== target) target.querySelector("a[href]")?.focus();
  return target.contains(document.activeElement);
}

function unfold(id, isOpen) {
  if (isOpen) unfolded.add(id);
  else unfolded.delete(id);
  document.getElementById(id)?.classList.toggle("is-open", isOpen);
  document.querySelector(`[data-fold="${id}"]`)?.setAttribute("aria-expanded", isOpen);
}

function rememberLists() {
  const lists = document.querySelectorAll("#plan .plan-scroll");
  scrolled = Object.fromEntries([...lists].map((list) => [list.id, list.scrollTop]));
}

function putListsBack() {
  for (const id of unfolded) unfold(id, true);
  for (const [id, top] of Object.entries(scrolled)) {
    const list = document.getElementById(id);
    if (list) list.scrollTop = top;
  }
}

function nextProblem() {
  const problems = [...document.querySelectorAll(PROBLEM)];
  if (!problems.length) return;
  seen = (seen + 1) % problems.length;
  follow(problems[seen]);
}

/** A link to a place of this page puts the focus there; any other is a link. */
function follow(link) {
  const id = link.hash.slice(1);
  if (link.pathname === location.pathname && reach(id)) return true;
  link.focus();
  return false;
}

function onClick(event) {
  const link = event.target.closest?.("a[data-fix]");
  if (link && !event.metaKey && !event.ctrlKey && follow(link)) event.preventDefault();
  if (event.target.closest?.("[data-next-problem]")) nextProblem();
  const id = event.target.closest?.("[data-fold]")?.dataset.fold;
  if (id) unfold(id, !unfolded.has(id));
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const seat = event.target.closest?.("[data-seat]");
  if (seat && event.target === seat && event.key === "Enter") {
    event.preventDefault();
    seat.querySelector("a[href]").click();
  } else if (seat && event.key === "Backspace") {
    event.preventDefault();
    back = seat.id;
    seat.querySelector("button[form]").click();
  }
  const row = event.target.closest?.("[data-lane]");
  const way = { ArrowUp: "[data-earlier]", ArrowDown: "[data-later]" }[event.key];
  if (row && way && event.shiftKey) {
    event.preventDefault();
    back = row.id;
    row.querySelector(way).click();
  }
}

/** Where the work goes on: the next empty seat of the team, else what was just changed. */
function rememberPlace(event) {
  const sent = event.detail.requestConfig?.triggeringEvent;
  const from = sent?.submitter ?? event.detail.elt;
  if (back || !from.closest?.("#plan")) return;
  const card = from.closest(".epic-card");
  back = from.closest("[id]:not(form)")?.id ?? "";
  if (from.closest(".seat-menu")) back = from.closest(".seat-menu").querySelector("summary").id;
  if (from.matches(".plan-filters")) back = document.activeElement?.id ?? "";
  if (back === "plan" && card) back = card.querySelector("[id]")?.id ?? "";
}

function putFocusBack(event) {
  if (event.target.id !== "plan" && !event.target.querySelector?.("#plan")) return;
  putListsBack();
  const id = back;
  back = "";
  if (document.activeElement && document.activeElement !== document.body) return;
  const team = id.match(/^(seat-\d+)-(\d+)$/);
  if (team && reach(`${team[1]}-${Number(team[2]) + 1}`)) return;
  if (!reach(id)) document.querySelector("#epics")?.focus();
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKeyDown);
document.addEventListener("htmx:beforeRequest", rememberPlace);
document.addEventListener("htmx:beforeSwap", rememberLists);
document.addEventListener("htmx:afterSettle", putFocusBack);
if (location.hash) reach(location.hash.slice(1));
