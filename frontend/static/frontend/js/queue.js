// Sending what waits, each exactly once; the server knows every id, so a second try is the same one.
const TRY_LATER = new Set([401, 403, 408, 429, 502, 503, 504]); // signed out, or asked to wait
const IS_SERVERS_FAULT = 500;
export const LOST = "410"; // its bytes cannot be read any more: told, and no other photo waits for it

/**
 * Send the words of waiting entries, alarms first, then the oldest. A lost network or session keeps
 * everything for the next round; a refused entry is marked and passed over; one that breaks the
 * server holds no other back. Resolves to what stopped the round: a status, 0 (no network) or null.
 */
export async function sendAllWords({ outbox, send }) {
  for (const entry of await outbox.all()) {
    if (entry.state !== "waiting") continue;
    const answer = await send(entry);
    if (answer === null) return 0;
    if (TRY_LATER.has(answer.status) && !isNotAgreed(answer)) return answer.status;
    if (answer.status >= IS_SERVERS_FAULT) continue;
    if (isTaken(answer)) await outbox.arrived(entry, answer.body);
    else if (answer.status >= 400) await outbox.refused(entry, answer.status, answer.body);
  }
  return null;
}

/** Photos of entries whose words have arrived, one by one. Resolves as above. */
export async function sendAllPhotos({ outbox, send }) {
  for (const { id } of await outbox.all()) {
    let entry = await outbox.get(id);
    for (const photo of entry?.state === "sent" ? entry.photos.filter(({ why }) => !why) : []) {
      const blob = await outbox.photo(photo.id).catch(() => null);
      const answer = blob === null ? { status: Number(LOST), body: {} } : await send(entry, photo, blob);
      if (answer === null) return 0;
      if (TRY_LATER.has(answer.status) && !isForbidden(answer)) return answer.status;
      if (answer.status >= IS_SERVERS_FAULT) continue;
      if (answer.status < 300) await outbox.photoArrived(entry, photo);
      else await outbox.photoRefused(entry, photo, answer.body.detail || String(answer.status));
      entry = await outbox.get(id);
    }
  }
  return null;
}

/** Ours is a JSON answer with the place of the result; a page that came instead is none. */
function isTaken({ status, body }) {
  return status >= 200 && status < 300 && typeof body.result === "string";
}

/** She has ended the use of her check-ins: it is kept here, and sent only once she says so. */
function isNotAgreed({ status, body }) {
  return status === 403 && String(body.type).endsWith("#consent-required");
}

/** She has said no to photos meanwhile: waiting does not help. */
function isForbidden({ status, body }) {
  return isNotAgreed({ status, body }) || (status === 403 && String(body.type).endsWith("#not-allowed"));
}
