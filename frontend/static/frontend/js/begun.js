// What she began before comes back: at once within a day, later only if she wants to finish it.
import { draftOf } from "./draft.js";
import { named } from "./moment.js";
import { pause } from "./pause.js";
import { hasRoom } from "./room.js";

export class Begun {
  constructor({ form, words, post, questions, onMend }) {
    Object.assign(this, { form, words, post, questions, onMend });
    this.note = document.querySelector("[data-draft]");
    this.exit = document.querySelector("[data-save-exit]");
  }

  async start() {
    const { store, outbox } = await this.post.now();
    const draft = await draftOf(this.post);
    await pause();
    document.querySelector("[data-no-room]").hidden = await hasRoom(store);
    const refused = await this.toMend(outbox);
    if (refused && (await this.areAsked(refused))) {
      await draft.putBack(refused, (id) => id);
      return this.onMend(refused);
    }
    const found = await draft.found();
    this.wire(draft);
    if (found) return this.offer(found, draft);
    return draft.watch();
  }

  async toMend(outbox) {
    const id = new URLSearchParams(location.search).get("mend");
    const entry = id ? await outbox.get(id) : null;
    return entry?.state === "refused" && entry.fields ? entry : null;
  }

  wire(draft) {
    this.exit.hidden = false;
    this.exit.addEventListener("click", async (event) => {
      event.preventDefault();
      await draft.save();
      location.assign(this.exit.href);
    });
  }

  /** Danger signs are asked anew whatever was answered before: they are about now. */
  async offer(found, draft) {
    const text = this.note.querySelector("[data-draft-text]");
    const finish = this.note.querySelector("[data-finish]");
    const since = named(new Date(found.at));
    text.textContent = (found.isOld ? text.dataset.old : text.dataset.fresh).replace("%s", since);
    this.note.hidden = false;
    finish.hidden = !found.isOld;
    finish.addEventListener("click", () => this.goOn(found, draft));
    this.note.querySelector("[data-discard]").addEventListener("click", () => this.discard(draft));
    if (!found.isOld) await this.goOn(found, draft);
  }

  /** Answers have a place only where their questions are. */
  areAsked({ fields }) {
    return this.questions.ask(fields.filter(([name]) => name === "tick").map(([, tick]) => tick));
  }

  /** Where the questions did not load the draft stays as it is: nothing is saved over it. */
  async goOn(found, draft) {
    if (!(await this.areAsked(found))) return this.cannotYet();
    await draft.putBack(found);
    this.note.querySelector("[data-finish]").hidden = true;
    return draft.watch();
  }

  cannotYet() {
    this.note.querySelector("[data-draft-text]").textContent = this.words.noQuestions;
    this.note.querySelector("[data-finish]").hidden = false;
  }

  async discard(draft) {
    await draft.end();
    await draft.discard();
    location.replace("/check-in");
  }
}
