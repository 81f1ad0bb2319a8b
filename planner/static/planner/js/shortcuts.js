// The shortcut sheet: what keys.js knows, in words, in a native dialog.

import { say } from "./words.js";

/** What this keyboard calls the key that gives orders. */
export const MOD = navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl";

const NAMES = {
  Escape: "Esc",
  Enter: "↵",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  mod: MOD,
};

/** Show what can be pressed; `entries` are those of keys.js. */
export function openSheet(entries) {
  const dialog = document.querySelector("dialog.shortcut-sheet") ?? build();
  const body = dialog.querySelector(".shortcuts");
  body.replaceChildren(
    ...section("thisPage", entries.filter((entry) => entry.place === "page")),
    ...section("everywhere", entries.filter((entry) => entry.place === "everywhere")),
  );
  const off = document.documentElement.dataset.singleKeys === "off";
  dialog.querySelector(".notice").hidden = !off;
  dialog.showModal();
}

function build() {
  const dialog = make("dialog", "shortcut-sheet");
  const head = make("header");
  const title = make("h2", "", say("shortcuts"));
  title.id = "shortcut-sheet-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const form = make("form");
  form.method = "dialog";
  const close = make("button", "button small", say("close"));
  form.append(close);
  head.append(title, form);
  const body = make("div", "body");
  body.append(make("p", "notice", say("keysOff")), make("div", "shortcuts"));
  dialog.append(head, body);
  closeOn(dialog);
  document.body.append(dialog);
  return dialog;
}

/** A click on the veil closes the dialog. */
export function closeOn(dialog) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

function section(title, entries) {
  if (!entries.length) return [];
  return [make("h3", "", say(title)), ...entries.map(line)];
}

function line({ keys, says }) {
  const row = make("div");
  row.append(make("span", "", says), hint(keys));
  return row;
}

/** The keys as they are printed on this keyboard. */
export function hint(keys) {
  const row = make("span", "row");
  row.append(...keys.split(/[ +]/).map((key) => make("kbd", "", NAMES[key] ?? upper(key))));
  return row;
}

function upper(key) {
  return key.length === 1 ? key.toUpperCase() : key;
}

export function make(tag, css = "", text = "") {
  const element = document.createElement(tag);
  element.className = css;
  element.textContent = text;
  return element;
}
