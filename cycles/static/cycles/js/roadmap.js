// The roadmap by keyboard and by mouse: Shift with arrows moves the epic that has the focus, a
// cycle or a theme at a time; dragging does the same; `m` opens what else can be done with it.
// All of it sends the one form of the page; without this an epic's own page does the same.

const MOVABLE = ".rm [data-at]";
const FAR_ENOUGH = 6; // pixels, before a press becomes a drag

let back = location.hash.slice(1); // id of the epic that gets the focus
let drag = null; // { epic, x, y, grip, moves, column, row, tray }
let dragged = false; // a click that ends a drag opens nothing
let asked = 0; // requests under way whose answer is the whole roadmap
let waiting = []; // what was done meanwhile: each is sent when the one before it is shown

const epicOf = (target) => target.closest?.(".rm .eb[id]");
const rows = () => document.querySelector(".rm-rows");

/** `fieldsOf` is given the epic as it lies when its turn comes, and may say that nothing is sent. */
function send({ id }, fieldsOf) {
  inTurn(() => {
    const epic = document.querySelector(`${MOVABLE}#${id}`);
    const fields = epic && fieldsOf(epic);
    if (fields) submit({ epic: id, was: epic.dataset.at, ...fields }, id);
  });
}

function inTurn(act) {
  if (asked) waiting.push(act);
  else act();
}

function sendNext() {
  while (!asked && waiting.length) waiting.shift()();
}

/** `epic`: the id of the one that gets the focus. */
function submit(given, epic) {
  const form = document.getElementById("rm-move");
  if (!form) return;
  for (const field of form.querySelectorAll("input[type=hidden]")) {
    if (field.name !== "csrfmiddlewaretoken") field.value = given[field.name] ?? "";
  }
  back = epic;
  form.requestSubmit();
}

/** Undo is a move as well, and takes its turn. */
function takeBack(found) {
  inTurn(() => {
    const button = found();
    if (!button) return;
    button.closest(".toast").remove();
    submit({ back: button.value }, button.value.split(" ")[0]);
  });
}

const lastUndo = () => document.querySelector("#toasts [data-key=z][name=back]");

function onUndo(event) {
  const { submitter } = event;
  const form = document.getElementById("rm-move");
  if (event.target.id !== "undo" || submitter?.name !== "back" || !form) return;
  if (new URL(submitter.formAction).pathname !== new URL(form.action).pathname) return;
  event.preventDefault();
  takeBack(() => submitter);
}

/** What is being moved has no Undo yet: the key means that move, and none where it is refused. */
function onUndoKey(event) {
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!asked || event.key !== "z" || !isPlain) return;
  if (document.documentElement.dataset.singleKeys === "off") return;
  if (event.target.closest?.("input, select, textarea, dialog")) return;
  event.preventDefault();
  const earlier = lastUndo();
  takeBack(() => (lastUndo() === earlier ? null : lastUndo()));
}

function isRoadmap(event) {
  return event.detail.target?.id === "roadmap";
}

function onKeyDown(event) {
  if (event.key === "Escape" && drag) return letGo();
  if (!event.shiftKey || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const epic = event.target.closest?.(MOVABLE);
  if (!epic) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step && !way) return;
  event.preventDefault();
  if (way) toRow(epic, way);
  else send(epic, (now) => aCycle(now, step));
}

/** One further or back; out of the tray into the first cycle ahead, and not back into it. */
function aCycle(epic, step) {
  if (epic.dataset.at !== "-") return { step };
  const { next } = rows().dataset;
  return step > 0 && next > 0 ? { cycle: next } : null;
}

/** Into the row above or below, which is the row of another theme. */
function toRow(epic, way) {
  const all = [...document.querySelectorAll("[data-theme-row]")];
  const row = all[all.indexOf(epic.closest("[data-theme-row]")) + way];
  if (row && epic.closest("[data-theme-row]")) {
    const theme = row.dataset.themeRow;
    send(epic, (now) => ({ to: now.dataset.at, theme }));
  }
}

/** One button follows the pointer and the focus: hundreds of them would be most of the page. */
function showMore(event) {
  const epic = epicOf(event.target);
  const more = document.querySelector("[data-more]");
  if (!epic || !more || drag?.moves) return;
  more.href = `${location.pathname}epics/${epic.id}/`;
  more.hidden = false;
  if (more.parentElement !== epic) epic.append(more);
}

function onPointerDown(event) {
  dragged = false;
  const epic = event.target.closest?.(MOVABLE);
  const isPlain = event.button === 0 && event.pointerType === "mouse" && !event.ctrlKey;
  if (!epic || !isPlain || event.target.closest("[data-more]")) return;
  if (!document.getElementById("rm-move") || innerWidth <= 900) return;
  const box = epic.getBoundingClientRect();
  const grip = epic.closest(".rm-lanes") ? event.clientX - box.left : 0;
  drag = { epic, x: event.clientX, y: event.clientY, grip, moves: false };
}

function onPointerMove(event) {
  if (!drag) return;
  const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.moves && Math.hypot(dx, dy) < FAR_ENOUGH) return;
  drag.moves = dragged = true;
  drag.epic.classList.add("is-dragging");
  drag.epic.style.translate = `${dx}px ${dy}px`;
  const under = document.elementsFromPoint(event.clientX, event.clientY);
  drag.tray = under.some((one) => one.closest("[data-tray]"));
  drag.row = under.map((one) => one.closest("[data-theme-row]")).find(Boolean);
  aim(drag.tray ? null : columnAt(event.clientX - drag.grip));
}

/** The cycle whose column is there: {number, start, end}, in percent of the drawing. */
function columnAt(x) {
  const lanes = document.querySelector(".rm-lanes").getBoundingClientRect();
  const place = (100 * (x + 4 - lanes.left)) / lanes.width;
  const all = rows().dataset.columns.split(" ").map((one) => one.split(":").map(Number));
  const index = Math.max(all.findLastIndex(([, start]) => start <= place), 0);
  const [number, start] = all[index];
  return { number, start, end: all[index + 1]?.[1] ?? 100 };
}

function aim(column) {
  drag.column = column;
  let mark = document.querySelector(".rm-aim");
  if (!mark) {
    mark = document.createElement("div");
    mark.className = "rm-aim";
    rows().append(mark);
  }
  mark.hidden = !column;
  document.querySelector("[data-tray]").classList.toggle("is-target", drag.tray);
  if (!column) return;
  mark.style.left = `calc(var(--theme) + (100% - var(--theme)) * ${column.start / 100})`;
  mark.style.width = `calc((100% - var(--theme)) * ${(column.end - column.start) / 100})`;
}

function letGo() {
  drag?.epic.classList.remove("is-dragging");
  // Left empty, htmx would carry the attribute over, which the policy forbids. It has to be read
  // before: what only a script has set, Chromium would empty and not remove.
  if (drag?.epic.getAttribute("style")) drag.epic.removeAttribute("style");
  document.querySelector(".rm-aim")?.remove();
  document.querySelector("[data-tray]")?.classList.remove("is-target");
  drag = null;
}

function onPointerUp() {
  const held = drag;
  letGo();
  if (!held?.moves) return;
  const { epic, column, row, tray } = held;
  if (tray) {
    if (epic.dataset.at !== "-") send(epic, () => ({ to: "-" }));
    return;
  }
  if (!column || !row) return;
  const from = epic.closest("[data-theme-row]");
  const theme = row !== from && from ? { theme: row.dataset.themeRow } : {};
  send(epic, () => ({ cycle: column.number, ...theme }));
}

function onClick(event) {
  if (dragged && epicOf(event.target)) event.preventDefault();
  dragged = false;
}

function putFocusBack() {
  if (asked) return; // what is shown is about to be replaced
  const epic = back ? document.getElementById(back) : null;
  back = "";
  epic?.querySelector("a")?.focus();
}

document.addEventListener("keydown", onKeyDown);
document.addEventListener("keydown", onUndoKey, true);
document.addEventListener("submit", onUndo);
document.addEventListener("focusin", showMore);
document.addEventListener("pointerover", showMore);
document.addEventListener("pointerdown", onPointerDown);
document.addEventListener("pointermove", onPointerMove);
document.addEventListener("pointerup", onPointerUp);
document.addEventListener("pointercancel", letGo);
document.addEventListener("click", onClick, true);
// A link would be dragged by the browser itself.
document.addEventListener("dragstart", (event) => event.target.closest?.(MOVABLE) && event.preventDefault());
document.addEventListener("htmx:beforeRequest", (event) => isRoadmap(event) && asked++);
document.addEventListener("htmx:afterRequest", (event) => {
  if (!isRoadmap(event)) return;
  asked = Math.max(asked - 1, 0);
  // What was swapped settles in a moment; where nothing was, nothing is waited for.
  if (!event.detail.successful) sendNext();
});
document.addEventListener("htmx:afterSettle", putFocusBack);
document.addEventListener("htmx:afterSettle", sendNext);
putFocusBack();
