// A yes to the danger signs goes off at once, as a report of its own; so does which one it is.
import { now } from "./moment.js";

const PATIENCE = 2_000; // a phone that is slow to keep it holds it back no longer
const SIGNED_OUT = new Set([401, 403]);

export class Alarm {
  raised = []; // {id, outbox, courier}: each where it is kept

  constructor({ form, words, post, told, status, onSent }) {
    Object.assign(this, { form, words, post, told, status, onSent });
    this.telling = told.textContent;
    this.line = new Text();
    this.again = Object.assign(document.createElement("button"), { type: "button", className: "button button--second button--small", textContent: words.again });
    this.again.addEventListener("click", () => this.try());
  }

  /** The button stays where it is meanwhile: it may have the focus. */
  say(text) {
    this.line.data = `${text} `;
    if (!this.line.isConnected) this.status.replaceChildren(this.line);
  }

  /** Never under the id of the check-in on this page: a draft keeps that one, and a later yes would be this one again. */
  async raise(signs = []) {
    this.say(this.words.telling);
    const id = crypto.randomUUID();
    const { treatment } = this.form.elements;
    const said = { client_id: id, treatment: treatment.value, reported_at: now(), danger: "yes", alarm: "yes" };
    const fields = [...Object.entries(said), ...signs.map((sign) => ["sign", sign.value])];
    const entry = { id, address: new URL(this.form.action).pathname, fields, isAlarm: true, photos: [] };
    const { outbox, courier } = await this.post.keep((at) => at.outbox.put(entry), { within: PATIENCE });
    if (!this.couriers.has(courier)) courier.addEventListener("change", () => this.tell());
    this.raised.push({ id, outbox, courier });
    await this.try();
  }

  get couriers() {
    return new Set(this.raised.map(({ courier }) => courier));
  }

  /** Once more whatever the clinic said to it before. */
  async try() {
    this.say(this.words.telling);
    for (const { id, outbox } of this.raised) {
      const entry = await outbox.get(id);
      if (entry?.state === "refused") await outbox.change({ ...entry, state: "waiting", status: undefined });
    }
    await Promise.all([...this.couriers].map((courier) => courier.run()));
    await this.tell();
  }

  /** "Sent" only once every one of them is. */
  async tell() {
    const all = await Promise.all(this.raised.map(({ id, outbox }) => outbox.get(id)));
    const left = all.findIndex((entry) => entry?.state !== "done");
    if (left !== -1) this.notSent(all[left] ?? {}, this.raised[left]);
    else if (this.isTold !== all.length) this.toldAll(all);
  }

  /** Nothing is promised that this phone cannot know: what helps is the call. */
  notSent({ state, detail }, { outbox, courier }) {
    this.isTold = 0;
    this.told.textContent = this.words.notSeen;
    const where = outbox.isLasting ? this.words.onPhone : this.words.onPage;
    const why = state === "refused" ? detail : SIGNED_OUT.has(courier.stoppedBy) && this.words.signedOut;
    this.say([this.words.notSent, where, why].filter(Boolean).join(" "));
    if (!this.again.isConnected) this.status.append(this.again);
  }

  toldAll(all) {
    this.isTold = all.length;
    this.told.textContent = this.telling;
    this.again.remove();
    this.say(all.at(-1).answer.status);
    this.onSent();
  }
}
