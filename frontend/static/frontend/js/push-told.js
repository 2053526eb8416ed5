// Telling the server where notifications of this browser go; for pages and for the service worker.
import { session } from "./api.js";

const ADDRESS = "/settings/push";
const PATIENCE = 15_000;

/**
 * Tell a subscription, or null that there is none, as that person and nobody else. Resolves to the
 * subscription that was told: one made with an older key of the server's is made anew first.
 */
export async function told(subscription, person, manager) {
  const key = await tell(subscription, person);
  if (subscription === null || key === encoded(subscription.options.applicationServerKey)) return subscription;
  const anew = await subscribed(manager, key);
  await tell(anew, person);
  return anew;
}

/** The key that a subscription has to be made with. */
export async function serverKey() {
  const asked = { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(ADDRESS, asked);
  if (!answer.ok) throw new Error("no key");
  return (await answer.json()).key;
}

/** A browser holds one a worker: one that was made with another key goes first. */
export async function subscribed(manager, key) {
  await (await manager.getSubscription())?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function tell(subscription, person) {
  const asked = await session();
  if (asked?.status !== 200 || asked.body.person !== person) throw new Error("not hers, or no network");
  const { endpoint, keys } = subscription?.toJSON() ?? {};
  const answer = await fetch(ADDRESS, {
    method: "POST",
    body: new URLSearchParams(subscription ? { endpoint, ...keys } : { change: "off" }),
    headers: { Accept: "application/json", "X-CSRFToken": asked.body.token },
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error("refused");
  return (await answer.json()).key;
}

/** base64url, as the server writes its key. */
function encoded(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
