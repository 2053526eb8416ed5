// A clinic's page without a connection can be read: nothing is sent into the void, and what was typed stays.
const ANSWERS_WITHIN = 5_000;
const ACTING = ":is(main, nav) form button:not([type=button]), button[form], [data-act]";

/** ask(): resolves while the server answers, whatever it says. "line-lost" and "line-back": a poll's news. */
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
  const answers = !state.isLost && (await ask().then(() => true, () => false));
  state.asked.delete(form);
  if (answers) {
    state.passed.add(form);
    return void form.requestSubmit(event.submitter);
  }
  show(notice, state, true);
  notice.querySelector("[data-unsent]").hidden = false;
}

const notice = document.querySelector("[data-line]");
watchLine(notice, { ask: () => fetch(notice.dataset.line, { cache: "no-store", signal: AbortSignal.timeout(ANSWERS_WITHIN) }) });
