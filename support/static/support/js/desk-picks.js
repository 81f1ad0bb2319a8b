// Tickets that are chosen to do something with all of them: by their boxes, with Shift from the
// last one to this, or with x on the row where one is. The bar shows by itself (CSS), and works
// without this.

import { announce } from "../../planner/js/words.js";

let last = null; // the key of the box that was changed last

const list = () => document.querySelector("#queue .queue-body");
const boxes = () => [...(list()?.querySelectorAll(".pick") ?? [])];

function count() {
  const words = document.querySelector("#bulk [data-selected]");
  if (!words) return;
  const said = words.dataset.selected.replace("{count}", boxes().filter((box) => box.checked).length);
  if (words.textContent !== said) announce((words.textContent = said));
}

/** From the last one that was changed to this one, all become as this one is. */
function stretch(box) {
  const all = boxes();
  const [from, to] = [all.findIndex((one) => one.value === last), all.indexOf(box)];
  if (from < 0) return;
  for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
}

function rowInHand() {
  const focused = document.activeElement?.closest?.("[data-row]");
  return focused ?? list()?.querySelector("[data-row]:has([aria-current])");
}

export function chosen() {
  return new Set(boxes().filter((box) => box.checked).map((box) => box.value));
}

/** Whether somebody with a phone wants to choose. */
export function isPicking() {
  return document.getElementById("picking")?.checked ?? false;
}

export function choose(keys, picking = isPicking()) {
  for (const box of boxes()) box.checked = keys.has(box.value);
  const wanted = document.getElementById("picking");
  if (wanted) wanted.checked = picking;
  count();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".pick");
  if (box) {
    if (event.shiftKey) stretch(box);
    last = box.value;
    count();
  }
  if (event.target.closest?.("[data-pick]")) {
    const found = rowInHand()?.querySelector(".pick");
    if (!found) return;
    found.checked = !found.checked;
    last = found.value;
    count();
  }
});
// Who is done with choosing has chosen nothing.
document.addEventListener("change", (event) => {
  if (event.target.id === "picking" && !event.target.checked) choose(new Set());
});
document.addEventListener("reset", (event) => {
  if (event.target.id === "bulk") setTimeout(count);
});
