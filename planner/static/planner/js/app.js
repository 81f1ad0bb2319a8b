// The entry of all scripts. Every page works without them; they make it quicker and give it keys.

import "./combobox.js";
import "./dialog.js";
import "./lift.js";
import "./menu.js";
import "./busy.js";
import "./keys.js"; // after those who may use a key up first
import "./palette.js";
import "./range.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

// An answer that htmx does not swap in must not vanish without a word.
document.addEventListener("htmx:responseError", () => toast(say("failed")));
document.addEventListener("htmx:sendError", () => toast(say("offline")));
document.addEventListener("htmx:timeout", () => toast(say("offline")));

// Where the places of the settings scroll sideways, the current one is in sight.
document
  .querySelector(".settings-nav [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
