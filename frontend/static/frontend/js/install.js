// The offer to put Fadewell on the home screen: our button opens the browser's own prompt. Offered
// on her first visit with a finished check-in and on the third, after that only in Settings.
import { isApple, isInstalled } from "./home-screen.js";

const REMEMBERED = "install-offer"; // how often it was offered: nothing about her health
const A_VISIT = 30 * 60_000; // a longer absence ends it
const OFFERED_ON = [1, 3];

const place = document.querySelector("[data-install]");

function recalled() {
  try {
    return { visits: 0, at: 0, refused: 0, ...JSON.parse(localStorage.getItem(REMEMBERED)) };
  } catch {
    return null; // storage is closed: only Settings offers it
  }
}

function remember(state) {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(state));
  } catch {
    // storage is closed: nothing to keep it in
  }
}

/** Counts this visit; true where it is one on which the offer is made and not refused yet. */
function isDue(now = Date.now()) {
  const state = recalled();
  if (state === null) return false;
  if (now - state.at > A_VISIT) state.visits += 1;
  remember({ ...state, at: now });
  return OFFERED_ON.includes(state.visits) && state.refused !== state.visits;
}

function show(part) {
  for (const each of place.querySelectorAll(part)) each.hidden = false;
  place.querySelector("[data-install-else]")?.setAttribute("hidden", "");
  place.hidden = false;
}

function done() {
  remember({ ...recalled(), refused: recalled()?.visits });
  place.hidden = true;
}

async function ask(prompt) {
  prompt.prompt();
  const { outcome } = await prompt.userChoice;
  if (outcome === "accepted" || place.dataset.install === "offer") done();
}

function offer() {
  if (isApple) show("[data-install-steps]");
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // ours stands in the page instead of the browser's bar
    show("[data-install-button]");
    place.querySelector("[data-install-button]").addEventListener("click", () => ask(event), { once: true });
  });
  window.addEventListener("appinstalled", done);
  place.querySelector("[data-install-no]")?.addEventListener("click", done);
}

if (isInstalled) place.hidden = true;
else if (place.dataset.install === "settings" || isDue()) offer();
