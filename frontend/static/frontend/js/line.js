// A clinic's page without a connection can be read: nothing is sent into the void, and what was typed stays.
const ANSWERS_WITHIN = 5_000;
const ACTING = ":is(main, nav) form button:not([type=button]), button[form], [data-act]";

/** ask(): "ended" where she is signed in no more, else it resolves while the server answers. "line-lost" and "line-back": a poll's news. */
export function watchLine(notice, { ask }) {
  const state = { isLost: false, passed: new WeakSet(), asked: new WeakSet() };
  const tell = (isLost) => show(notice, state, isLost);
  addEventListener("offline", () => tell(true));
  addEventListener("online", () => tell(false));
  addEventListener("line-lost", () => tell(true));
  addEventListener("line-back", () => tell(!navigator.onLine));
  document.addEventListener("click", (event) => refuse(event, notice, state), { capture: true });
  document.addEventListener("submit", (event) => hold(event, notice, state, ask));
  tell(!navigator.onLine);
}

function show(notice, state, isLost) {
  if (isLost === state.isLost) return;
  state.isLost = isLost;
  notice.hidden = !isLost;
  notice.querySelector("[data-unsent]").hidden = true;
  for (const control of document.querySelectorAll(ACTING)) {
    if (isLost) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }
}

/** They keep the focus and their place, and do nothing. */
function refuse(event, notice, state) {
  if (!state.isLost || !event.target.closest(ACTING)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  notice.querySelector("[data-unsent]").hidden = false;
}

/** A browser may believe that it is connected: so the server is asked before a form leaves the page. */
async function hold(event, notice, state, ask) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || state.passed.delete(form)) return;
  event.preventDefault();
  if (state.asked.has(form)) return; // she tapped twice
  state.asked.add(form);
  const said = state.isLost ? "lost" : await ask().catch(() => "lost");
  state.asked.delete(form);
  if (said === "ended") return void dispatchEvent(new Event("session-ended"));
  if (said !== "lost") {
    state.passed.add(form);
    return void form.requestSubmit(event.submitter);
  }
  show(notice, state, true);
  notice.querySelector("[data-unsent]").hidden = false;
}

const notice = document.querySelector("[data-line]");
const person = document.querySelector("[data-session-clock]")?.dataset.person;
const look = (address) => fetch(address, { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_WITHIN) });

/** She may have signed out in another tab, or somebody else signed in: her words would be lost with the page. */
async function hers() {
  const session = await look("/session").catch(() => null); // the other question settles whether there is a line
  if (session?.status === 401) return "ended";
  return session?.ok && (await session.json()).person !== person ? "ended" : "hers";
}

watchLine(notice, { ask: async () => (await Promise.all([look(notice.dataset.line), person ? hers() : "hers"]))[1] });
