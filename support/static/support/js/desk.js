// The desk, quicker. The ticket is put beside the list without leaving it; the list keeps itself
// up to date, and never moves what somebody points at: what is new waits behind one line.

import { lookAtTicket, restoreDraft, showTicket } from "./desk-pane.js";
import { choose, chosen, isPicking } from "./desk-picks.js";

const EVERY = 15_000;
const AGES = 30_000;

let known = ""; // the ETag of the list as it is shown
let held = null; // a newer list that waits to be asked for

const queue = () => document.getElementById("queue");
const pane = () => document.getElementById("pane");
const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];
const keysOf = (list) => rowsOf(list).map((row) => row.dataset.row).join();

async function look() {
  const list = queue();
  if (!list || document.visibilityState !== "visible") return;
  const headers = { "HX-Request": "true", "HX-Target": "queue" };
  let answer;
  try {
    // "no-cache" asks with If-None-Match: nothing is sent again when nothing has changed.
    answer = await fetch(list.dataset.poll, { headers, cache: "no-cache", redirect: "error" });
  } catch {
    return; // away for a moment; the next look will tell
  }
  if (!answer.ok || answer.headers.get("ETag") === known) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("queue");
  if (!next || list !== queue()) return;
  known = answer.headers.get("ETag");
  document.getElementById("open-tickets")?.replaceWith(page.getElementById("open-tickets"));
  document.getElementById("toasts")?.append(...page.getElementById("toasts").children);
  if (keysOf(list) === keysOf(next)) update(list, next);
  else if (list.matches(":hover, :focus-within, :has(.pick:checked)")) hold(list, next);
  else show(next);
  lookAtTicket().then(select);
}

/** Change figures and faces where they stand; no row moves. */
function update(list, next) {
  for (const row of rowsOf(list)) {
    const newer = next.querySelector(`[data-row="${CSS.escape(row.dataset.row)}"]`);
    row.classList.toggle("is-gone", !newer);
    if (newer) refresh(row, newer);
  }
  for (const part of list.querySelectorAll("[data-figure]")) {
    const name = CSS.escape(part.dataset.figure);
    const newer = next.querySelector(`[data-figure="${name}"]`);
    part.textContent = newer?.textContent ?? "0";
  }
}

function refresh(row, newer) {
  const [link, fresh] = [row.querySelector("a"), newer.querySelector("a")];
  if (link.innerHTML !== fresh.innerHTML) link.innerHTML = fresh.innerHTML;
  link.classList.toggle("is-quiet", fresh.classList.contains("is-quiet"));
  const [take, takeNow] = [row.querySelector(".take"), newer.querySelector(".take")];
  if (take && !takeNow) take.remove();
  if (!take && takeNow) {
    row.append(takeNow);
    window.htmx?.process(row);
  }
}

function hold(list, next) {
  held = next;
  update(list, next);
  const there = new Set(rowsOf(list).map((row) => row.dataset.row));
  const count = rowsOf(next).filter((row) => !there.has(row.dataset.row)).length;
  const line = list.querySelector("[data-newer]");
  line.textContent = count ? line.dataset.newer.replace("{count}", count) : line.dataset.changed;
  line.hidden = false;
}

function show(next) {
  const list = queue();
  const body = list.querySelector(".queue-body");
  const search = list.querySelector("[type=search]")?.value;
  const scrolled = body.scrollTop;
  const focused = list.contains(document.activeElement);
  const [picked, picking] = [chosen(), isPicking()];
  list.replaceWith(next);
  window.htmx?.process(next);
  next.querySelector(".queue-body").scrollTop = scrolled;
  if (search) next.querySelector("[type=search]").value = search;
  if (focused) next.querySelector(".queue-body").focus();
  held = null;
  choose(picked, picking);
  select();
}

/** Mark the row of the ticket that is shown, and say where in the list it stands. */
function select() {
  const [list, shown] = [queue(), pane()];
  if (!list || !shown) return;
  const rows = rowsOf(list);
  const key = shown.dataset.ticket;
  for (const row of rows) {
    const link = row.querySelector("a");
    if (row.dataset.row === key) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const place = rows.findIndex((row) => row.dataset.row === key) + 1;
  const position = shown.querySelector("[data-position]");
  if (position && place) {
    position.textContent = position.dataset.position
      .replace("{place}", place + Number(list.dataset.before))
      .replace("{count}", list.dataset.found);
  }
}

function age() {
  const words = document.querySelector("[data-desk]")?.dataset;
  if (!words) return;
  for (const time of document.querySelectorAll(".queue-row time.age")) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60_000);
    const [unit, count] =
      minutes < 1 ? [words.now, 0]
      : minutes < 60 ? [words.minutes, minutes]
      : minutes < 1440 ? [words.hours, Math.floor(minutes / 60)]
      : [words.days, Math.floor(minutes / 1440)];
    const said = unit.replace("{count}", count);
    if (time.textContent === said) continue;
    time.textContent = said;
    time.closest("a").querySelector("[data-part=age]").textContent = said;
  }
}

function compose(kind) {
  const form = document.getElementById("compose");
  const choice = form?.querySelector(`[name=kind][value=${kind}]`);
  if (!choice) return;
  choice.checked = true;
  form.querySelector("textarea").focus();
}

/** To merge into: what stands in the list, but the ticket itself. */
function suggest(others) {
  const rows = rowsOf(queue()).filter((row) => row.dataset.row !== pane().dataset.ticket);
  const options = rows.map((row) => new Option(row.querySelector(".name").textContent, row.dataset.row));
  others.replaceChildren(...options);
}

/** A saved answer, where the cursor is: its link leads to the ticket with the field filled in. */
async function insert(link) {
  const headers = { "HX-Request": "true", "HX-Target": "pane" };
  const answer = await fetch(link.href, { headers }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page && page.querySelector("#compose textarea")?.value;
  if (!text) return location.assign(link.href);
  link.closest("details").open = false;
  compose("answer");
  const field = document.querySelector("#compose textarea");
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Many were changed: the list is here already, the ticket beside it may be one of them. */
function afterBulk() {
  held = null;
  known = "";
  select();
  const shown = pane()?.dataset.ticket;
  if (!shown) return;
  const swap = { target: "#pane", select: "#pane", swap: "outerHTML show:none" };
  window.htmx.ajax("GET", location.href, swap);
}

document.addEventListener("click", (event) => {
  const composer = event.target.closest?.("[data-compose]");
  if (composer) {
    event.preventDefault();
    compose(composer.dataset.compose);
  }
  if (event.target.closest?.("[data-newer]") && held) show(held);
  if (event.target.closest?.("[data-news]") && showTicket()) select();
  const saved = event.target.closest?.("a[data-insert]");
  if (saved && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    insert(saved);
  }
  const opener = event.target.closest?.("a[data-open]");
  const others = event.target.closest?.("details")?.querySelector("[data-others]");
  if (others) suggest(others);
  const menu = opener && document.getElementById(opener.dataset.open);
  if (menu) {
    event.preventDefault();
    menu.open = true;
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "queue") return afterBulk();
  if (event.target.id !== "pane") return;
  select();
  restoreDraft();
  if (matchMedia("(max-width: 640px)").matches) scrollTo(0, 0);
  if (event.detail.requestConfig?.verb === "get") return;
  look();
  // What was pressed is gone, or its field is empty: the keys of the page are at hand again.
  const focus = document.activeElement;
  const isDone = focus?.matches("[data-draft]:not([aria-invalid])");
  if (isDone || focus === document.body) {
    pane().querySelector(".pane-body").focus({ preventScroll: true });
  }
});
document.addEventListener("htmx:historyRestore", select);
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
setInterval(age, AGES);
select();
restoreDraft();
