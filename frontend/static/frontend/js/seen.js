// What is on her screen has been read: say so once, without a tap; not of a page from before.
const form = document.querySelector("[data-seen]");

async function tell() {
  if (document.hidden) return;
  document.removeEventListener("visibilitychange", tell);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
  form.hidden = answer?.type === "opaqueredirect"; // its way back is this page: it need not come again
}

if (!document.documentElement.dataset.fromPhone) {
  document.addEventListener("visibilitychange", tell);
  tell();
}
