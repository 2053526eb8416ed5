// The two things a check-in sends: its words, then each photo. Nothing here touches the page.

/** The token of this moment: after signing in again, the one in the page is an old one. */
function token(inForm) {
  return document.cookie.match(/(?:^|; )(?:__Secure-|__Host-)?csrftoken=([^;]+)/)?.[1] ?? inForm;
}

/** Post the form's words; {status, body} as the server answered, null where no network was. */
export async function sendWords(address, fields) {
  const body = new URLSearchParams(fields);
  body.delete("csrfmiddlewaretoken"); // Django would look at this one first
  const answer = await fetch(address, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": token(fields.get("csrfmiddlewaretoken")) },
    credentials: "same-origin",
  }).catch(() => null);
  if (answer === null) return null;
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

/** Upload one photo; onProgress(0..1). Resolves to the status, 0 where no network was. */
export function sendPhoto(address, fields, inForm, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch cannot say how much has gone
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token(inForm));
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ status: request.status, body: request.responseText }));
    request.addEventListener("error", () => resolve({ status: 0, body: "" }));
    request.send(fields);
  });
}
