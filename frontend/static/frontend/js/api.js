// What a check-in sends, and who it is that sends. Nothing here touches the page or keeps anything.
const PATIENCE = 30_000;
const PHOTO_PATIENCE = 180_000;

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

/** Upload one photo; onProgress(0..1). Resolves as above. */
export function sendPhoto(address, { id, view, takenAt }, blob, token, onProgress) {
  const fields = new FormData();
  for (const [name, value] of Object.entries({ client_id: id, view, taken_at: takenAt })) fields.append(name, value);
  fields.append("file", blob, "photo.jpg");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch cannot say how much has gone
    request.open("POST", address);
    request.timeout = PHOTO_PATIENCE;
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ status: request.status, body: parsed(request.responseText) }));
    for (const lost of ["error", "timeout", "abort"]) request.addEventListener(lost, () => resolve(null));
    request.send(fields);
  });
}

function kindly() {
  return { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
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
