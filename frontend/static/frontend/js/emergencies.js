// An emergency that nobody has seen is said at once, in whatever list or case she stands.
const EVERY = 5_000;
const AGAIN = 100; // milliseconds: the same words, said anew, are heard anew
const HEARD = "emergency-heard"; // up to which moment this tab has called her: no name, no case

/** call(): the sound, where she likes one. Who stands at the top of the list is news only when later. */
export class Emergencies {
  constructor(box, { call = () => {} } = {}) {
    Object.assign(this, { box, call });
    this.line = box.querySelector("[data-calls]");
    if ("listed" in box.dataset) this.hear(box.dataset.latest);
  }

  tell({ text, latest }) {
    const isNews = Boolean(text) && latest > heard();
    if (!isNews && (!this.line.textContent || this.line.textContent === text)) return;
    this.box.classList.toggle("is-calling", Boolean(text));
    this.line.textContent = isNews ? "" : text;
    if (!isNews) return;
    this.line.setAttribute("role", "alert");
    setTimeout(() => (this.line.textContent = text), AGAIN);
    this.hear(latest);
    this.call();
  }

  hear(latest) {
    if (latest > heard()) sessionStorage.setItem(HEARD, latest);
  }

  /** Ask by itself, on a page that asks for nothing else. */
  watch({ isAwake = () => !document.hidden, fetchOnce = fetch } = {}) {
    const look = async () => {
      if (!isAwake()) return;
      const sent = { headers: { Accept: "application/json" }, redirect: "error" };
      const answer = await fetchOnce(this.box.dataset.url, sent).catch(() => null);
      if (answer?.ok) this.tell((await answer.json()).emergencies);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return setInterval(look, EVERY);
  }
}

const heard = () => sessionStorage.getItem(HEARD) ?? "";
