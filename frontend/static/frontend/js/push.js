// Notifications on this phone: the browser's own subscription, and whose it is.
import { serverKey, subscribed, told } from "./push-told.js";
import { person } from "./this-phone.js";

const REMEMBERED = "push"; // whose it is, and the day on which it was last told
const A_DAY = 24 * 60 * 60_000;

export const canPush = "PushManager" in window && "Notification" in window && "serviceWorker" in navigator;

/** Hers on this phone, or null. */
export async function subscription() {
  const found = await (await manager()).getSubscription();
  return found && recalled()?.person === person ? found : null;
}

/** Asks the browser, then tells the server; false where she or the browser said no. */
export async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const there = await manager();
  const made = await subscribed(there, await serverKey());
  remember();
  await told(made, person, there).catch(async (fault) => {
    await made.unsubscribe();
    localStorage.removeItem(REMEMBERED);
    throw fault;
  });
  return true;
}

export async function turnOff() {
  await told(null, person);
  await (await (await manager()).getSubscription())?.unsubscribe();
  localStorage.removeItem(REMEMBERED);
}

/**
 * What the browser has and the server may have lost (a new password, a new sign-in) is told again,
 * once a day. One that another person left on this phone ends.
 */
export async function mend(now = Date.now()) {
  const there = canPush ? await manager() : null;
  const found = await there?.getSubscription();
  if (!found) return;
  const known = recalled();
  if (known?.person !== person) await found.unsubscribe();
  else if (Math.abs(now - known.at) > A_DAY) {
    await told(found, person, there);
    remember(now);
  }
}

async function manager() {
  return (await navigator.serviceWorker.ready).pushManager;
}

function recalled() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED));
  } catch {
    return null;
  }
}

function remember(at = Date.now()) {
  localStorage.setItem(REMEMBERED, JSON.stringify({ person, at }));
}
