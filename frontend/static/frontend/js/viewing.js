// An open case says that she has it open, and who else has; it says when a colleague changed it.
const EVERY = 15_000;

export function sayViewing(box, { post = fetch } = {}) {
  const body = () => new FormData(box.querySelector("form"));
  const look = async () => {
    if (document.hidden) return;
    const sent = { method: "POST", body: body(), headers: { Accept: "application/json" }, redirect: "error" };
    const answer = await post(box.dataset.url, sent).catch(() => null);
    if (answer?.ok) tell(box, await answer.json());
  };
  const leave = () => {
    const last = body();
    last.set("left", "yes");
    navigator.sendBeacon(box.dataset.url, last);
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", leave);
  return setInterval(look, EVERY);
}

function tell(box, { others, version }) {
  const text = others.map((name) => box.dataset.is.replace("%s", name)).join(", ");
  const status = box.querySelector("[data-others]");
  if (status.textContent !== text) status.textContent = text;
  const isMoved = version > Number(box.dataset.version);
  box.querySelector("a").hidden = !isMoved;
  const changed = box.querySelector("[data-changed]");
  if (!isMoved || changed.textContent) return;
  changed.setAttribute("role", "alert");
  changed.textContent = box.dataset.moved;
}
