// After the page is there: keep the page for the moment without a connection.
const WORKER = "/sw.js";
// The one address of a script that this policy ever hands out, whatever it is asked.
const ours = globalThis.trustedTypes?.createPolicy("fadewell", { createScriptURL: () => WORKER });

if ("serviceWorker" in navigator) {
  const worker = ours ? ours.createScriptURL(WORKER) : WORKER;
  window.addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => undefined));
}
