// A finished check-in: kept on the phone, then sent. "Sent" is said only when the server has said so.
import { draftOf } from "./draft.js";
import { inTime } from "./post.js";
import { Uploads } from "./uploads.js";
import { now } from "./moment.js";

const A_SECOND = 1_000;
const SIGNED_OUT = new Set([401, 403]);

export class Sending {
  constructor({ form, words, photos, post, onFaults, onSent }) {
    Object.assign(this, { form, words, photos, post, onFaults, onSent });
    this.panel = document.querySelector("[data-sending]");
    this.status = this.panel.querySelector("[data-sending-status]");
    this.unsent = document.querySelector("[data-not-sent]");
    this.unsent.querySelector("[data-retry]").addEventListener("click", () => this.retry());
    this.isBusy = false;
    this.mends = false; // what is sent takes the place of what was refused
  }

  async send() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.show(this.panel, this.words.sending);
    await this.keep();
    const { courier } = this.at;
    courier.addEventListener("change", () => this.settle());
    await courier.run();
    await this.settle();
    this.isBusy = false;
  }

  async retry() {
    this.show(this.panel, this.words.sending);
    const { outbox, courier } = this.at;
    await outbox.again(await outbox.get(this.id));
    await courier.run();
    await this.settle();
  }

  /** Sealed and on disk before anything is sent; where there is no room, in memory: `at` has it. */
  async keep() {
    await this.photos?.ready;
    const draft = await draftOf(this.post);
    await draft.end();
    const files = (this.photos?.files ?? []).filter(({ isUnreadable }) => !isUnreadable);
    this.at = await this.post.keep(({ outbox }) => this.put(outbox, files));
    this.id = this.form.elements.client_id.value;
  }

  async put(outbox, files) {
    const entry = () => ({ id: this.form.elements.client_id.value, address: new URL(this.form.action).pathname, fields: this.fields(), isAlarm: false, photos: files.map(({ id, view, name, takenAt, takenAgain }) => ({ id, view, name, takenAt: takenAt.toISOString(), takenAgain })) });
    const isNew = await outbox.put(entry(), { blobs: files, instead: this.mends });
    if (isNew) return;
    if (await outbox.isSame(entry())) return this.follow(); // sent in another tab: that one is followed
    this.form.elements.client_id.value = crypto.randomUUID(); // other answers: a report of its own,
    for (const file of files) file.id = crypto.randomUUID(); // whose photos do not go with the other's
    await outbox.put(entry(), { blobs: files });
  }

  /** Its draft may have been saved once more while another tab sent it, or stand where this had no room. */
  async follow() {
    const draft = await draftOf(this.post);
    await draft.discard();
  }

  fields() {
    const fields = [...new FormData(this.form)].filter(([name]) => !name.startsWith("photo") && name !== "csrfmiddlewaretoken");
    return [...fields.filter(([name]) => name !== "reported_at"), ["reported_at", (this.saidAt ??= now())]];
  }

  /** What is true of it now, as far as this phone knows. */
  async settle() {
    const { outbox, courier } = this.at;
    const entry = await outbox.get(this.id);
    if (!entry || this.isLeaving) return;
    if (entry.state === "waiting") this.notSent(courier.stoppedBy, outbox.isLasting);
    else if (entry.state === "refused" && entry.status === 400 && entry.errors.length) this.refused(entry.errors);
    else if (entry.state === "refused") this.notSent(entry.status, outbox.isLasting, entry.detail);
    else this.sent(entry, courier);
  }

  refused(errors) {
    if (this.mends && !this.form.hidden) return;
    this.mends = true;
    this.show(this.form);
    this.onFaults(errors.map(({ field, text }) => ({ id: field, text })));
  }

  notSent(status, isLasting, detail = "") {
    const isNews = this.unsent.hidden;
    this.unsent.querySelector("[data-where]").textContent = isLasting ? this.words.onPhone : this.words.onPage;
    this.unsent.querySelector("[data-why]").textContent = detail || { 401: this.words.signIn, 403: this.words.signIn, 0: this.words.noNetwork }[status] || this.words.busy;
    this.unsent.querySelector("[data-leave]").hidden = !isLasting;
    const mustSignIn = detail === "" && SIGNED_OUT.has(status);
    const signIn = this.unsent.querySelector("[data-sign-in]");
    Object.assign(signIn, { hidden: !mustSignIn, target: isLasting ? "" : "_blank" }); // else this page has to stay
    this.unsent.querySelector("[data-retry]").classList.toggle("button--second", mustSignIn); // signed in elsewhere, it works
    if (isNews) this.show(this.unsent);
  }

  /** With photos under way the page stays, and says what to do meanwhile. */
  sent({ answer, photos, state }, courier) {
    const unreadable = (this.photos?.files ?? []).filter(({ isUnreadable }) => isUnreadable);
    if (!this.uploads) this.onSent();
    if (state === "done" && !unreadable.length) return this.leave(answer.result);
    if (this.uploads) return this.uploads.tell(photos);
    this.show(this.panel, answer.status);
    this.panel.querySelector("h2").textContent = answer.heading;
    if (answer.level === "emergency") this.showEmergency(answer.status);
    Object.assign(this.panel.querySelector("[data-result]"), { href: answer.result, hidden: false });
    this.uploads = new Uploads({ list: this.panel.querySelector("[data-uploads]"), words: this.words, courier, photos, unreadable });
    return this.uploads.tell(photos);
  }

  async leave(result) {
    this.isLeaving = true;
    if (!this.at.outbox.isLasting) await inTime(this.follow(), A_SECOND).catch(() => undefined);
    await this.post.look(); // nothing is at risk any more
    location.replace(result);
  }

  /** What to do stands on top while the photos are still on their way. */
  showEmergency(status) {
    const emergency = document.querySelector("[data-emergency]");
    emergency.hidden = false;
    emergency.querySelector("[data-because]").textContent = this.words.because;
    emergency.querySelector("[data-emergency-status]").textContent = status;
    emergency.querySelector("[data-more]").hidden = true;
    emergency.querySelector("h2").focus();
  }

  show(part, status = "") {
    document.querySelector("[data-trouble]").replaceChildren();
    for (const each of [this.form, this.panel, this.unsent]) each.hidden = each !== part;
    document.querySelector(".flow-bar").hidden = part !== this.form;
    this.status.textContent = status;
    if (part !== this.form) part.querySelector("h2").focus();
    window.scrollTo(0, 0);
  }
}
