// A board, quicker. Cards are put down where they go and sent in the order of the hands that moved
// them; the board keeps itself up to date, and never moves what somebody points at or has focused:
// what is new waits behind one line.

import { isLifted, onDrop, placeOf } from "./board-lift.js";

const EVERY = 15_000;

let known = ""; // the ETag of the board as it is shown
let held = null; // a newer board that waits to be asked for
let sent = null; // { back }: what is on its way, and how to take it back
let waiting = []; // moves that were made meanwhile
let focused = ""; // id of the card that has the focus after the answer
let missed = false; // an answer that was not shown, as somebody held a card

const board = () => document.getElementById("board");
const cardsOf = (root) => [...root.querySelectorAll("[data-card]")];
const find = (root, id) => root.querySelector(`[data-card="${CSS.escape(id)}"]`);
const signature = (root) =>
  [...root.querySelectorAll("[data-column]")]
    .map((list) => [...list.children].map((card) => card.dataset.card).join())
    .join("|");

function prepare() {
  const form = document.getElementById("board-move");
  if (!form) return;
  for (const card of cardsOf(board())) {
    card.draggable = true;
    const link = card.querySelector("a");
    link.draggable = false; // the card is dragged, not its address
    link.setAttribute("aria-describedby", "lift-help");
  }
  document.querySelector(".board-refusal [autofocus]")?.focus();
}

/** One menu for all cards: it goes where one points, or where the focus is. */
function bringMenu(card) {
  const menu = document.getElementById("board-menu");
  if (!menu || !card?.draggable || menu.parentElement === card || menu.open) return;
  menu.hidden = false;
  card.append(menu);
}

function countSelected() {
  const words = document.querySelector("[data-selected]");
  if (!words) return;
  const count = board().querySelectorAll("[data-card] > input:checked").length;
  words.textContent = words.dataset.selected.replace("{count}", count);
}

function send(moves, back = () => {}) {
  const form = document.getElementById("board-move");
  if (!form || sent) return waiting.push(moves);
  sent = { back };
  form.elements.namedItem("moves").value = moves;
  form.requestSubmit();
}

const isBoard = (root) => root.id === "board" || root.querySelector?.("#board");

/** By then its form may have been replaced: only the request knows. */
const isMove = (event) => event.detail.requestConfig?.elt.id === "board-move";

function drop(card, back) {
  focused = card.dataset.card;
  card.classList.add("is-sent");
  send(placeOf(card), () => {
    card.classList.remove("is-sent");
    back();
  });
}

function chooseInMenu(button) {
  const card = button.closest("[data-card]");
  const menu = document.getElementById("board-menu");
  const column = card.parentElement.dataset.column;
  const to = button.dataset.moveTo;
  focused = card.dataset.card;
  menu.open = false;
  const first = card.parentElement.firstElementChild;
  if (to !== "top") send(`${card.dataset.card}:${to}`);
  else if (first !== card) send(`${card.dataset.card}:${column}:before:${first.dataset.card}`);
}

/** The Undo of what was done here is done here too, without leaving the page. */
function undo(button) {
  const toast = button.closest("[data-toast]");
  const token = document.querySelector("#undo [name=csrfmiddlewaretoken]").value;
  const values = { [button.name]: button.value, csrfmiddlewaretoken: token };
  const swap = { target: "#board", select: "#board", swap: "outerHTML", values };
  window.htmx.ajax("POST", button.getAttribute("formaction"), swap);
  toast?.remove();
}

/** What was moved while another card was held. */
function reload() {
  missed = false;
  const swap = { target: "#board", select: "#board", swap: "outerHTML" };
  window.htmx.ajax("GET", board().dataset.poll, swap);
}

async function look() {
  const shown = board();
  if (!shown || document.hidden || sent) return;
  const headers = { "HX-Request": "true", "HX-Target": "board" };
  let answer;
  try {
    // "no-cache" asks with If-None-Match: nothing is sent again when nothing has changed.
    answer = await fetch(shown.dataset.poll, { headers, cache: "no-cache", redirect: "error" });
  } catch {
    return; // away for a moment; the next look will tell
  }
  if (!answer.ok || answer.headers.get("ETag") === known) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("board");
  if (!next || shown !== board() || sent) return;
  known = answer.headers.get("ETag");
  if (signature(shown) === signature(next)) update(shown, next);
  else if (isBusy(shown)) hold(shown, next);
  else show(next);
}

function isBusy(shown) {
  return isLifted() || shown.matches(":hover, :focus-within, :has(input:checked)");
}

/** Change words and faces where they stand; no card moves. */
function update(shown, next) {
  for (const card of cardsOf(shown)) {
    const [meta, newer] = [card.querySelector(".meta"), find(next, card.dataset.card)];
    if (!newer) continue;
    const [link, fresh] = [card.querySelector("a"), newer.querySelector("a")];
    if (link.textContent !== fresh.textContent) link.textContent = fresh.textContent;
    meta.innerHTML = newer.querySelector(".meta").innerHTML;
    card.classList.toggle("is-blocked", newer.classList.contains("is-blocked"));
  }
}

function hold(shown, next) {
  held = next;
  update(shown, next);
  const count = cardsOf(next).filter((card) => !find(shown, card.dataset.card)).length;
  const line = shown.querySelector(".board-newer");
  line.textContent = count
    ? shown.dataset.newer.replace("{count}", count)
    : shown.dataset.changed;
  line.hidden = false;
}

function show(next) {
  const shown = board();
  const inside = shown.contains(document.activeElement);
  const card = document.activeElement?.closest("[data-card]")?.dataset.card ?? "";
  shown.replaceWith(document.adoptNode(next));
  window.htmx?.process(board());
  held = null;
  prepare();
  if (inside) focusOn(card);
}

function focusOn(id) {
  const link = id && find(board(), id)?.querySelector("a");
  (link || document.getElementById("board-title")).focus({ preventScroll: !link });
}

document.addEventListener("pointerover", (event) => bringMenu(event.target.closest?.("[data-card]")));
document.addEventListener("focusin", (event) => bringMenu(event.target.closest?.("[data-card]")));
document.addEventListener("change", countSelected);
document.addEventListener("reset", () => setTimeout(countSelected));
document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-move-to]");
  if (choice) chooseInMenu(choice);
  if (event.target.closest?.(".board-newer") && held) show(held);
  const back = event.target.closest?.(".toasts [form=undo]");
  const url = board() && new URL(board().dataset.poll, location.href).pathname;
  if (back && url && back.getAttribute("formaction").startsWith(url)) {
    event.preventDefault();
    undo(back);
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const from = event.detail.elt;
  if (!from.closest?.("#board") || focused) return;
  // The card of a move that was asked about, or the first of several that are changed.
  const asked = from.closest(".board-refusal")?.querySelector("[name=moves]")?.value.split(":")[0];
  const first = board().querySelector("[data-card] > input:checked")?.value;
  focused = document.activeElement?.closest("[data-card]")?.dataset.card ?? asked ?? first ?? "";
});
document.addEventListener("htmx:beforeSwap", (event) => {
  // Whoever has gone on to another card meanwhile stays there.
  if (board()) focused = document.activeElement?.closest("[data-card]")?.dataset.card ?? focused;
  // More was moved meanwhile, or is about to be: the next answer shows it all. A refusal is shown
  // at once.
  if (!isMove(event)) return;
  const { status } = event.detail.xhr;
  missed = status === 200 && isLifted();
  if (status === 200 && (waiting.length || missed)) event.detail.shouldSwap = false;
  if (status === 422) waiting = [];
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!isMove(event)) return;
  const { status } = event.detail.xhr;
  if (status !== 200 && status !== 422) {
    sent?.back();
    waiting = [];
  }
  sent = null;
  const moves = waiting.join(" ");
  waiting = [];
  if (moves) send(moves);
});
// The focus comes back with the cards, so that no key is pressed in between; htmx settles later.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!isBoard(event.target)) return;
  held = null;
  prepare();
  const id = focused;
  focused = "";
  if (document.activeElement === document.body || !document.activeElement) focusOn(id);
});
document.addEventListener("htmx:afterSettle", (event) => isBoard(event.target) && prepare());
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
onDrop(drop, () => missed && reload());
prepare();
