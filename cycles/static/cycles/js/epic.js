// The page of an epic keeps itself up to date: what others answer, build and move shows up within
// a quarter of a minute. Its panels change one by one, and none in which somebody writes, opens or
// points at something: that one waits. The board looks after itself (board.js).

const EVERY = 15_000;
const PANELS = ".epic-head, section.panel";
const IN_USE = ":focus-within, :has(a:hover, button:hover, summary:hover, .answer[open])";

let asking = false;

const page = () => document.getElementById("epic");
/** Panels by what names them, so that those of two pages find one another. */
const panelsOf = (root) =>
  new Map([...root.querySelectorAll(PANELS)].map((one) => [one.getAttribute("aria-labelledby"), one]));
const openOf = (panel) =>
  [...panel.querySelectorAll("details[open] > summary")].map((one) => one.textContent);

async function look() {
  const shown = page();
  if (!shown || asking || document.hidden || document.querySelector("dialog[open]")) return;
  asking = true;
  try {
    const asked = new URLSearchParams(location.search);
    asked.set("seen", shown.dataset.stamp);
    const answer = await fetch(`?${asked}`, { cache: "no-store" });
    if (answer.status !== 200 || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.getElementById("epic");
    if (next && shown === page()) show(shown, next);
  } catch {
    // Away for a moment: it stays as it is, and looks again.
  } finally {
    asking = false;
  }
}

function show(shown, next) {
  const [old, fresh] = [panelsOf(shown), panelsOf(next)];
  if ([...old.keys()].join() !== [...fresh.keys()].join()) return showAll(shown);
  let waits = false;
  for (const [name, panel] of old) {
    const newer = fresh.get(name);
    if (shape(panel) === shape(newer)) continue;
    if (panel.matches(IN_USE)) waits = true;
    else replace(panel, newer);
  }
  if (!waits) shown.dataset.stamp = next.dataset.stamp;
}

/** There is a panel more or less, as when its cycle has started. */
function showAll(shown) {
  if (shown.matches(":focus-within, :has(:checked, .answer[open])")) return;
  const swap = { target: "#epic", select: "#epic", swap: "outerHTML" };
  window.htmx.ajax("GET", location.href, swap);
}

/** What a panel says. Each page has tokens of its own, and what is open is up to the reader. */
function shape(panel) {
  const copy = panel.cloneNode(true);
  for (const field of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) field.remove();
  for (const folded of copy.querySelectorAll("details")) folded.removeAttribute("open");
  for (const one of copy.querySelectorAll("[class]")) one.classList.remove("htmx-settling");
  return copy.innerHTML.replace(/\s+/g, " ");
}

function replace(panel, newer) {
  const open = openOf(panel);
  const adopted = document.adoptNode(newer);
  panel.replaceWith(adopted);
  for (const summary of adopted.querySelectorAll("details > summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  }
  window.htmx?.process(adopted);
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
// What was moved on the board here may say something new above it.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "board" || event.target.querySelector?.("#board")) look();
});
