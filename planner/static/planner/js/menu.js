// Menus are <details data-menu>: they open and close by themselves. Added here: one at a time,
// Escape and a click outside close, arrows walk, focus returns to where it was, nothing of an open
// one is outside the window.

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

/** Where the window ends for it: above the bar that stands at its foot, if it is not in that. */
function floorUnder(menu) {
  const bars = [...document.querySelectorAll(".tab-bar, .pane-actions")];
  const tops = bars
    .filter((bar) => getComputedStyle(bar).position === "fixed" && !bar.contains(menu))
    .map((bar) => bar.getBoundingClientRect().top);
  return Math.min(innerHeight, ...tops.filter((top) => top > 0));
}

/** Opens it to the other side where it would leave the window, and brings its end above the bar. */
function fit(menu) {
  const body = menu.querySelector(".menu-body");
  body.classList.remove("to-left", "to-right");
  const { left, right } = body.getBoundingClientRect();
  body.classList.toggle("to-left", right > innerWidth);
  body.classList.toggle("to-right", left < 0);
  if (getComputedStyle(document.body).overflowY === "hidden") return;
  const below = body.getBoundingClientRect().bottom + 8 - floorUnder(menu);
  const room = menu.querySelector("summary").getBoundingClientRect().top - 8;
  if (below > 0 && !menu.closest(".tab-bar")) scrollBy(0, Math.min(below, room));
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
  fit(menu);
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
