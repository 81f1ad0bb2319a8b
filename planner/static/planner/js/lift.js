// Moving things without a mouse and with one. What moves and where it may go is in the markup:
//
//   <li data-drag="member" data-value="7"><b class="name">Yui Nakahara</b> ...</li>
//   <form data-drop="member" data-name="Seat 2 of Ingress failover" action="..." method="post">
//
// Dropping sets the field of that name (here `member`) of the form, or of the first form within,
// and sends it, by htmx where it has hx-post. Space lifts what is focused, arrows choose a place, Enter drops, Escape
// lets go; each step is announced. Dragging by mouse does the same.

import { announce, say } from "./words.js";

let carried = null; // { thing, kind, places, at }
let returnTo = null; // what to focus after the answer came: [kind, value]

function prepare(root) {
  for (const thing of root.querySelectorAll("[data-drag]:not([draggable])")) {
    thing.draggable = true;
    if (!thing.hasAttribute("tabindex")) thing.tabIndex = 0;
    thing.setAttribute("aria-describedby", "lift-help");
  }
}

function placesFor(kind) {
  return [...document.querySelectorAll(`[data-drop="${CSS.escape(kind)}"]`)].filter((place) =>
    place.checkVisibility(),
  );
}

/** What is lifted is called as it is written on it, or by `data-name`. */
function nameOf(thing) {
  return thing.dataset.name ?? thing.querySelector(".name")?.textContent ?? "";
}

function lift(thing) {
  const kind = thing.dataset.drag;
  const places = placesFor(kind);
  if (!places.length) return;
  carried = { thing, kind, places, at: -1 };
  thing.classList.add("is-lifted");
  places.forEach((place) => place.classList.add("may-drop"));
  announce(say("lifted", { name: nameOf(thing) }));
}

function letGo() {
  if (!carried) return;
  carried.thing.classList.remove("is-lifted", "is-dragging");
  for (const place of carried.places) place.classList.remove("may-drop", "is-target");
  carried = null;
}

function aimAt(index) {
  const { places } = carried;
  places.forEach((place) => place.classList.remove("is-target"));
  carried.at = (index + places.length) % places.length;
  const place = places[carried.at];
  place.classList.add("is-target");
  place.scrollIntoView({ block: "nearest", inline: "nearest" });
  const where = { place: place.dataset.name, number: carried.at + 1, of: places.length };
  announce(say("over", where));
}

function dropOn(place) {
  const { thing, kind } = carried;
  const { value } = thing.dataset;
  const name = nameOf(thing);
  letGo();
  const form = place.matches("form") ? place : place.querySelector("form");
  const field = form.elements.namedItem(kind);
  if (field instanceof HTMLSelectElement && ![...field.options].some((o) => o.value === value)) {
    field.add(new Option(name, value)); // seated elsewhere: the server says what it thinks of it
  }
  field.value = value;
  returnTo = [kind, value];
  announce(say("dropped", { name, place: place.dataset.name }));
  form.requestSubmit();
}

function onKeyDown(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (!carried) {
    if (event.key === " " && event.target.matches("[data-drag]")) {
      event.preventDefault();
      lift(event.target);
    }
    return;
  }
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  if (event.key in steps) {
    aimAt(carried.at < 0 && steps[event.key] < 0 ? -1 : carried.at + steps[event.key]);
  } else if ((event.key === "Enter" || event.key === " ") && carried.at >= 0) {
    dropOn(carried.places[carried.at]);
  } else if (event.key === "Escape" || event.key === "Tab") {
    announce(say("letGo", { name: nameOf(carried.thing) }));
    letGo();
    if (event.key === "Tab") return;
  } else {
    return;
  }
  event.preventDefault();
}

function placeUnder(event) {
  const place = event.target.closest?.("[data-drop]");
  return carried?.places.includes(place) ? place : null;
}

function onDragStart(event) {
  const thing = event.target.closest?.("[data-drag]");
  if (!thing) return;
  lift(thing);
  if (!carried) return event.preventDefault();
  thing.classList.replace("is-lifted", "is-dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(thing));
}

function onDragOver(event) {
  const over = placeUnder(event);
  carried?.places.forEach((place) => place.classList.toggle("is-target", place === over));
  if (over) event.preventDefault();
}

function onDrop(event) {
  const place = placeUnder(event);
  if (!place) return;
  event.preventDefault();
  dropOn(place);
}

function afterAnswer() {
  prepare(document);
  if (!returnTo) return;
  const [kind, value] = returnTo.map((part) => CSS.escape(part));
  returnTo = null;
  document.querySelector(`[data-drag="${kind}"][data-value="${value}"]`)?.focus();
}

prepare(document);
document.addEventListener("keydown", onKeyDown, true);
document.addEventListener("dragstart", onDragStart);
document.addEventListener("dragover", onDragOver);
document.addEventListener("drop", onDrop);
document.addEventListener("dragend", letGo);
document.addEventListener("htmx:afterSettle", afterAnswer);
