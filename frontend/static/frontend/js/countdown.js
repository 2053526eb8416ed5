// Aftercare countdowns: the words are the server's, only the number moves. Not announced.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SOON = 72 * HOUR; // further off the server counts in days

function tick() {
  for (const left of document.querySelectorAll("[data-ends]")) {
    const rest = new Date(left.dataset.ends) - Date.now();
    if (rest > SOON) continue;
    const [count, words] = rest >= 2 * HOUR
      ? [Math.floor(rest / HOUR), left.dataset.hours]
      : [Math.ceil(rest / MINUTE), left.dataset.minutes];
    left.textContent = rest > 0 ? words.replace("%s", count) : left.dataset.over;
  }
}

tick();
setInterval(tick, MINUTE);
