// The open worklist says what is new, keeps its clocks right and never moves a row under the hand.
const EVERY = 2_000;
const PAUSED_AFTER = 30_000;
const NOTHING = { count: 0, emergencies: 0, urgent: 0, moved: new Set(), isOther: false };

/** Ask for changes every two seconds while the page is looked at; show them as one line. */
export function watch(live, list, emergencies, { isAwake = () => !document.hidden, fetchOnce = fetch, now = Date.now } = {}) {
  const state = { etag: "", heard: now(), words: JSON.parse(live.dataset.words) };
  const look = async () => {
    if (!isAwake()) return;
    const answer = await ask(live.dataset.url, state, fetchOnce);
    dispatchEvent(new Event(answer === null ? "line-lost" : "line-back"));
    if (answer === null) return void (now() - state.heard > PAUSED_AFTER && pause(live, list, state));
    state.heard = now();
    resume(live, list);
    if (!answer.counts) return; // as it was
    emergencies.tell(answer.emergencies);
    count(answer);
    tell(live, list, answer, state.words);
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
  const known = new Map(shown.map((row) => [row.id, row]));
  const there = new Set(listed.map((each) => each.id));
  const fresh = listed.filter((each) => !known.has(each.id));
  const moved = listed.filter((each) => known.has(each.id) && known.get(each.id).version < each.version);
  const raised = (level) => fresh.filter(({ urgency }) => urgency === level).length;
  return {
    count: fresh.length,
    emergencies: raised("emergency"),
    urgent: raised("urgent"),
    moved: new Set(moved.map((each) => each.id)),
    isOther: moved.length > 0 || shown.some((row) => !row.isDone && !there.has(row.id)),
  };
}

/** How many stand in each view now, and when that was. */
function count({ counts, at }) {
  for (const clock of document.querySelectorAll("[data-checked]")) clock.textContent = at;
  for (const link of document.querySelectorAll("[data-view]")) {
    const number = link.querySelector(".count");
    const now = counts[link.dataset.view] ?? number.textContent;
    if (number.textContent !== now) number.textContent = now;
  }
}

/** cases: null where what is new would not stand on this page; written: messages since it was made. */
function tell(live, list, { cases, written }, words) {
  const found = cases ? compare(rowsOf(list), cases) : NOTHING;
  const text = found.count || written ? inWords({ ...found, written }, words) : found.isOther ? words.changed : "";
  const line = live.querySelector("[data-said]");
  if (line.textContent !== text) line.textContent = text;
  live.querySelector("[data-show]").hidden = !text;
  live.classList.toggle("has-news", Boolean(text));
  const rows = new Map([...(list?.querySelectorAll("[data-case]") ?? [])].map((row) => [row.dataset.case, row]));
  for (const each of cases ?? []) if (rows.has(each.id)) freshen(rows.get(each.id), each, found.moved.has(each.id), words);
}

/** "3 new, 1 emergency, 1 urgent, 2 new messages." */
function inWords({ count, emergencies, urgent, written }, words) {
  const parts = count ? [words.new.replace("%s", count)] : [];
  if (emergencies) parts.push(words[emergencies === 1 ? "emergency" : "emergencies"].replace("%s", emergencies));
  if (urgent) parts.push(words.urgent.replace("%s", urgent));
  if (written) parts.push(words[written === 1 ? "message" : "messages"].replace("%s", written));
  return `${parts.join(", ")}.`;
}

function rowsOf(list) {
  return [...(list?.querySelectorAll("[data-case]") ?? [])].map((row) => ({
    id: row.dataset.case, version: Number(row.dataset.version), urgency: row.dataset.urgency, isDone: "done" in row.dataset,
  }));
}

/** Clock and who is looking, in place; a row that has changed says by whom and keeps her version. */
function freshen(row, each, isMoved, words) {
  const changed = each.news > row.dataset.news ? words.news : words.moved; // the patient's word, or a colleague's step
  line(row.querySelector("[data-moved]"), isMoved ? changed : "");
  line(row.querySelector("[data-viewer]"), each.viewer);
  if (!isMoved) showClock(row, each.clock);
}

/** What is written anew is laid out anew, 500 times: so only what differs. */
function line(element, text) {
  if (element.lastElementChild.textContent === text) return;
  element.lastElementChild.textContent = text;
  element.hidden = !text;
}

export function showClock(row, { text, state }) {
  const clock = row.querySelector("[data-clock]");
  if (clock.textContent !== text) clock.textContent = text;
  const look = `sla sla--${state}`;
  if (clock.parentElement.className !== look) clock.parentElement.className = look;
}

function pause(live, list, state) {
  const said = live.querySelector("[data-paused]");
  if (!said.hidden) return;
  const since = new Date(state.heard).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  said.querySelector("span").textContent = said.dataset.paused.replace("%s", since);
  said.hidden = false;
  list?.classList.add("is-old");
}

function resume(live, list) {
  const said = live.querySelector("[data-paused]");
  if (said.hidden) return;
  said.hidden = true;
  list?.classList.remove("is-old");
}
