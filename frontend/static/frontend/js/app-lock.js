// The app lock: after five minutes away a cover lies over her pages, with a connection or without.
const REMEMBERED = "app-seen"; // when this phone was last in use: a time, nothing else
const AWAY = 300_000;
const EVERY = 60_000; // how often being here is told to the server
const ALWAYS_OPEN = new Set(["/help"]);
const ACTS = ["input", "keydown", "pointerdown", "scroll"];
const isOn = document.querySelector('meta[name="app-lock"]') !== null && !ALWAYS_OPEN.has(location.pathname);
let told = Date.now();
let cover = null;
let beneath = [];

function isAway() {
  const seen = Number(localStorage.getItem(REMEMBERED));
  return seen > 0 && Math.abs(Date.now() - seen) > AWAY;
}

function here() {
  if (cover !== null) return;
  if (isAway()) return void lock();
  localStorage.setItem(REMEMBERED, String(Date.now()));
  if (Date.now() - told < EVERY) return;
  told = Date.now();
  ask("POST");
}

/** Covered first, asked afterwards: who signed in again meanwhile sees it lifted. */
async function lock() {
  if (cover === null) {
    beneath = [...document.body.children].filter((each) => !each.hidden && !each.matches(".header")); // the way to help stays
    for (const each of beneath) each.hidden = true;
    const said = document.querySelector("template[data-locked]").content.cloneNode(true);
    document.body.append(said);
    cover = document.querySelector("[data-cover]");
    cover.querySelector("h1").focus();
  }
  const session = await ask("GET");
  if (session?.is_open) lift();
}

function lift() {
  cover?.remove();
  cover = null;
  for (const each of beneath) each.hidden = false;
  localStorage.setItem(REMEMBERED, String(Date.now()));
}

async function ask(method) {
  const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value;
  if (method === "POST" && !token) return null;
  const headers = { Accept: "application/json", "X-CSRFToken": token ?? "" };
  return fetch("/session", { method, headers }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
}

if (isOn) {
  if (isAway()) lock();
  else here();
  for (const act of ACTS) addEventListener(act, here, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden || (isAway() ? lock() : here()));
  setInterval(() => isAway() && lock(), EVERY / 4);
}
