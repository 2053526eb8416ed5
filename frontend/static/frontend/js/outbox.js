// Check-ins that are finished and not yet with the clinic: kept sealed before anything is sent.
import { digestOf } from "./vault.js";

export const FORMAT = 1;
const A_DAY = 24 * 60 * 60 * 1000;

/**
 * One person's outbox. An entry: {id, address, fields: [[name, value]], isAlarm, photos: [{id, view,
 * name, takenAt, takenAgain}]} (isMessage: a word to the clinic), and its state: waiting -> sent (words are there, photos may wait) -> done, or
 * refused. A format that this app does not know is kept as it is and never sent.
 */
export class Outbox {
  constructor({ store, vault, now = Date.now }) {
    Object.assign(this, { store, vault, now });
  }

  get isLasting() {
    return this.store.isLasting;
  }

  /** Keep it, with its photos' bytes, and let the draft go. False: that id is known already. */
  async put(entry, { blobs = [], instead = false } = {}) {
    const draft = entry.isAlarm || instead ? null : entry.isMessage ? messageDraftOf(this.vault.owner) : this.vault.owner;
    const kept = { state: "waiting", at: this.now(), ...entry, print: await print(entry.fields) };
    const gone = instead ? ((await this.get(entry.id))?.photos ?? []).filter(({ id }) => !blobs.some((each) => each.id === id)) : [];
    const photos = await Promise.all(blobs.map(({ id, blob }) => this.sealedPhoto(id, blob, entry.id)));
    try {
      await this.store.write([
        ["entries", instead ? "put" : "add", await this.sealed(kept)],
        ...photos.map((photo) => ["photos", "put", photo]),
        ...gone.map(({ id }) => ["photos", "delete", id]),
        ...(draft ? [["drafts", "delete", draft], ...blobs.map(({ id }) => ["photos", "delete", draftId(id)])] : []),
      ]);
    } catch (refused) {
      if (refused.name !== "ConstraintError") throw refused;
      return false;
    }
    return true;
  }

  /** Every entry of hers, alarms first, then the oldest; what cannot be read is only counted. */
  async all() {
    const mine = (await this.store.all("entries")).filter(({ owner }) => owner === this.vault.owner);
    const opened = await Promise.all(mine.map((record) => this.opened(record)));
    return opened.sort((a, b) => Number(b.isAlarm ?? false) - Number(a.isAlarm ?? false) || a.at - b.at);
  }

  async unsent() {
    return (await this.all()).filter(({ state }) => state !== "done");
  }

  async get(id) {
    const record = await this.store.read("entries", id);
    return record && record.owner === this.vault.owner ? this.opened(record) : null;
  }

  /** Said again with the same answers, at whatever time: the same report. */
  async isSame(entry) {
    return (await this.get(entry.id))?.print === (await print(entry.fields));
  }

  async photo(id) {
    const record = await this.store.read("photos", id);
    return record ? new Blob([await this.vault.open(record.sealed, `photo ${id}`)], { type: "image/jpeg" }) : null;
  }

  /** The words have arrived: only where the photos go is still needed. */
  async arrived(entry, answer) {
    await this.change({ ...entry, fields: undefined, state: entry.photos.length ? "sent" : "done", answer, at: this.now() });
  }

  async photoArrived(entry, photo) {
    const photos = entry.photos.filter(({ id }) => id !== photo.id);
    await this.change({ ...entry, photos, state: photos.length ? "sent" : "done", at: this.now() }, [["photos", "delete", photo.id]]);
  }

  async photoRefused(entry, photo, why) {
    const photos = entry.photos.map((each) => (each.id === photo.id ? { ...each, why } : each));
    await this.change({ ...entry, photos });
  }

  async refused(entry, status, body) {
    await this.change({ ...entry, state: "refused", status, errors: body.errors ?? [], detail: body.detail ?? "" });
  }

  /** What was not taken because she had not agreed goes once more: she says so, having agreed again. */
  async again(entry) {
    if (isHeld(entry)) await this.change({ ...entry, state: "waiting", status: undefined });
  }

  /** Under its id the clinic has another report: this one becomes a report of its own. */
  async asNew(entry) {
    const id = crypto.randomUUID();
    const fields = entry.fields.map(([name, value]) => [name, name === "client_id" ? id : value]);
    const mine = await this.sealed({ ...entry, id, fields, state: "waiting", status: undefined });
    await this.store.write([["entries", "add", mine], ["entries", "delete", entry.id]]);
  }

  /** She lets it go herself: all of it, or the photos that were refused. */
  async letGo(entry) {
    const dropped = entry.state === "refused" ? entry.photos : entry.photos.filter(({ why }) => why);
    const photos = entry.photos.filter((photo) => !dropped.includes(photo));
    const gone = dropped.map(({ id }) => ["photos", "delete", id]);
    if (entry.state === "refused") await this.store.write([["entries", "delete", entry.id], ...gone]);
    else await this.change({ ...entry, photos, state: photos.length ? "sent" : "done" }, gone);
  }

  /** What was sent is remembered for a day, so that a second tab does not send it again. */
  async forgetOld() {
    const old = (await this.all()).filter(({ state, at }) => state === "done" && this.now() - at > A_DAY);
    if (old.length) await this.store.write(old.map(({ id }) => ["entries", "delete", id]));
  }

  async change(entry, more = []) {
    await this.store.write([["entries", "put", await this.sealed(entry)], ...more]);
  }

  async sealed(entry) {
    const sealed = await this.vault.sealThing(entry, `entry ${entry.id}`);
    return { id: entry.id, owner: this.vault.owner, format: FORMAT, isDone: entry.state === "done", sealed };
  }

  async sealedPhoto(id, blob, entry) {
    return { id, entry, owner: this.vault.owner, sealed: await this.vault.seal(await blob.arrayBuffer(), `photo ${id}`) };
  }

  async opened({ id, format, sealed }) {
    const strange = { id, state: "strange", at: this.now(), photos: [] };
    if (format > FORMAT) return strange;
    return this.vault.openThing(sealed, `entry ${id}`).catch(() => strange);
  }
}

/**
 * What tells two reports apart: her answers, not the moment at which she sent them; nor which
 * earlier check-in the page knew of, where she said nothing about that one.
 */
async function print(fields) {
  const isAboutBefore = fields.some(([name]) => name.startsWith("carried") && name !== "carried_from");
  const apart = new Set(["reported_at", "opened_at", ...(isAboutBefore ? [] : ["carried_from"])]);
  const said = JSON.stringify(fields.filter(([name]) => !apart.has(name)));
  return digestOf(new TextEncoder().encode(said));
}

/** Not taken, because she has ended the use of her check-ins; other 403s are tried again by themselves. */
export function isHeld(entry) {
  return entry?.state === "refused" && entry.status === 403;
}

/** A photo of a draft and the same photo in the outbox are two records: neither goes with the other. */
export function draftId(id) {
  return `draft ${id}`;
}

/** Where a message that is being written lies, beside the check-in that is begun. */
export function messageDraftOf(owner) {
  return `${owner} message`;
}
