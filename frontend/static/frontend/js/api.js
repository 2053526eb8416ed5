// The two things a check-in sends: its words, then each photo. Nothing here touches the page.

/** Post the form's words; {status, body} as the server answered, null where no network was. */
export async function sendWords(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  }).catch(() => null);
  if (answer === null) return null;
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

/** Upload one photo; onProgress(0..1). Resolves to the status, 0 where no network was. */
export function sendPhoto(address, fields, token, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch cannot say how much has gone
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ status: request.status, body: request.responseText }));
    request.addEventListener("error", () => resolve({ status: 0, body: "" }));
    request.send(fields);
  });
}
