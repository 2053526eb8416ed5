// Words before pictures. "Sent" is said only when the server has answered; a failed send keeps all.
import { sendWords, sendPhoto } from "./api.js";

export class Sending {
  constructor({ form, words, photos, onFaults }) {
    Object.assign(this, { form, words, photos, onFaults });
    this.panel = document.querySelector("[data-sending]");
    this.status = this.panel.querySelector("[data-sending-status]");
    this.isBusy = false;
  }

  async send() {
    if (this.isBusy) return;
    this.isBusy = true;
    this.show(true);
    const answer = await this.post(this.fields());
    this.isBusy = false;
    if (answer?.status === 400) return this.refused(answer.body.errors ?? []);
    if (answer === null || answer.status >= 300) return this.notSent(answer?.status);
    return this.sent(answer.body);
  }

  /** A yes to the danger signs goes off at once, as a report of its own; so does which one. */
  async raiseAlarm(status, signs = []) {
    status.textContent = this.words.telling;
    const { csrfmiddlewaretoken, client_id } = this.form.elements;
    const fields = new URLSearchParams({
      csrfmiddlewaretoken: csrfmiddlewaretoken.value, client_id: client_id.value,
      reported_at: now(), danger: "yes", alarm: "yes",
    });
    for (const sign of signs) fields.append("sign", sign.value);
    client_id.value = crypto.randomUUID(); // what follows is a report of its own
    return this.alarm(fields, status);
  }

  async alarm(fields, status) {
    const answer = await sendWords(this.form.action, fields);
    if (answer !== null && answer.status < 300) status.textContent = answer.body.status;
    else this.alarmFailed(fields, status);
  }

  alarmFailed(fields, status) {
    status.textContent = `${this.words.notSent} `;
    const again = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: this.words.again });
    again.addEventListener("click", () => this.alarm(fields, status));
    status.append(again);
  }

  fields() {
    const fields = new FormData(this.form);
    for (const name of [...fields.keys()]) if (name.startsWith("photo")) fields.delete(name);
    fields.set("reported_at", this.saidAt ??= now());
    return new URLSearchParams(fields);
  }

  /** Under an id that brought another report already, this one is a report of its own. */
  async post(fields) {
    const answer = await sendWords(this.form.action, fields);
    if (answer?.status !== 409) return answer;
    this.form.elements.client_id.value = crypto.randomUUID();
    return sendWords(this.form.action, this.fields());
  }

  refused(errors) {
    this.show(false);
    this.onFaults(errors.map(({ field, text }) => ({ id: field, text })));
  }

  notSent(status) {
    this.show(false);
    const note = document.querySelector("template[data-not-sent]").content.cloneNode(true);
    note.querySelector("[data-retry]").addEventListener("click", () => this.send());
    const box = document.querySelector("[data-trouble]");
    box.replaceChildren(note);
    if (status === 401 || status === 403) box.append(this.words.signIn);
    const heading = box.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    window.scrollTo(0, 0);
  }

  async sent({ result, photos, level, heading, status }) {
    if (!this.photos?.files.length) return location.replace(result);
    this.panel.querySelector("h2").textContent = heading;
    if (level === "emergency") this.showEmergency(status);
    this.status.textContent = status;
    const link = this.panel.querySelector("[data-result]");
    Object.assign(link, { href: result, hidden: false });
    await this.photos.ready;
    const lines = await Promise.all(this.photos.files.map((file) => this.upload(file, photos)));
    if (lines.every(Boolean)) location.replace(result);
    return undefined;
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

  async upload(photo, address) {
    const [line, bar, text] = progressLine(this.words, photo.name);
    this.panel.querySelector("[data-uploads]").append(line);
    if (photo.isUnreadable) {
      text.textContent = this.words.unreadableSent;
      bar.remove();
      return false;
    }
    const fields = new FormData();
    fields.append("client_id", photo.id);
    fields.append("view", photo.view);
    fields.append("taken_at", photo.takenAt.toISOString());
    fields.append("file", photo.blob, "photo.jpg");
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const { status, body } = await sendPhoto(address, fields, token, (part) => { bar.value = part; });
    const arrived = status === 200 || status === 201;
    text.textContent = arrived ? arrival(body, this.words) : reason(status, body) || this.words.photoNotSent;
    if (!arrived) line.append(this.retry(photo, address, line));
    return arrived;
  }

  retry(photo, address, line) {
    const again = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: this.words.again });
    again.addEventListener("click", () => { line.remove(); this.upload(photo, address); });
    return again;
  }

  show(isSending) {
    document.querySelector("[data-trouble]").replaceChildren();
    this.form.hidden = isSending;
    document.querySelector(".flow-bar").hidden = isSending;
    this.panel.hidden = !isSending;
    this.status.textContent = isSending ? this.words.sending : "";
    if (isSending) this.panel.querySelector("h2").focus();
  }
}

function progressLine(words, name) {
  const line = document.createElement("li");
  const text = Object.assign(document.createElement("span"), { textContent: words.photoGoing });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", name);
  line.append(text, bar);
  return [line, bar, text];
}

/** It has arrived; what the server advises is said and holds nothing up. */
function arrival(body, words) {
  const { advice } = parsed(body).quality ?? {};
  return advice ? `${words.photoSent} ${words.clearer[advice] ?? ""}` : words.photoSent;
}

/** The server's own sentence on why a photo was refused. */
function reason(status, body) {
  return status < 400 || status >= 500 ? "" : parsed(body).detail;
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

/** This moment with the phone's own offset from UTC. */
function now() {
  const at = new Date();
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}
