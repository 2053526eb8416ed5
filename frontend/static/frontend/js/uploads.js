// One line a photo while it is on its way: how much has gone, that it has arrived, or why not.
export class Uploads {
  constructor({ list, words, courier, photos, unreadable }) {
    Object.assign(this, { list, words, courier, advice: new Map() });
    this.lines = new Map(photos.map((photo) => [photo.id, this.line(photo)]));
    for (const photo of unreadable) this.line(photo).say(words.unreadableSent);
    courier.addEventListener("progress", ({ detail: { id, part } }) => this.lines.get(id)?.going(part));
    courier.addEventListener("photo", ({ detail: { id, answer } }) => this.heard(id, answer));
  }

  /** photos: those that have not arrived yet. */
  tell(photos) {
    const left = new Map(photos.map((photo) => [photo.id, photo]));
    for (const [id, line] of this.lines) {
      if (!left.has(id)) line.say(`${this.words.photoSent} ${this.advice.get(id) ?? ""}`.trim());
      else if (left.get(id).why) line.say(left.get(id).why);
    }
  }

  heard(id, answer) {
    const advice = answer?.body.quality?.advice;
    if (advice) this.advice.set(id, this.words.clearer[advice] ?? "");
    const isKept = answer === null || answer.status >= 400;
    if (isKept) this.lines.get(id)?.waits(() => this.courier.run());
  }

  line({ name }) {
    const item = document.createElement("li");
    const text = Object.assign(document.createElement("span"), { textContent: this.words.photoGoing });
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", name);
    item.append(text, bar);
    this.list.append(item);
    const again = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: this.words.again });
    const settle = (said, ...more) => { text.textContent = said; item.replaceChildren(text, ...more); };
    return {
      going: (part) => { bar.value = part; },
      say: (said) => settle(said),
      waits: (retry) => {
        again.onclick = () => { bar.value = 0; settle(this.words.photoGoing, bar); retry(); };
        settle(this.words.photoNotSent, again);
      },
    };
  }
}
