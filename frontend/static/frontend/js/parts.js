// A large photo over a line that breaks: part by part, from wherever the clinic's server stands.
import { digestOf } from "./vault.js";

const TRIES = 3; // without getting on; after that the outbox's next round goes on
const A_MOMENT = 1_000;

/** Resolves to the answer that ended it, null where no line was; `send` is one request (api.js). */
export async function sendInParts({ address, fields, blob, size, onProgress, send }) {
  const place = `${address}${fields.client_id}/`;
  const known = { here: 0, tries: 0 };
  let answer = await send("GET", place);
  while (answer === null || answer.status === 200) {
    const { offset, stored } = answer ? answer.body : { offset: known.here };
    if (!Number.isInteger(offset)) return null; // not our server: a page of the network's own
    if (stored || offset >= blob.size) return send("POST", address, { ...fields, length: blob.size, sha256: await digestOf(await blob.arrayBuffer()) });
    known.tries = offset > known.here ? 0 : known.tries + 1;
    known.here = offset;
    if (known.tries > TRIES || !navigator.onLine) return null;
    if (answer === null) await new Promise((done) => { setTimeout(done, known.tries * A_MOMENT); });
    answer = answer === null ? await send("GET", place) : await send("PATCH", place, blob.slice(offset, offset + size), {
      headers: { "Upload-Offset": offset, "Content-Type": "application/octet-stream" },
      onGone: (gone) => onProgress(Math.min(1, (offset + gone) / blob.size)),
    });
  }
  return answer;
}
