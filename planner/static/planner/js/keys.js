// Keyboard shortcuts, read from the page at the moment a key is pressed:
//
//   <a href="..." data-key="g n">Now</a>          a sequence
//   <button data-key="a">Answer</button>           a single key
//   <button data-key="mod+Enter">Save</button>     Ctrl or Command; works inside its form's fields
//   <a href="..." data-key="Escape">Back</a>
//
//   <span hidden data-hint="Space" data-says="Lift a card"></span>   a script listens to it itself
//
// A link or button is pressed, a field is focused. `j` and `k` walk through [data-list].
// Single keys are left alone in fields, while composing, and when the person switched them off
// (<html data-single-keys="off">, WCAG 2.1.4). `?` shows the sheet, made from the same registry.

import { MOD, openSheet } from "./shortcuts.js";
import { announce, say } from "./words.js";

const PATIENCE = 1500; // between the keys of a sequence, in milliseconds
const FIELDS =
  "input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit]), " +
  "select, textarea, [contenteditable=true]";

const THINGS = "[data-thing], [data-card], [data-seat], [data-lane], [data-keys]";

const builtIn = new Map([
  ["?", { says: () => say("shortcuts"), run: () => openSheet(registry()) }],
  ["j", { says: () => say("next"), run: () => walk(1), when: () => list() }],
  ["k", { says: () => say("previous"), run: () => walk(-1), when: () => list() }],
]);

let begun = "";
let forget;

/**
 * All that can be pressed here and now: [{keys, says, place, run}], in the order of the page; what
 * the focus is in comes first. What only a script can do where it listens has no `run`.
 */
export function registry() {
  const found = new Map();
  const around = document.activeElement?.closest("[data-keys]");
  const near = around ? [...around.querySelectorAll("[data-key]")] : [];
  for (const element of [...near, ...document.querySelectorAll("[data-key]")]) {
    const keys = element.dataset.key;
    if (!found.has(keys) && usable(element) && reachable(element)) {
      const everywhere = element.closest("header.top, .toasts");
      const place = everywhere ? "everywhere" : "page";
      found.set(keys, { keys, says: nameOf(element), place, run: () => press(element) });
    }
  }
  for (const { dataset } of document.querySelectorAll("[data-hint]")) {
    found.set(dataset.hint, { keys: dataset.hint, says: dataset.says, place: "page" });
  }
  for (const [keys, { says, when }] of builtIn) {
    if (!when || when()) {
      found.set(keys, { keys, says: says(), place: keys === "?" ? "everywhere" : "page" });
    }
  }
  return [...found.values()];
}

/** The thing that the focus is on, and what its own links and buttons do: {name, entries}. */
export function selected() {
  const focused = document.activeElement;
  const thing = focused?.closest(THINGS);
  if (!thing) return { name: "", entries: [] };
  const name = nameOf(thing.querySelector("a[href], :is(h2, h3, h4)") ?? thing);
  const entries = [...thing.querySelectorAll("a[href], button:not([disabled])")]
    .filter((one) => one !== focused && !one.dataset.key && usable(one))
    .map((one) => ({ says: saidOf(one), keys: "", run: () => press(one) }));
  return { name, entries: entries.filter((one) => one.says) };
}

/** A button of a menu says little without what the menu is called: "Move to: Doing". */
function saidOf(element) {
  const menu = element.closest("details.menu")?.querySelector("summary");
  return menu ? `${nameOf(menu)}: ${nameOf(element)}` : nameOf(element);
}

function nameOf(element) {
  const given = element.dataset.says || element.getAttribute("aria-label");
  if (given) return given;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .count, svg").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function usable(element) {
  const dialog = document.querySelector("dialog[open]");
  return (!dialog || dialog.contains(element)) && !element.closest("[hidden], [inert]");
}

/** What cannot be seen is not pressed; but a link leads on from anywhere. */
function reachable(element) {
  return element.matches("a[href]") || element.checkVisibility();
}

/** Of several things with the same keys, as cards in a list, that one is meant which has focus. */
function find(keys, within = document) {
  const around = within === document && document.activeElement?.closest("[data-keys]");
  return (around && findIn(keys, around)) || findIn(keys, within);
}

function findIn(keys, within) {
  const found = [...within.querySelectorAll("[data-key]")].filter(
    (element) => element.dataset.key === keys && usable(element),
  );
  return found.find((element) => element.checkVisibility()) ?? found.find(reachable);
}

function press(element) {
  if (element.disabled || element.getAttribute("aria-disabled") === "true") {
    const reason = document.getElementById(element.getAttribute("aria-describedby"));
    announce(reason?.textContent.trim() ?? "");
    return;
  }
  if (element.matches(FIELDS)) element.focus();
  else element.click();
}

function nameOfKey(event) {
  const isLetter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  const key = isLetter ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (isLetter || event.key.length > 1) ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "mod+" : ""}${shift}${key}`;
}

function waitsFor(keys) {
  return registry().some((entry) => entry.keys.startsWith(`${keys} `));
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.altKey) return;
  const key = nameOfKey(event);
  const isSingle = event.key.length === 1 && !key.startsWith("mod+");
  const inField = event.target.closest?.(FIELDS);
  if (isSingle && (inField || document.documentElement.dataset.singleKeys === "off")) return;
  if (key.startsWith("mod+")) {
    const form = event.target.closest?.("form");
    const target = form && find(key, form);
    if (target) act(event, () => press(target));
    return;
  }
  if (key === "Escape" && inField) return inField.blur();
  if (event.key.startsWith("Arrow") && inField) return; // they move the cursor
  const keys = begun ? `${begun} ${key}` : key;
  begin("");
  if (run(event, keys) || (keys !== key && run(event, key))) return;
  if (isSingle && waitsFor(keys)) begin(keys);
}

function run(event, keys) {
  const target = find(keys);
  if (target) return act(event, () => press(target));
  const own = builtIn.get(keys);
  if (own && !document.querySelector("dialog[open]")) return act(event, own.run);
  return false;
}

function act(event, what) {
  event.preventDefault();
  what();
  return true;
}

function begin(keys) {
  clearTimeout(forget);
  begun = keys;
  if (keys) forget = setTimeout(() => begin(""), PATIENCE);
}

function list() {
  return document.activeElement?.closest("[data-list]") ?? document.querySelector("[data-list]");
}

/** Rows that are marked, else every link but those that stand beside a row. */
function itemsOf(list) {
  const marked = list.querySelectorAll("[data-item]");
  return [...(marked.length ? marked : list.querySelectorAll("a[href]:not([data-aside])"))];
}

function walk(step) {
  const items = itemsOf(list()).filter((item) => item.checkVisibility());
  if (!items.length) return;
  const here = items.findIndex((item) => item.contains(document.activeElement));
  const current = items.findIndex((item) => item.hasAttribute("aria-current"));
  const from = here >= 0 ? here : current;
  const next = from < 0 ? (step > 0 ? 0 : items.length - 1) : from + step;
  items[Math.min(Math.max(next, 0), items.length - 1)].focus();
}

function nameMod(root) {
  for (const key of root.querySelectorAll("kbd[data-mod]")) key.textContent = MOD;
}

nameMod(document);
document.addEventListener("htmx:load", (event) => nameMod(event.target));
document.addEventListener("keydown", onKeyDown);
for (const button of document.querySelectorAll("[data-shortcuts]")) {
  button.hidden = false;
  button.addEventListener("click", () => openSheet(registry()));
}
