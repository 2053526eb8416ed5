// A quick step on a row changes that row in its place, moves the focus on and can be taken back.
import { showClock } from "./worklist.js";

/** Whatever is refused is sent once more as a plain form: the server's page says why, and what changed. */
export function takeSteps({ form, list, toast, words, post = fetch }) {
  const since = form.elements.since.value;
  form.addEventListener("submit", async (event) => {
    const row = event.submitter?.closest("[data-case]");
    if (!row || "plain" in event.submitter.dataset) return;
    event.preventDefault();
    form.elements.since.value = row.dataset.since ?? since;
    const answer = await sent(post, event.submitter.formAction, new FormData(form, event.submitter));
    if (answer === "lost") return toast.say(words.offline);
    if (answer === null) return plainly(form, event.submitter);
    change(row, answer);
    row.dataset.done = "";
    following(list, row).focus();
    toast.offer(answer, row);
  });
}

/** The answer, null where it was refused, "lost" where there was no network. */
export async function sent(post, address, body) {
  try {
    const answer = await post(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return "lost";
  }
}

function plainly(form, button) {
  button.dataset.plain = "";
  form.requestSubmit(button);
}

/** Put what the server says now into the row, without moving it. */
export function change(row, answer) {
  row.dataset.version = answer.version;
  row.dataset.since = answer.since;
  showClock(row, answer.clock);
  const holder = row.querySelector("[data-assignee]");
  holder.textContent = answer.assignee || holder.dataset.nobody;
  const status = row.querySelector("[data-status]");
  status.textContent = answer.status_word;
  status.hidden = !answer.status_word;
  row.querySelector(".is-new")?.classList.remove("is-new");
  for (const control of row.querySelectorAll("[data-act]")) {
    control.hidden = !answer.acts.includes(control.dataset.act);
    if (control.matches("button")) control.value = answer.version;
  }
  row.querySelector("[data-choose]").value = `${answer.id}~${answer.version}`;
}

function following(list, row) {
  const links = [...list.querySelectorAll(".case__who")];
  const here = links.indexOf(row.querySelector(".case__who"));
  return links[here + 1] ?? links[here];
}
