// A key that is pressed while the page still comes is pressed again as soon as its scripts listen:
// whoever walks by keys does not have to wait for them. Not a module, so that it runs at once.

(() => {
  const pressed = [];

  /** Only keys that a browser does nothing with by itself. */
  function keep(event) {
    const { key, altKey, ctrlKey, metaKey, target } = event;
    const isOurs = key.length === 1 && key !== " " && !altKey && !ctrlKey && !metaKey;
    const isWriting = target.closest?.("input, select, textarea, [contenteditable]");
    if (isOurs && !isWriting && !event.isComposing && !event.defaultPrevented) pressed.push(event);
  }

  window.addEventListener("keydown", keep);
  document.addEventListener("DOMContentLoaded", () => {
    window.removeEventListener("keydown", keep);
    for (const { key, code, shiftKey } of pressed) {
      const again = { key, code, shiftKey, bubbles: true, cancelable: true };
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", again));
    }
  });
})();
