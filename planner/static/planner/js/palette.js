// The palette: jump to anything, or do what this page can do, and what the thing can that has the
// focus. What can be done comes from the
// registry of keys.js, what can be jumped to from the page behind `<a data-palette href>`, which
// is all there is without scripts. Ctrl or Command with K opens it from inside a field too.

import { registry, selected } from "./keys.js";
import { closeOn, hint, make } from "./shortcuts.js";
import { announce, say } from "./words.js";

const WAIT = 120; // after a letter, in milliseconds

let made = 0;

function open(link) {
  const commands = registry().filter((entry) => entry.run && entry.place === "page");
  const thing = selected();
  const dialog = make("dialog", "palette");
  dialog.setAttribute("aria-label", say("palette"));
  const input = make("input", "bare");
  const list = make("div", "jump-hits");
  list.id = `palette-${++made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("palette"));
  Object.entries({
    type: "text", role: "combobox", autocomplete: "off", maxlength: "120", dir: "auto",
    "aria-label": say("palette"), placeholder: say("palette"),
    "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": list.id,
  }).forEach(([name, value]) => input.setAttribute(name, value));
  dialog.append(input, list);
  document.body.append(dialog);
  const state = { dialog, input, list, commands, thing, url: link.href, asked: 0, active: 0 };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => fill(state), WAIT);
  });
  input.addEventListener("keydown", (event) => onKeyDown(event, state));
  list.addEventListener("click", (event) => choose(state, event.target.closest("[role=option]")));
  closeOn(dialog);
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    dialog.remove();
  });
  dialog.showModal();
  fill(state);
}

/** Ask the page for hits; an answer that comes after a later question is dropped. */
async function fill(state) {
  const words = state.input.value.trim();
  const asked = ++state.asked;
  if (!state.list.children.length) show(state, "", []);
  const url = new URL(state.url);
  url.searchParams.set("q", words);
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
  if (asked !== state.asked || !state.dialog.open) return;
  const html = answer?.ok && !answer.redirected ? await answer.text() : "";
  const page = new DOMParser().parseFromString(html, "text/html");
  if (asked !== state.asked) return;
  show(state, words, [...page.querySelectorAll("#jump-hits > :is(h2, ul)")]);
}

function matching(commands, words) {
  const wanted = plain(words).split(/\s+/);
  return commands.filter(({ says }) => wanted.every((word) => plain(says).includes(word)));
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}

function show(state, words, sections) {
  const rows = [];
  const ofThing = matching(state.thing.entries, words);
  if (ofThing.length) rows.push(title(state.thing.name), ...ofThing.map(commandRow));
  const commands = matching(state.commands, words);
  if (commands.length) rows.push(title(say("do")), ...commands.map(commandRow));
  for (const section of sections) {
    if (section.matches("h2")) rows.push(title(section.textContent));
    else rows.push(...[...section.querySelectorAll("a")].map(hitRow));
  }
  state.list.replaceChildren(...rows);
  const options = optionsOf(state);
  options.forEach((row, index) => (row.id = `${state.list.id}-${index}`));
  if (!options.length) {
    state.list.append(make("p", "small dim", say("nobody")));
    announce(say("nobody"));
  }
  activate(state, 0);
}

function title(text) {
  const row = make("div", "label", text);
  row.setAttribute("role", "presentation");
  return row;
}

function commandRow(command) {
  const row = option();
  row.append(make("span", "ellipsis", command.says));
  if (command.keys) row.append(hint(command.keys));
  row.run = command.run;
  return row;
}

function hitRow(link) {
  const row = option();
  row.append(...link.cloneNode(true).childNodes);
  row.run = () => location.assign(link.getAttribute("href"));
  return row;
}

function option() {
  const row = make("div", "jump-hit");
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  return row;
}

function optionsOf(state) {
  return [...state.list.querySelectorAll("[role=option]")];
}

function activate(state, index) {
  const options = optionsOf(state);
  state.active = options.length ? (index + options.length) % options.length : 0;
  options.forEach((row, at) => row.setAttribute("aria-selected", String(at === state.active)));
  const row = options[state.active];
  row?.scrollIntoView({ block: "nearest" });
  state.input.setAttribute("aria-activedescendant", row?.id ?? "");
}

function onKeyDown(event, state) {
  if (event.isComposing || event.keyCode === 229) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) activate(state, state.active + step);
  else if (event.key === "Enter") choose(state, optionsOf(state)[state.active]);
  else return;
  event.preventDefault();
}

function choose(state, row) {
  if (!row) return;
  state.dialog.close();
  row.run();
}

function way() {
  return document.querySelector("[data-palette]");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-palette]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
  if (!way() || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open(way());
});
