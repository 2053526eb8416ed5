// Carries the outbox to the clinic: one tab at a time, words apart from photos, as her and nobody else.
import { sendAllPhotos, sendAllWords } from "./queue.js";

const AGAIN = 30_000;
const ALONE = { request: (_name, round) => round() }; // a browser without locks: the ids still hold
const STALE_TOKEN = 403;
const SOMEONE_ELSE = 401; // to her entries it is the same: she is not signed in

export class Courier extends EventTarget {
  stoppedBy = null; // why the last round of words ended early: a status, 0 without network
  rounds = {};

  constructor({ outbox, api, locks = navigator.locks ?? ALONE }) {
    super();
    Object.assign(this, { outbox, api, locks });
  }

  /** On reconnect, on becoming visible, and now and then while something waits. */
  keepTrying() {
    const go = () => document.hidden || this.run();
    addEventListener("online", go);
    document.addEventListener("visibilitychange", go);
    setInterval(async () => (await this.outbox.unsent().catch(() => [])).length && go(), AGAIN);
    return this.run();
  }

  /** Resolves once all words that waited when it was called have been tried; photos go on. */
  async run() {
    await this.once("words", () => this.words());
    this.once("photos", () => this.photos());
  }

  photosTried() {
    return this.once("photos", () => this.photos());
  }

  /** A call during a round begins one more after it; further calls share that one. */
  once(what, round) {
    const slot = (this.rounds[what] ??= { last: Promise.resolve(), next: null });
    slot.next ??= slot.last = slot.last.then(async () => {
      slot.next = null;
      await this.locks.request(`outbox ${what}`, round).catch(() => undefined); // signed out meanwhile
      this.dispatchEvent(new Event("change"));
    });
    return slot.next;
  }

  async words() {
    this.stoppedBy = null;
    if (!(await this.outbox.all()).some(({ state }) => state === "waiting")) return;
    this.stoppedBy = await this.twice((token) => {
      const send = (entry) => this.api.sendWords(entry, token);
      return sendAllWords({ outbox: this.outbox, send });
    });
  }

  async photos() {
    if (!(await this.outbox.all()).some(({ state }) => state === "sent")) return;
    await this.twice((token) => {
      const send = async (entry, photo, blob) => {
        const answer = await this.api.sendPhoto(entry.answer.photos, photo, blob, token, (part) => this.tell("progress", photo, { part }));
        this.tell("photo", photo, { answer });
        return answer;
      };
      return sendAllPhotos({ outbox: this.outbox, send });
    });
  }

  /** Once more where the token had changed since it was asked for: she signed in in another tab. */
  async twice(round) {
    const stoppedBy = await this.withToken(round);
    return stoppedBy === STALE_TOKEN ? this.withToken(round) : stoppedBy;
  }

  async withToken(round) {
    const { stop, token } = await this.asHer();
    return stop ?? round(token);
  }

  /** The token is bound to the sign-in: where another person signs in meanwhile it is refused. */
  async asHer() {
    const answer = await this.api.session();
    if (answer === null) return { stop: 0 };
    if (answer.status !== 200) return { stop: answer.status };
    const { person, token } = answer.body;
    return person === this.outbox.vault.owner ? { token } : { stop: SOMEONE_ELSE };
  }

  tell(what, { id }, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail: { id, ...detail } }));
  }
}
