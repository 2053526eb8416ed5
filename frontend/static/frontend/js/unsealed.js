// Writing where the browser can seal nothing: the words stay in the form until the clinic has them.
import { sendWords, session } from "./api.js";

const SIGNED_OUT = new Set([401, 403]);

/** form: fields that go as they stand, under one id; note says why they are not sent yet. */
export function keepInForm(form, note) {
  let isBusy = false;
  let isSent = false;
  form.addEventListener("submit", async (event) => {
    if (!form.elements.text.value.trim()) return; // the server says what is missing
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const answer = await sent(form);
    isBusy = false;
    isSent = answer?.status < 300 && typeof answer.body.result === "string"; // else a page of the network's own
    if (isSent) location.assign(answer.body.result);
    else if (answer?.status === 400) form.submit(); // the page that says what to put right
    else tell(note, answer);
  });
  addEventListener("beforeunload", (event) => !isSent && !isBusy && !note.hidden && event.preventDefault());
}

async function sent(form) {
  const now = await session();
  if (now?.status !== 200) return now;
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return sendWords({ address: new URL(form.action).pathname, fields }, now.body.token);
}

function tell(note, answer) {
  const why = answer === null ? "offline" : SIGNED_OUT.has(answer.status) ? "signedOut" : "busy";
  note.querySelector("[data-why]").textContent = note.dataset[why];
  note.querySelector("a").hidden = why !== "signedOut";
  note.hidden = false;
  note.focus();
}
