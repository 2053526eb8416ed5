// On each page of hers: the worker that keeps pages, what waits to be sent, nothing shown by Back.
import { guardBack } from "./guard-back.js";
import { keepPages, kept, person } from "./this-phone.js";
import "./store.js"; // what that one imports: named here too, so that a slow line brings it at once
import "./vault.js";

const WORKER = "/sw.js";
// The one address of a script that this policy ever hands out, whatever it is asked.
const ours = globalThis.trustedTypes?.createPolicy("fadewell", { createScriptURL: () => WORKER });
const isChanged = document.querySelector("[data-changed]") !== null; // what is kept is from before it

guardBack();
if ("serviceWorker" in navigator) {
  const worker = ours ? ours.createScriptURL(WORKER) : WORKER;
  navigator.serviceWorker.addEventListener("controllerchange", () => keepPages()); // a newer one has taken over
  navigator.serviceWorker.register(worker, { type: "module" }).then(() => navigator.serviceWorker.ready).then(() => kept).then(() => keepPages({ anew: isChanged })).catch(() => undefined);
}

if (globalThis.Notification?.permission === "granted") import("./push.js").then(({ mend }) => mend()).catch(() => undefined);

const { store, vault } = await kept;
const isWriting = document.querySelector("[data-check-in], [data-compose]") !== null; // it carries its own outbox
const [entries, drafts] = await Promise.all([store.all("entries"), store.all("drafts")]);
if (vault && !isWriting && [...entries, ...drafts].some(({ owner }) => owner === person)) {
  const { showOutbox } = await import("./outbox-status.js");
  showOutbox({ store, vault });
}
