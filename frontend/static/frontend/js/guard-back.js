// Nothing of hers comes back by the browser's Back once she is signed out, in this tab or another.
export const otherTabs = new BroadcastChannel("signed-out");

export function guardBack() {
  addEventListener("pagehide", ({ persisted }) => { if (persisted) document.documentElement.hidden = true; });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  otherTabs.addEventListener("message", leave);
}

/** In place of the page: that she is signed out. Without network there is nowhere to go. */
export function leave() {
  const said = document.querySelector("template[data-signed-out]").content.cloneNode(true);
  document.body.replaceChildren(said);
  document.title = document.querySelector("h1").textContent;
  document.querySelector("h1").focus();
}
