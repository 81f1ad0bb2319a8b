// <a data-dialog href="..."> opens the part of that page marked data-dialog-content over this
// one. Its forms are sent as from the page itself: a plain request, so that the answer is a page.

let dialog;
let opener;

function make() {
  dialog = document.createElement("dialog");
  dialog.className = "page-dialog";
  dialog.addEventListener("close", () => opener?.focus());
  dialog.addEventListener("click", (event) => {
    const isLeaving = event.target === dialog || event.target.closest?.("[data-close-dialog]");
    if (!isLeaving) return;
    event.preventDefault();
    dialog.close();
  });
  document.body.append(dialog);
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("[data-dialog-content]");
  if (!answer.ok || !content) return location.assign(link.href);
  if (!dialog) make();
  opener = link;
  const body = document.createElement("div");
  body.className = "body";
  body.append(content);
  dialog.replaceChildren(body);
  const title = content.querySelector("h1");
  title.id ||= "dialog-title";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
