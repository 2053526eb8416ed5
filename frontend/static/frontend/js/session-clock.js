// A page of the clinic: a warning two minutes before the session ends, then a cover until she is back.
const WARN = 120_000;
const EVERY = 120_000; // how often being busy here is told to the server
const AGAIN = 15_000;
const ACTS = ["input", "keydown", "pointerdown", "scroll"];

/** ask(method) resolves to what the server says of the session, null where it has ended. */
export class SessionClock {
  constructor(box, { ask = asked, now = Date.now } = {}) {
    Object.assign(this, { box, ask, now, told: now() });
    this.part = (name) => box.querySelector(`[data-${name}]`);
    this.take({ alone_left: Number(box.dataset.alone), left: Number(box.dataset.left) });
  }

  watch() {
    for (const act of ACTS) addEventListener(act, () => this.act(), { passive: true });
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    addEventListener("session-ended", () => this.isCovered || this.cover()); // found out as a form was sent
    this.part("stay").addEventListener("submit", (event) => { event.preventDefault(); this.stay(); });
    this.part("go-on").addEventListener("click", () => this.goOn());
    setInterval(() => this.look(), AGAIN);
  }

  take({ alone_left: alone, left }) {
    const at = this.now();
    this.endsAt = at + Math.min(alone, left) * 1000;
    this.isLast = left <= alone; // then nothing keeps it
  }

  act() {
    const isBusy = this.now() - this.told >= EVERY && !this.isCovered;
    if (isBusy && !this.isLast) this.stay();
  }

  async stay() {
    this.told = this.now();
    const said = await this.ask("POST");
    if (said === null) return this.look();
    this.take(said);
    this.part("warning").hidden = true;
    return undefined;
  }

  /** Another tab may have kept it: the server is asked before anything is said. */
  async look() {
    if (this.isCovered || this.endsAt - this.now() > WARN) return;
    const said = await this.ask("GET");
    if (said) this.take(said);
    const left = this.endsAt - this.now();
    if (left <= 0 || said === null) this.cover();
    else this.part("warning").hidden = left > WARN || !this.warn();
  }

  warn() {
    const at = new Date(this.endsAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    this.part("ends").textContent = at;
    this.part("alone-words").hidden = this.part("stay").hidden = this.isLast;
    this.part("last-words").hidden = !this.isLast;
    return true;
  }

  cover() {
    this.isCovered = true;
    this.beneath = [...document.body.children].filter((each) => each !== this.box && !each.hidden);
    for (const each of this.beneath) each.hidden = true;
    this.part("warning").hidden = true;
    this.part("cover").hidden = false;
    this.part("cover").focus();
  }

  /** Only she herself finds her page again; the forms on it get the token of the new sign-in. */
  async goOn() {
    const said = await this.ask("GET");
    this.part("not-yet").hidden = Boolean(said?.is_open);
    if (!said?.is_open) return;
    if (said.person !== this.box.dataset.person) return location.reload();
    for (const field of document.querySelectorAll('[name="csrfmiddlewaretoken"]')) field.value = said.token;
    for (const each of this.beneath) each.hidden = false;
    this.part("cover").hidden = true;
    this.isCovered = false;
    this.take(said);
    return undefined;
  }
}

/** A lost line is no end: undefined, and what was known before holds. */
async function asked(method) {
  const token = document.querySelector('[data-stay] [name="csrfmiddlewaretoken"]').value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch("/session", { method, headers });
    return answer.ok ? await answer.json() : null;
  } catch {
    return undefined;
  }
}

const box = document.querySelector("[data-session-clock]");
if (box) new SessionClock(box).watch();
