// Copies what can be seen only once. Without it the field is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // only where the connection is safe
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.querySelector("span").textContent = button.dataset.done;
  });
}
for (const field of document.querySelectorAll(".once input")) {
  field.addEventListener("focus", () => field.select());
  if (document.activeElement === field) field.select();
}
