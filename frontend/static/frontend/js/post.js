// The outbox of the check-in page and who carries it; where the phone has no room, one in memory.
import * as api from "./api.js";
import { Courier } from "./courier.js";
import { Outbox } from "./outbox.js";
import { openStore } from "./store.js";
import { keepPages, kept, person } from "./this-phone.js";
import { Vault } from "./vault.js";

const PATIENCE = 20_000; // photos may take their time; a phone that never answers holds nothing back

export class Post {
  photos = null; // those of the photo page, once it is there

  constructor({ form }) {
    Object.assign(this, { form });
    this.opened = this.open(kept);
  }

  /** {store, vault, outbox, courier} that are in use now. */
  now() {
    return this.opened;
  }

  /**
   * put(opened) keeps something on this phone, if need be once the phone is opened anew; where it
   * keeps nothing, in memory, and the page is guarded. Resolves to what has it and carries it.
   */
  async keep(put, { within = PATIENCE } = {}) {
    for (const opens of [() => this.now(), () => this.anew()]) {
      try {
        return await inTime(putOnPhone(opens(), put), within);
      } catch (failed) {
        if (failed.name === "TimeoutError") break;
      }
    }
    const opened = await (this.passing ??= this.inMemory());
    await put(opened);
    await this.look();
    return opened;
  }

  /** What failed once may work now: the database was closed, or did not open as the page came. None is made. */
  async anew() {
    const store = await openStore({ create: false });
    const vault = store && (await Vault.open(store, person, { make: false }));
    if (vault) this.opened = this.open({ store, vault });
    return this.opened;
  }

  /** As long as the page lasts: nothing is lost by leaving it unawares. */
  async inMemory() {
    const store = await openStore({ lasting: false });
    const opened = await this.open({ store, vault: await Vault.open(store, person) });
    opened.courier.addEventListener("change", () => this.look());
    addEventListener("beforeunload", (event) => this.isAtRisk && event.preventDefault());
    return opened;
  }

  /** Whether something would go with the page. */
  async look() {
    const { outbox } = (await this.passing) ?? {};
    this.isAtRisk = ((await outbox?.unsent()) ?? []).length > 0;
  }

  /** The pages that are kept for the moment without network ask about what was told before. */
  sent() {
    keepPages({ anew: true });
  }

  async open(phone) {
    const { store, vault } = await phone;
    const outbox = new Outbox({ store, vault });
    const courier = new Courier({ outbox, api });
    courier.keepTrying();
    return { store, vault, outbox, courier };
  }
}

async function putOnPhone(opening, put) {
  const opened = await opening;
  if (!opened.outbox.isLasting) throw new DOMException("", "QuotaExceededError");
  await put(opened);
  return opened;
}

/** Rejects with a TimeoutError where it takes longer. */
export function inTime(act, within) {
  const late = new Promise((_, reject) => { setTimeout(() => reject(new DOMException("", "TimeoutError")), within); });
  return Promise.race([act, late]);
}
