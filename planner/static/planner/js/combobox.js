// A <select data-combobox> that one can type into. The select stays: it holds the value, and it
// is all there is without scripts.
//
//   <select name="member" data-combobox data-submit aria-label="...">
//     <option value="7" data-initials="YN" data-about="30 d, no seat">Yui Nakahara</option>
//
// Typing filters, arrows choose, Enter picks, Escape leaves it as it was. With `data-submit`
// picking sends the form. Within a menu the list is always open.

import { say } from "./words.js";

let made = 0;

/** Make every select of the page (or of what htmx brought) searchable, once. */
function enhanceAll(root) {
  root.querySelectorAll("select[data-combobox]:not([data-enhanced])").forEach(enhance);
}

function enhance(select) {
  select.dataset.enhanced = "";
  const box = document.createElement("div");
  const inMenu = Boolean(select.closest(".menu-body"));
  box.className = inMenu ? "combobox inline" : "combobox";
  const list = makeList(`combobox-${++made}`, select);
  const input = makeInput(select, list);
  const nobody = span("small dim", say("nobody"));
  const state = { select, input, list, nobody, inMenu, active: -1 };
  box.append(input, list, nobody);
  select.hidden = true;
  select.after(box);
  list.hidden = !inMenu;
  input.setAttribute("aria-expanded", String(inMenu));
  filter(state);
  input.addEventListener("input", () => open(state));
  input.addEventListener("focus", () => inMenu && open(state));
  input.addEventListener("click", () => open(state));
  input.addEventListener("keydown", (event) => onKeyDown(event, state));
  input.addEventListener("blur", () => shut(state));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => pick(state, event.target.closest("[role=option]")));
}

function labelOf(select) {
  return select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim() ?? "";
}

function makeInput(select, list) {
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-label", labelOf(select));
  input.placeholder = select.dataset.placeholder ?? "";
  input.value = select.value ? nameOf(select.selectedOptions[0]) : "";
  input.id = `${list.id}-input`;
  input.required = select.required;
  select.required = false; // what cannot be focused must not refuse the form
  for (const label of [...select.labels]) label.htmlFor = input.id;
  return input;
}

function makeList(id, select) {
  const list = document.createElement("div");
  list.id = id;
  list.className = "popover";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", labelOf(select));
  for (const option of select.options) if (option.value) list.append(makeOption(id, option));
  return list;
}

function makeOption(id, option) {
  const row = document.createElement("div");
  row.id = `${id}-${option.index}`;
  row.className = "option";
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.value = option.value;
  const avatar = span("avatar", option.dataset.initials ?? "");
  avatar.ariaHidden = "true";
  avatar.hidden = !option.dataset.initials;
  const name = span("ellipsis", nameOf(option));
  name.dir = "auto";
  row.append(avatar, name, span("small dim", option.dataset.about ?? ""));
  return row;
}

function span(css, text) {
  const element = document.createElement("span");
  element.className = css;
  element.textContent = text;
  return element;
}

function nameOf(option) {
  return (option?.dataset.name ?? option?.textContent ?? "").trim();
}

/** Case, accents and half or full width do not matter to who is looking for a name. */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}

function filter(state) {
  const wanted = plain(state.input.value);
  const chosen = nameOf(state.select.selectedOptions[0]);
  const all = !wanted || state.input.value === chosen;
  for (const row of state.list.children) {
    row.hidden = !all && !plain(row.textContent).includes(wanted);
  }
  state.nobody.hidden = shown(state).length > 0;
}

function shown(state) {
  return [...state.list.children].filter((row) => !row.hidden);
}

function open(state) {
  filter(state);
  state.list.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
  activate(state, 0);
}

function shut(state) {
  activate(state, -1);
  state.list.hidden = !state.inMenu;
  state.input.setAttribute("aria-expanded", String(state.inMenu));
  state.input.value = state.select.value ? nameOf(state.select.selectedOptions[0]) : "";
  filter(state);
}

function activate(state, index) {
  const rows = shown(state);
  state.active = rows.length ? Math.max(-1, (index + rows.length) % rows.length) : -1;
  if (index < 0) state.active = -1;
  for (const row of state.list.children) row.setAttribute("aria-selected", "false");
  const row = rows[state.active];
  row?.setAttribute("aria-selected", "true");
  row?.scrollIntoView({ block: "nearest" });
  if (row) state.input.setAttribute("aria-activedescendant", row.id);
  else state.input.removeAttribute("aria-activedescendant");
}

function onKeyDown(event, state) {
  if (event.isComposing || event.keyCode === 229) return;
  const isOpen = state.input.getAttribute("aria-expanded") === "true";
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (!isOpen) return open(state);
    const count = shown(state).length;
    activate(state, (Math.max(state.active, step < 0 ? 0 : -1) + step + count) % count);
  } else if (event.key === "Enter" && isOpen) {
    event.preventDefault();
    pick(state, shown(state)[state.active]);
  } else if (event.key === "Escape" && isOpen && !state.inMenu) {
    event.preventDefault();
    shut(state);
  }
}

function pick(state, row) {
  if (!row) return;
  const { select } = state;
  select.value = row.dataset.value;
  shut(state);
  select.dispatchEvent(new Event("change", { bubbles: true }));
  if (select.hasAttribute("data-submit")) select.form.requestSubmit();
}

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
