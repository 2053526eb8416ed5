// Aftercare countdowns: the words are the server's, only the number moves. Not announced.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON = 3 * DAY; // further off it is days: a page that the phone keeps is read on later ones

function tick() {
  for (const left of document.querySelectorAll("[data-ends]")) {
    const rest = new Date(left.dataset.ends) - Date.now();
    const [count, words] = counted(rest, left.dataset);
    left.textContent = rest > 0 ? words.replace("%s", count) : left.dataset.over;
  }
}

function counted(rest, { days, hours, minutes }) {
  if (rest >= SOON) return [Math.floor(rest / DAY), days];
  return rest >= 2 * HOUR ? [Math.floor(rest / HOUR), hours] : [Math.ceil(rest / MINUTE), minutes];
}

tick();
setInterval(tick, MINUTE);
