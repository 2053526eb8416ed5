// The open worklist says what is new and never moves a row under the hand; j and k walk its rows.
const EVERY = 5_000;
const PAUSED_AFTER = 30_000;
const REMEMBERED = "worklist-keys"; // whether she likes the keys: nothing about anybody's health

/** Ask for changes every few seconds while the page is looked at; show them as one line. */
export function watch(live, rows, { fetchOnce = fetch, now = Date.now } = {}) {
  const state = { etag: "", heard: now() };
  const look = async () => {
    if (document.hidden) return;
    const answer = await ask(live.dataset.url, state, fetchOnce);
    if (answer === null) return void (now() - state.heard > PAUSED_AFTER && pause(live, state));
    state.heard = now();
    if (answer.cases) tell(live, compare(rows(), answer.cases), answer.at);
    else live.querySelector("[data-paused]").hidden = true;
  };
  document.addEventListener("visibilitychange", look);
  return setInterval(look, EVERY);
}

async function ask(url, state, fetchOnce) {
  try {
    const headers = { Accept: "application/json", "If-None-Match": state.etag };
    const answer = await fetchOnce(url, { headers, redirect: "error" });
    if (answer.status === 304) return {};
    if (!answer.ok) return null;
    state.etag = answer.headers.get("ETag") ?? "";
    return await answer.json();
  } catch {
    return null; // no network, or signed out: the line says so after a while
  }
}

/** What the server lists and the page does not show, and whether anything else differs. */
export function compare(shown, listed) {
  const known = new Map(shown.map((row) => [row.id, row.version]));
  const fresh = listed.filter((each) => !known.has(each.id));
  const isOther = listed.some((each) => known.has(each.id) && known.get(each.id) !== each.version);
  return {
    count: fresh.length,
    urgent: fresh.filter((each) => each.urgency !== "review").length,
    hasEmergency: fresh.some((each) => each.urgency === "emergency"),
    isOther: isOther || shown.some((row) => !listed.some((each) => each.id === row.id)),
  };
}

function tell(live, found, at) {
  const { words } = live.dataset;
  const says = JSON.parse(words);
  const parts = [];
  if (found.count) parts.push(says[found.count === 1 ? "one" : "many"].replace("%s", found.count));
  if (found.urgent) parts.push(says.urgent.replace("%s", found.urgent));
  const text = parts.length ? parts.join(", ") : found.isOther ? says.changed : "";
  const line = live.querySelector(found.hasEmergency ? "[data-alert]" : "[data-said]");
  const other = live.querySelector(found.hasEmergency ? "[data-said]" : "[data-alert]");
  if (line.textContent !== text) line.textContent = text;
  other.textContent = "";
  live.querySelector("[data-show]").hidden = !text;
  live.querySelector("[data-paused]").hidden = true;
  live.classList.toggle("has-news", Boolean(text));
  for (const clock of document.querySelectorAll("[data-checked]")) clock.textContent = at;
}

function pause(live, state) {
  const line = live.querySelector("[data-paused]");
  if (!line.hidden) return;
  const since = new Date(state.heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  line.querySelector("span").textContent = line.dataset.paused.replace("%s", since);
  line.hidden = false;
}

/** j and k move the focus; silent in fields, beside a modifier, and while switched off. */
export function keys(list, button, memory = window.localStorage) {
  let isOn = recalled(memory) !== "off";
  const name = () => { button.textContent = isOn ? button.dataset.on : button.dataset.off; };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    isOn = !isOn;
    remember(memory, isOn ? "on" : "off");
    name();
  });
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!isOn || !step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    go(list, step);
  });
}

function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function go(list, step) {
  const links = [...list.querySelectorAll(".case__who")];
  const here = links.indexOf(document.activeElement);
  const next = here === -1 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

function recalled(memory) {
  try {
    return memory.getItem(REMEMBERED);
  } catch {
    return null; // storage is closed: the keys are on
  }
}

function remember(memory, word) {
  try {
    memory.setItem(REMEMBERED, word);
  } catch {
    // storage is closed: the choice lasts for this page
  }
}
