// A yes to the danger signs goes off at once, as a report of its own; so does which one it is.
import { now } from "./moment.js";

export class Alarm {
  raised = [];

  constructor({ form, words, post, status, onSent }) {
    Object.assign(this, { form, words, post, status, onSent });
    this.again = Object.assign(document.createElement("button"), { type: "button", className: "button button--second button--small", textContent: words.again });
    this.again.addEventListener("click", () => this.try());
  }

  async raise(signs = []) {
    this.status.textContent = this.words.telling;
    const { client_id: own, treatment } = this.form.elements;
    const id = own.value;
    own.value = crypto.randomUUID(); // what follows is a report of its own
    const said = { client_id: id, treatment: treatment.value, reported_at: now(), danger: "yes", alarm: "yes" };
    const fields = [...Object.entries(said), ...signs.map((sign) => ["sign", sign.value])];
    const entry = { id, address: new URL(this.form.action).pathname, fields, isAlarm: true, photos: [] };
    const keep = async ({ outbox }) => outbox.put(entry);
    await keep(await this.post.now()).catch(async () => keep(await this.post.inMemory()));
    this.raised.push(id);
    if (this.raised.length === 1) (await this.post.now()).courier.addEventListener("change", () => this.tell());
    await this.try();
  }

  async try() {
    this.status.textContent = this.words.telling;
    const { outbox, courier } = await this.post.now();
    for (const id of this.raised) await outbox.again(await outbox.get(id));
    await courier.run();
    await this.tell();
  }

  /** "Sent" only once every one of them is. */
  async tell() {
    const { outbox } = await this.post.now();
    const all = await Promise.all(this.raised.map((id) => outbox.get(id)));
    const left = all.find((entry) => entry?.state !== "done");
    if (left) this.status.replaceChildren(`${this.words.notSent} ${left?.detail ?? ""} `, this.again);
    else if (this.isTold !== all.length) this.toldAll(all);
  }

  toldAll(all) {
    this.isTold = all.length;
    this.status.textContent = all.at(-1).answer.status;
    this.onSent();
  }
}
