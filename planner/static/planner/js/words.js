// Sentences in the reader's language, from <template id="words"> of the page.

/** The sentence of this name, with {placeholders} filled in. */
export function say(name, values = {}) {
  const sentence = document.getElementById("words")?.dataset[name] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** Tell screen readers, politely. Saying the same twice is heard twice. */
export function announce(sentence) {
  const line = document.getElementById("announcer");
  if (!line) return;
  line.textContent = "";
  requestAnimationFrame(() => {
    line.textContent = sentence;
  });
}
