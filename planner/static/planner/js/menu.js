// Menus are <details data-menu>: they open and close by themselves. Added here: one at a time,
// Escape and a click outside close, arrows walk, focus returns to where it was.

const FOCUSABLE = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea";

function openMenus() {
  return document.querySelectorAll("details[data-menu][open]");
}

function items(menu) {
  return [...menu.querySelectorAll(`.menu-body :is(${FOCUSABLE})`)].filter((item) =>
    item.checkVisibility(),
  );
}

function close(menu) {
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector("summary").focus();
}

function onToggle(event) {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches("[data-menu]") || !menu.open) return;
  for (const other of openMenus()) {
    if (other !== menu && !other.contains(menu)) other.open = false;
  }
  const fields = ".menu-body :is(input:not([type=hidden]), textarea)";
  const field = menu.querySelector("[data-first]") ?? menu.querySelector(fields);
  if (field?.checkVisibility()) field.focus();
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const menu = event.target.closest("details[data-menu]");
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    event.preventDefault();
    close(menu);
  } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
    if (!event.target.matches("input, select, textarea")) walk(event, menu);
  }
}

function walk(event, menu) {
  event.preventDefault();
  menu.open = true;
  const all = items(menu);
  const here = all.indexOf(document.activeElement);
  const next = {
    ArrowDown: here + 1,
    ArrowUp: here < 0 ? all.length - 1 : here - 1,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  all.at(next % all.length)?.focus();
}

document.addEventListener("toggle", onToggle, true);
document.addEventListener("keydown", onKeyDown);
document.addEventListener("pointerdown", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
