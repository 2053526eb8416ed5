// Signing out: first say what is not sent yet, then wipe this phone, then tell the server.
import { leave, otherTabs } from "./guard-back.js";
import { destroyStore, openStore } from "./store.js";

const TELL_LATER = "signed-out=1; path=/; max-age=31536000; samesite=lax"; // the next request ends the session
const PATIENCE = 8_000;
const PUSH_PATIENCE = 2_000; // without a connection its service may not answer; it goes with the worker too

for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.warned === undefined && (await warn(form))) return;
    await signOut(form);
  });
}

/** True where something would be lost: she decides, nothing is wiped yet. */
async function warn(form) {
  const waiting = await notSent();
  if (!waiting) return false;
  const note = form.querySelector("[data-would-lose]");
  const { one, many } = note.querySelector("[data-how-many]").dataset;
  note.querySelector("[data-how-many]").textContent = waiting === 1 ? one : many.replace("%s", waiting);
  note.hidden = false;
  const button = form.querySelector("[data-lose]");
  button.textContent = button.dataset.lose;
  form.dataset.warned = "";
  note.focus();
  return true;
}

/** Of whomever: a second person's check-in is as lost as her own. */
async function notSent() {
  const store = await openStore({ create: false });
  const [entries, drafts] = store ? await Promise.all([store.all("entries"), store.all("drafts")]) : [[], []];
  return entries.filter(({ isDone }) => !isDone).length + drafts.length;
}

async function signOut(form) {
  const body = new FormData(form);
  await wipe();
  document.cookie = location.protocol === "https:" ? `__Host-${TELL_LATER}; secure` : TELL_LATER;
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  if (answer?.ok) location.replace("/sign-in");
  else leave();
}

/** Databases and the key in them, caches, the worker, its push subscription, what pages remember. */
export async function wipe() {
  localStorage.clear();
  sessionStorage.clear();
  navigator.clearAppBadge?.().catch(() => undefined);
  await destroyStore();
  otherTabs.postMessage("");
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await Promise.race([unsubscribed(worker), after(PUSH_PATIENCE)]);
    await worker.unregister();
  }
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function unsubscribed(worker) {
  const push = await worker.pushManager?.getSubscription().catch(() => null);
  await push?.unsubscribe().catch(() => false);
}

function after(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
