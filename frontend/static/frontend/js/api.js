// What a check-in sends, and who it is that sends. Nothing here touches the page or keeps anything.
const PATIENCE = 30_000;
const PHOTO_PATIENCE = 180_000;
const PART = 64 * 1024; // ten seconds of a slow 2G line: what a break may cost
const MOST_COUNTED = 99; // more would be refused
const NO_PARTS = new Set([404, 405]); // a server that is older than this app

/** {status, body: {person, token}}: who is signed in now, with the token of this moment. */
export async function session() {
  return answerOf(() => fetch("/session", { headers: { Accept: "application/json" }, ...kindly() }));
}

/** Post an entry's words; {status, body} as the server answered, null where no network was. */
export async function sendWords({ address, fields }, token) {
  return answerOf(() => fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": token },
    ...kindly(),
  }));
}

/** Upload one photo, a large one part by part; onProgress(0..1). Resolves as above. */
export async function sendPhoto(address, photo, blob, token, onProgress) {
  const fields = { client_id: photo.id, view: photo.view, taken_at: photo.takenAt };
  if (photo.takenAgain !== undefined) fields.taken_again = Math.min(photo.takenAgain, MOST_COUNTED);
  const send = (method, to, body, more) => carry(method, to, body, { token, ...more });
  if (blob.size > PART) {
    const parts = await import("./parts.js").catch(() => null);
    const answer = parts && (await parts.sendInParts({ address, fields, blob, size: PART, onProgress, send }));
    if (!NO_PARTS.has(answer?.status)) return answer;
  }
  return send("POST", address, { ...fields, file: blob }, { onGone: (gone) => onProgress(Math.min(1, gone / blob.size)) });
}

/** One request of an upload: bytes, or the fields of a form; onGone(bytes that have left). */
function carry(method, address, body, { token, headers = {}, onGone = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch cannot say how much has gone
    request.open(method, address);
    request.timeout = PHOTO_PATIENCE;
    for (const [name, value] of Object.entries({ "X-CSRFToken": token, ...headers })) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onGone(loaded));
    request.addEventListener("load", () => resolve({ status: request.status, body: parsed(request.responseText) }));
    for (const lost of ["error", "timeout", "abort"]) request.addEventListener(lost, () => resolve(null));
    request.send(body instanceof Blob || !body ? body : formOf(body));
  });
}

function formOf(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value, ...(value instanceof Blob ? ["photo.jpg"] : []));
  return form;
}

function kindly() {
  return { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE) };
}

async function answerOf(ask) {
  try {
    const answer = await ask();
    return { status: answer.status, body: parsed(await answer.text()) };
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
