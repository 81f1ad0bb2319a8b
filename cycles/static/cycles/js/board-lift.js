// A card is lifted and put down elsewhere on its board. Space lifts the focused one, up and down
// change its place, left and right its column, Enter drops, Escape puts it back; Shift with an
// arrow takes it into the next column at once. Dragging by mouse does the same.
//
// The card stands where it will be, marked as on its way, until the planner has answered.

import { announce, say } from "../../planner/js/words.js";

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const RTL = () => document.documentElement.dir === "rtl";

let lifted = null; // { card, list, next }: the card, and where it came from
let drop = () => {}; // what to do with a card that was put down
let stay = () => {}; // what to do once one that was lifted is where it was

/** Whether a card is in somebody's hand. */
export const isLifted = () => lifted !== null;

/**
 * `done(card, back)` sends the card that was put down; `back()` puts it where it was. `stayed()` is
 * called when it was put down there at once.
 */
export function onDrop(done, stayed) {
  drop = done;
  stay = stayed;
}

/** Where a card stands, as the planner reads it: `12:doing:before:7`. */
export function placeOf(card) {
  const column = card.parentElement.dataset.column;
  const [next, previous] = [card.nextElementSibling, card.previousElementSibling];
  const side = next ? `:before:${next.dataset.card}` : previous ? `:after:${previous.dataset.card}` : "";
  // What was shipped stands by its day.
  return `${card.dataset.card}:${column}${column === "shipped" ? "" : side}`;
}

const nameOf = (card) => card.querySelector("a").textContent;
const lists = (card) => [...card.closest("[data-board]").querySelectorAll("[data-column]")];

function lift(card, css) {
  lifted = { card, list: card.parentElement, next: card.nextElementSibling };
  card.classList.add(css);
}

function letGo() {
  lifted?.card.classList.remove("is-lifted", "is-dragging");
  const was = lifted;
  lifted = null;
  return was;
}

function putBack({ card, list, next }) {
  const focused = card.contains(document.activeElement);
  list.insertBefore(card, next?.parentElement === list ? next : null);
  if (focused) card.querySelector("a").focus();
}

function putDown() {
  const was = letGo();
  if (was.card.parentElement === was.list && was.card.nextElementSibling === was.next) {
    return stay();
  }
  const place = titleOf(was.card.parentElement);
  announce(say("dropped", { name: nameOf(was.card), place }));
  drop(was.card, () => putBack(was));
}

function cancel() {
  const was = letGo();
  putBack(was);
  announce(say("letGo", { name: nameOf(was.card) }));
  stay();
}

const titleOf = (list) => {
  const heading = list.closest("section").querySelector("h3");
  const limit = heading.querySelector(".small")?.textContent.trim();
  return limit ? `${heading.dataset.title} (${limit})` : heading.dataset.title;
};

function sayWhere(card) {
  const all = [...card.parentElement.children];
  const where = { place: titleOf(card.parentElement), number: all.indexOf(card) + 1, of: all.length };
  announce(say("over", where));
}

/** Into the column beside it, as high up as it was. */
function sideways(card, step) {
  const all = lists(card);
  const to = all[all.indexOf(card.parentElement) + (RTL() ? -step : step)];
  if (!to) return false;
  const height = [...card.parentElement.children].indexOf(card);
  to.insertBefore(card, to.children[height] ?? null);
  return true;
}

function upOrDown(card, step) {
  const other = step < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (other) step < 0 ? other.before(card) : other.after(card);
}

function carry(card, [across, along]) {
  if (across) sideways(card, across);
  else upOrDown(card, along);
  card.querySelector("a").focus();
  card.scrollIntoView({ block: "nearest" });
  sayWhere(card);
}

function toNextColumn(card, step) {
  lift(card, "is-lifted");
  const list = card.parentElement;
  if (!sideways(card, step)) return letGo();
  card.parentElement.append(card); // at its end
  card.querySelector("a").focus();
  if (card.parentElement !== list) putDown();
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
  const card = event.target.closest?.("[data-board] [data-card][draggable]");
  const onLink = card && event.target.matches("a");
  if (!lifted) {
    if (onLink && event.key === " ") {
      lift(card, "is-lifted");
      announce(say("lifted", { name: nameOf(card) }));
    } else if (onLink && event.shiftKey && ARROWS[event.key]?.[0]) {
      toNextColumn(card, ARROWS[event.key][0]);
    } else {
      return;
    }
  } else if (event.key in ARROWS) {
    carry(lifted.card, ARROWS[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    putDown();
  } else if (event.key === "Escape" || event.key === "Tab") {
    cancel();
    if (event.key === "Tab") return;
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function onDragStart(event) {
  const card = event.target.closest?.("[data-board] [data-card][draggable]");
  if (!card) return;
  if (lifted) cancel();
  lift(card, "is-dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(card));
}

function listUnder(event) {
  if (!lifted?.card.classList.contains("is-dragging")) return null;
  const section = event.target.closest?.("section");
  const list = section?.querySelector(":scope > [data-column]");
  return list?.closest("[data-board]") === lifted.card.closest("[data-board]") ? list : null;
}

function onDragOver(event) {
  const list = listUnder(event);
  if (!list) return;
  event.preventDefault();
  const below = [...list.children].find((other) => {
    const box = other.getBoundingClientRect();
    return other !== lifted.card && event.clientY < box.top + box.height / 2;
  });
  if (lifted.card.parentElement !== list || lifted.card.nextElementSibling !== (below ?? null)) {
    list.insertBefore(lifted.card, below ?? null);
  }
}

function onDropped(event) {
  if (!listUnder(event)) return;
  event.preventDefault();
  putDown();
}

document.addEventListener("keydown", onKeyDown, true);
document.addEventListener("dragstart", onDragStart);
document.addEventListener("dragover", onDragOver);
document.addEventListener("drop", onDropped);
document.addEventListener("dragend", () => lifted && cancel());
