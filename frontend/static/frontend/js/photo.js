// The photo step: which views are asked for, what has been taken or picked for each. All of it
// stays in memory; advice is given and never stands in the way.
import { hasCamera } from "./camera.js";
import { showPhotos } from "./photo-rows.js";
import { TakenPhoto } from "./taken-photo.js";

const MOST_RETAKES = 2; // prompts; after that a photo is taken as it is
const SIDED = 'input:checked:is([value$=":left"], [value$=":right"], [value="left"], [value="right"])';

export class PhotoChoice {
  constructor(form, words, { onDone = () => {} } = {}) {
    this.box = form.querySelector("[data-capture]");
    Object.assign(this, { form, words, onDone, photos: new Map(), left: new Set(), retakes: new Map(), letGo: new Map(), ready: Promise.resolve() });
    this.shots = [...this.box.querySelectorAll("[data-shot]")];
    this.said = this.box.querySelector("[data-capture-said]");
    this.list = this.box.querySelector("[data-chosen-photos]");
    this.whyNot = form.querySelector("[data-why-not]");
    for (const shot of this.shots) this.wire(shot);
    this.refresh();
  }

  wire(shot) {
    const input = shot.querySelector('input[type="file"]');
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (!file) return;
      this.take(shot, { file });
      input.value = ""; // the same file may be picked again
    });
    const on = shot.querySelector("[data-camera-on]");
    on.hidden = !hasCamera();
    on.addEventListener("click", () => this.turnOn(shot));
    shot.querySelector("[data-leave-out]").addEventListener("click", () => { this.left.add(shot.dataset.shot); this.goOn(); });
  }

  /** Those that will be sent, one a view. */
  get files() {
    return [...this.photos.values()];
  }

  get offered() {
    const isSided = this.form.querySelector(SIDED) !== null;
    return this.shots.filter((shot) => isSided || shot.dataset.forASide === undefined);
  }

  get open() {
    return this.offered.filter(({ dataset: { shot } }) => !this.photos.has(shot) && !this.left.has(shot));
  }

  async turnOn(shot) {
    this.said.textContent = "";
    try {
      const { Capture } = await import("./capture.js");
      this.capture ??= new Capture({
        template: this.box.querySelector("[data-camera-template]"), words: this.words, facing: this.box.dataset.facing ?? "user",
        onTaken: (taken, canvas) => this.take(taken, { canvas }), onOff: (...how) => this.cameraOff(...how),
      });
    } catch {
      this.cameraOff(shot, "busy"); // the module did not come: no network
      return;
    }
    await this.capture.open(shot);
  }

  cameraOff(shot, why) {
    this.said.textContent = this.words.off[why];
    const isRefused = ["refused", "none", "busy"].includes(why);
    if (!document.hidden) shot.querySelector(isRefused ? 'input[type="file"]' : "[data-camera-on]").focus();
  }

  /** The photo stands at once; `ready` resolves when it is small, bare and judged. */
  take(shot, source) {
    const { shot: view, name } = shot.dataset;
    this.forget(view);
    this.said.textContent = "";
    const photo = new TakenPhoto({ view, name, takenAgain: this.letGo.get(view) ?? 0 }, source);
    this.photos.set(view, photo);
    for (const reason of this.whyNot?.querySelectorAll(":checked") ?? []) reason.checked = false;
    this.ready = Promise.all([this.ready, photo.make().then(() => this.settle(photo))]);
    this.refresh();
    this.list.querySelector(`[data-view="${view}"] [data-verdict]`).focus();
  }

  /** Photos of a draft, as they were: {id, view, name, takenAt, takenAgain, blob}. */
  bringBack(kept) {
    for (const photo of kept) this.photos.set(photo.view, TakenPhoto.again(photo));
    this.refresh();
  }

  settle(photo) {
    if (this.photos.get(photo.view) !== photo) return photo.release(); // removed in the meantime
    photo.asks = photo.advice !== null && (this.retakes.get(photo.view) ?? 0) < MOST_RETAKES;
    return photo.asks || photo.isUnreadable ? this.refresh() : this.goOn(photo.isByCamera);
  }

  /** To the next view that is asked for; after the camera's last one, on. */
  goOn(isByCamera = false) {
    const isHere = this.box.contains(document.activeElement);
    this.refresh();
    const [next] = this.open;
    if (next && isHere) next.querySelector(".shot__name").focus();
    if (!next && isByCamera) this.onDone();
  }

  use(view) {
    const photo = this.photos.get(view);
    photo.asks = false;
    this.goOn(photo.isByCamera);
  }

  retake(view) {
    this.retakes.set(view, (this.retakes.get(view) ?? 0) + 1);
    this.remove(view);
  }

  remove(view) {
    this.forget(view);
    this.refresh();
    this.open[0].querySelector(".shot__name").focus();
  }

  clear() {
    for (const view of [...this.photos.keys()]) this.forget(view);
    this.letGo.clear();
    this.refresh();
  }

  /** How many of the view she has let go is counted; no picture of them is kept. */
  forget(view) {
    const photo = this.photos.get(view);
    if (photo && !photo.isUnreadable) this.letGo.set(view, (photo.takenAgain ?? 0) + 1);
    photo?.release();
    this.photos.delete(view);
    this.left.delete(view);
  }

  leave() {
    this.capture?.close();
    this.said.textContent = "";
  }

  /** One guide at a time, and the photos so far. */
  refresh() {
    const { offered, open, words } = this;
    const waits = this.files.some((photo) => photo.asks || photo.isUnreadable || !photo.isLookedAt);
    for (const shot of this.shots) {
      shot.hidden = waits || shot !== open[0];
      const number = shot.querySelector("[data-number]");
      number.hidden = offered.length < 2;
      number.textContent = words.photoNumber.replace("%1", offered.indexOf(shot) + 1).replace("%2", offered.length);
      shot.querySelector("[data-leave-out]").hidden = open.length < 2;
    }
    if (this.whyNot) this.whyNot.hidden = this.files.length > 0;
    showPhotos(this.list, this.files, { words, on: this });
  }
}
