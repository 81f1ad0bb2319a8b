// The entry of all scripts. Every page works without them.
document.documentElement.dataset.script = "on";
