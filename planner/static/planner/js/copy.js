// Copies what can be seen only once, and what is to be pasted elsewhere. Without it the field is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // only where the connection is safe
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(from.value ?? from.textContent);
    button.querySelector("span").textContent = button.dataset.done;
  });
}
for (const field of document.querySelectorAll(".once input")) {
  field.addEventListener("focus", () => field.select());
  if (document.activeElement === field) field.select();
}
