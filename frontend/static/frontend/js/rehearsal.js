// A rehearsal goes on by itself, a slice a request; without this script a button does the same.
const form = document.querySelector("[data-continue]");

/** Post slices until it is finished. Resolves to whether it is; what is judged is kept anyway. */
export async function carryOn(form, { post = fetch, show } = {}) {
  for (;;) {
    const headers = { Accept: "application/json" };
    const sent = { method: "POST", body: new FormData(form), headers, redirect: "error" };
    const answer = await post(form.action, sent).catch(() => null);
    if (!answer?.ok) return false;
    const progress = await answer.json();
    show(progress);
    if (progress.is_finished) return true;
  }
}

function show({ text, done, total }) {
  const bar = document.querySelector("[data-bar]");
  bar.max = total;
  bar.value = done;
  document.querySelector("[data-said]").textContent = text;
}

if (form) {
  const button = form.querySelector("button");
  button.hidden = true;
  if (await carryOn(form, { show })) {
    window.location.reload();
  } else {
    document.querySelector("[data-said]").textContent = form.dataset.lost;
    button.hidden = false;
  }
}
