// Keeps a page with a stamp (Now, Health) as it is now: looks once a minute, quietly, and changes
// it only if it says something else by then. The focus, and the tables when they are open, stay
// where they are, and so does everything while somebody points at a link: that waits for the next
// look.

const EVERY = 60_000;
const POINTED_AT = "a:hover, summary:hover, button:hover";

async function look() {
  const shown = document.querySelector("[data-stamp]");
  if (document.hidden || !shown || shown.querySelector(POINTED_AT)) return;
  const asked = new URLSearchParams(location.search);
  asked.set("seen", shown.dataset.stamp);
  const tables = `${shown.id}-tables`;
  const told = document.querySelector(`#${tables} table`) !== null; // they come when opened
  if (told) asked.set("tables", "1");
  const answer = await fetch(`?${asked}`, { cache: "no-store" });
  if (answer.status !== 200 || answer.redirected) return;
  if (shown.querySelector(POINTED_AT)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const ids = [shown.id, ...(told ? [tables] : []), "open-tickets"];
  for (const id of ids) put(id, page.getElementById(id));
}

function put(id, fresh) {
  const stale = document.getElementById(id);
  if (!stale || !fresh) return;
  const focused = stale.contains(document.activeElement) && document.activeElement.id;
  stale.replaceWith(document.adoptNode(fresh));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Without a network it stays as it is, and looks again a minute later.
const lookQuietly = () => look().catch(() => {});

setInterval(lookQuietly, EVERY);
document.addEventListener("visibilitychange", lookQuietly);
