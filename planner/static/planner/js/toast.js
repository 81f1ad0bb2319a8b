// Toasts stay for eight seconds, longer while somebody points at them or is in them.
// The server writes them as messages; without scripts they stay until the next page.

import { say } from "./words.js";

const STAYS = 8000;

const area = document.getElementById("toasts");
const timers = new Map();

/** Say something that the server could not. */
export function toast(text) {
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.toast = "";
  const words = document.createElement("span");
  words.textContent = text;
  element.append(words);
  area?.append(element);
}

function adopt(element) {
  if (timers.has(element)) return;
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.className = "dismiss";
  dismiss.setAttribute("aria-label", say("close"));
  dismiss.textContent = "×";
  dismiss.addEventListener("click", () => leave(element));
  element.append(dismiss);
  // Its key undoes what was done last, not what was said first.
  if (element.querySelector("[data-key]")) {
    for (const earlier of timers.keys()) {
      earlier.querySelector("[data-key]")?.removeAttribute("data-key");
    }
  }
  start(element);
}

function start(element) {
  timers.set(element, setTimeout(() => leave(element), STAYS));
}

function leave(element) {
  clearTimeout(timers.get(element));
  timers.delete(element);
  element.classList.add("is-leaving");
  const gone = () => element.remove();
  element.addEventListener("transitionend", gone, { once: true });
  setTimeout(gone, 400); // under reduced motion nothing ends, because nothing moves
}

function pause() {
  timers.forEach((timer) => clearTimeout(timer));
}

function resume() {
  if (area.matches(":hover, :focus-within")) return;
  for (const element of timers.keys()) start(element);
}

function adoptAll() {
  area.querySelectorAll("[data-toast]").forEach(adopt);
}

if (area) {
  adoptAll();
  new MutationObserver(adoptAll).observe(area, { childList: true });
  area.addEventListener("mouseenter", pause);
  area.addEventListener("focusin", pause);
  area.addEventListener("mouseleave", resume);
  area.addEventListener("focusout", () => queueMicrotask(resume));
}
