// <a href="/w/.../epics/new/" data-dialog>: the page behind the link, shown in a dialog.
// Its form is sent as always: done leads on, refused shows the page itself with what is wrong.
// Without scripts, or with Ctrl or the middle button, it is a link like any other.

import { say } from "./words.js";

async function open(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page?.querySelector("main");
  if (!main || !answer.ok || answer.redirected) return location.assign(link.href);
  show(main, link);
}

function show(main, link) {
  const dialog = document.createElement("dialog");
  const title = main.querySelector("h1") ?? document.createElement("h1");
  const head = document.createElement("header");
  const heading = document.createElement("h2");
  heading.id = "dialog-title";
  heading.textContent = title.textContent;
  title.remove();
  head.append(heading, closeButton());
  const body = document.createElement("div");
  body.className = "body";
  body.append(...main.childNodes);
  for (const form of body.querySelectorAll("form:not([action])")) form.action = link.href;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(head, body);
  dialog.addEventListener("click", (event) => onClick(event, dialog));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  window.htmx?.process(dialog);
  dialog.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  body.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
}

function closeButton() {
  const form = document.createElement("form");
  form.method = "dialog";
  const button = document.createElement("button");
  button.className = "button small";
  button.textContent = say("close");
  form.append(button);
  return form;
}

/** A click on the veil closes it, and so does its own way back (`data-close`). */
function onClick(event, dialog) {
  if (event.target !== dialog && !event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
