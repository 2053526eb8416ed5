// What was just done, with its way back for as long as the server says.
import { change, sent } from "./row-acts.js";

const STAYS = 10_000;

export class Toast {
  constructor({ box, list, words, post = fetch }) {
    Object.assign(this, { box, list, words, post });
    this.form = box.querySelector("[data-undo]");
    this.voice = document.querySelector("[data-announce]");
    this.form.addEventListener("submit", (event) => this.undo(event));
    if (!box.hidden) this.leave(STAYS);
  }

  say(text) {
    this.box.hidden = false;
    this.box.querySelector("[data-toast-text]").textContent = text;
    this.voice.textContent = text; // a box that was hidden a moment ago is not read out
    this.form.hidden = true;
    this.leave(STAYS);
  }

  offer(answer, row) {
    this.say(answer.said);
    this.row = row;
    this.form.hidden = !answer.undo_seconds;
    this.form.elements.case.value = `${answer.id}~${answer.version}`;
    this.leave(Math.max(answer.undo_seconds * 1000, STAYS));
  }

  /** Several at once are undone by the server's own page. */
  async undo(event) {
    if (!this.row) return;
    event.preventDefault();
    const answer = await sent(this.post, this.form.action, new FormData(this.form));
    if (answer === "lost") return this.say(this.words.offline);
    if (answer === null) return this.form.submit();
    change(this.row, answer);
    delete this.row.dataset.done;
    this.row.querySelector(".case__who").focus();
    this.say(answer.said);
  }

  leave(after) {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => {
      if (this.box.contains(document.activeElement)) return this.leave(STAYS);
      this.box.hidden = true;
      this.row = null;
    }, after);
  }
}
