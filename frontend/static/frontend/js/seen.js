// What is on her screen has been read: say so once, without a tap.
const form = document.querySelector("[data-seen]");

async function tell() {
  if (document.hidden) return;
  document.removeEventListener("visibilitychange", tell);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  form.hidden = answer?.ok === true;
}

document.addEventListener("visibilitychange", tell);
tell();
