// <input type="range">: its label says the number that it stands at.

function show(input) {
  const label = input.labels[0];
  if (label) label.dataset.value = input.value;
}

function showAll(root) {
  root.querySelectorAll("input[type=range]").forEach(show);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("input[type=range]")) show(event.target);
});
document.addEventListener("htmx:load", (event) => showAll(event.target));
showAll(document);
