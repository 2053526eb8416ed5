// What she has answered so far, saved sealed as she gives it, and put back where she left it.
import { fill } from "./fill-form.js";
import { dayOf } from "./moment.js";
import { draftId } from "./outbox.js";

const NOT_KEPT = new Set(["csrfmiddlewaretoken", "opened_at", "danger", "sign"]); // danger signs: "now?", asked anew
const FRESH_FOR = 24 * 60 * 60 * 1000;
const A_MOMENT = 300;
const OF_THE_PAGE = new Set(["client_id", "treatment", "carried_from"]);

const drafts = new WeakMap();

/** The one draft of the store that a post uses now. */
export async function draftOf(post) {
  const opened = await post.now();
  if (!drafts.has(opened)) drafts.set(opened, new Draft({ post, ...opened }));
  return drafts.get(opened);
}

class Draft {
  constructor({ post, store, vault, now = () => new Date() }) {
    Object.assign(this, { post, form: post.form, store, vault, now, keptPhotos: new Set() });
    this.last = Promise.resolve();
  }

  get photos() {
    return this.post.photos;
  }

  watch() {
    for (const kind of ["input", "change", "click"]) this.form.addEventListener(kind, () => this.soon());
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.save());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), A_MOMENT);
  }

  /** One save after the other; a draft that was sent meanwhile is not brought back. */
  save() {
    clearTimeout(this.timer);
    this.timer = null;
    return (this.last = this.last.then(() => this.isOver || this.write()).catch(() => undefined));
  }

  async end() {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.last;
  }

  async write() {
    if (await this.store.read("entries", this.form.elements.client_id.value)) return; // sent in another tab
    const files = this.photos?.files.filter(({ isUnreadable, isLookedAt }) => isLookedAt && !isUnreadable) ?? [];
    const fields = [...new FormData(this.form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
    const photos = files.map(({ id, view, name, takenAt, takenAgain }) => ({ id, view, name, takenAt, takenAgain }));
    if (this.form.elements.danger.value === "yes" && !photos.length && !isSomethingSaid(fields)) return;
    const { owner } = this.vault;
    const sealed = await this.vault.sealThing({ fields, photos, day: dayOf(this.now()) }, "draft");
    const fresh = files.filter(({ id }) => !this.keptPhotos.has(id));
    const bytes = await Promise.all(fresh.map(({ id, blob }) => this.sealedPhoto(id, blob)));
    const old = [...this.keptPhotos].filter((id) => !photos.some((photo) => photo.id === id));
    await this.store.write([
      ["drafts", "put", { owner, at: this.now().getTime(), sealed }],
      ...bytes.map((photo) => ["photos", "put", photo]),
      ...old.map((id) => ["photos", "delete", draftId(id)]),
    ]);
    this.keptPhotos = new Set(photos.map(({ id }) => id));
  }

  async sealedPhoto(id, blob) {
    return { id: draftId(id), owner: this.vault.owner, sealed: await this.vault.seal(await blob.arrayBuffer(), `photo ${id}`) };
  }

  /** {at, isOld, fields, photos, day} of what was begun before, or null. */
  async found() {
    const record = await this.store.read("drafts", this.vault.owner);
    if (!record) return null;
    const draft = await this.vault.openThing(record.sealed, "draft").catch(() => null);
    return draft && { ...draft, at: record.at, isOld: this.now().getTime() - record.at > FRESH_FOR };
  }

  async discard() {
    const { photos = [] } = (await this.found()) ?? {};
    await this.store.write([["drafts", "delete", this.vault.owner], ...photos.map(({ id }) => ["photos", "delete", draftId(id)])]);
    this.keptPhotos.clear();
  }

  /** Put answers and photos back: its own, or with `of` those of a check-in to be put right. */
  async putBack({ fields, photos = [], day }, of = draftId) {
    fill(this.form, fields, day);
    const blobs = await Promise.all(photos.map(async (photo) => ({ ...photo, blob: await this.opened(photo.id, of) })));
    this.photos?.bringBack(blobs.filter(({ blob }) => blob !== null));
    if (of === draftId) this.keptPhotos = new Set(photos.map(({ id }) => id));
  }

  async opened(id, of) {
    const record = await this.store.read("photos", of(id));
    return record ? new Blob([await this.vault.open(record.sealed, `photo ${id}`)], { type: "image/jpeg" }) : null;
  }
}

/** After a danger sign, which goes off by itself, a page without answers is no check-in that was begun. */
function isSomethingSaid(fields) {
  return fields.some(([name, value]) => value !== "" && !OF_THE_PAGE.has(name));
}
