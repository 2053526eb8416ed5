// A message that she is writing, saved sealed as she types: a phone that drops the page loses no words.
import { messageDraftOf } from "./outbox.js";

const A_MOMENT = 300;
const ABOUT = "message draft";

export class MessageDraft {
  constructor({ store, vault, field }) {
    Object.assign(this, { store, vault, field, key: messageDraftOf(vault.owner) });
    this.last = Promise.resolve();
  }

  /** What she wrote before comes back, unless she is faster: then that is kept. */
  async start() {
    this.field.addEventListener("input", () => this.soon());
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.save());
    const record = await this.store.read("drafts", this.key).catch(() => null);
    const text = record && (await this.vault.openThing(record.sealed, ABOUT).catch(() => null));
    if (this.field.value) return this.soon();
    if (text) this.field.value = text;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), A_MOMENT);
  }

  /** One save after the other: words that were sent meanwhile are not brought back. */
  save() {
    this.stop();
    return (this.last = this.last.then(() => this.write()).catch(() => undefined));
  }

  /** Until nothing is on its way to be saved: what is sent now takes the draft with it. */
  rest() {
    this.stop();
    return this.last;
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  async write() {
    const text = this.field.value;
    if (!text.trim()) return this.store.write([["drafts", "delete", this.key]]);
    return this.store.write([["drafts", "put", { owner: this.key, sealed: await this.vault.sealThing(text, ABOUT) }]]);
  }
}
