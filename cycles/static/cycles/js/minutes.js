// Minutes of a review that was closed while somebody still wrote: what meeting.js has kept of it in
// this browser stands in the field for an addendum, and is forgotten when that is sent.
//
//   <form data-left-of="5">              the review
//   <p data-left hidden>                 says where the words come from

const form = document.querySelector("form[data-left-of]");
const kept = window.localStorage;
const ours = new RegExp(`^meeting-${form.dataset.leftOf}-(\\d+)-(?:decision|question)$`);

const names = Object.keys(kept)
  .filter((name) => ours.test(name))
  .sort((one, other) => ours.exec(one)[1] - ours.exec(other)[1] || one.localeCompare(other));

const field = form.querySelector("textarea");
if (names.length && !field.value) {
  field.value = names.map((name) => kept.getItem(name).trim()).join("\n");
  form.querySelector("[data-left]").hidden = false;
  field.focus();
}
form.addEventListener("submit", () => names.forEach((name) => kept.removeItem(name)));
