// The switch for notifications in Settings: there only where this browser can show them.
import { isApple, isInstalled } from "./home-screen.js";
import { canPush, subscription, turnOff, turnOn } from "./push.js";

const place = document.querySelector("[data-push]");
const form = place.querySelector("[data-push-form]");
const failed = place.querySelector("[data-push-failed]");

if (canPush) {
  form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
  show(Notification.permission === "denied" ? "denied" : place.querySelector('button[data-push-when="on"]').hidden ? "off" : "on");
  place.hidden = false;
  look();
} else if (isApple && !isInstalled) {
  show("home"); // the app on her home screen can, the browser's page cannot
  place.hidden = false;
}

/** The server may have forgotten this phone, or the phone its subscription: on is where both know. */
async function look() {
  if (state() === "on" && (await subscription()) === null) show("off");
}

async function change() {
  const wasOn = state() === "on";
  busy(true);
  failed.hidden = true;
  try {
    if (wasOn) await turnOff();
    else await turnOn();
    show(wasOn ? "off" : Notification.permission === "granted" ? "on" : Notification.permission === "denied" ? "denied" : "off");
  } catch {
    failed.hidden = false;
  }
  busy(false);
  form.querySelector("button:not([hidden])")?.focus(); // the one that was pressed may have gone
}

function state() {
  return place.dataset.pushIs;
}

function show(now) {
  place.dataset.pushIs = now;
  for (const part of place.querySelectorAll("[data-push-when]")) part.hidden = part.dataset.pushWhen !== now;
}

function busy(isBusy) {
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
}
