// What this phone keeps, drawer by drawer; what is in it is sealed before it comes here (vault.js).
const NAME = "fadewell";
const VERSION = 1;
const DRAWERS = { keys: "owner", entries: "id", photos: "id", drafts: "owner", pages: "path" };

/**
 * The drawers of this phone. Where the browser gives no room the same drawers stand in memory
 * (isLasting is false). create: false resolves to null where there is nothing yet.
 */
export async function openStore({ create = true, lasting = true } = {}) {
  if (!lasting) return new Passing();
  try {
    return new Lasting(await database(create));
  } catch {
    return create ? new Passing() : null;
  }
}

/** The whole database goes. It is emptied first: a tab that hangs may hold on to it for a while. */
export async function destroyStore() {
  const store = await openStore({ create: false });
  await store?.empty().catch(() => undefined);
  return new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve();
  });
}

function database(create, { asItIs = false } = {}) {
  return new Promise((resolve, reject) => {
    const asked = asItIs ? indexedDB.open(NAME) : indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (!create && oldVersion === 0) return asked.transaction.abort();
      for (const [name, keyPath] of Object.entries(DRAWERS)) {
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name, { keyPath });
      }
      return undefined;
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => {
      const isNewer = asked.error.name === "VersionError"; // a later version of the app was here
      isNewer ? resolve(database(create, { asItIs: true })) : reject(asked.error);
    };
  });
}

class Lasting {
  isLasting = true;

  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close(); // signed out in another tab, or a newer app
  }

  read(drawer, key) {
    return this.ask(drawer, (shelf) => shelf.get(key));
  }

  all(drawer) {
    return this.ask(drawer, (shelf) => shelf.getAll());
  }

  ask(drawer, question) {
    return new Promise((resolve, reject) => {
      const asked = question(this.db.transaction(drawer).objectStore(drawer));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  /** All of it or nothing, and on disk: [[drawer, "put" | "add" | "delete", record or key], …]. */
  write(changes) {
    return new Promise((resolve, reject) => {
      const drawers = [...new Set(changes.map(([drawer]) => drawer))];
      const act = this.db.transaction(drawers, "readwrite", { durability: "strict" });
      act.oncomplete = () => resolve();
      act.onabort = () => reject(act.error);
      for (const [drawer, verb, what] of changes) act.objectStore(drawer)[verb](what);
    });
  }

  empty() {
    return new Promise((resolve, reject) => {
      const act = this.db.transaction(this.db.objectStoreNames, "readwrite", { durability: "strict" });
      act.oncomplete = () => resolve();
      act.onabort = () => reject(act.error);
      for (const name of this.db.objectStoreNames) act.objectStore(name).clear();
    });
  }
}

/** The same for as long as the page stands. */
class Passing {
  isLasting = false;
  drawers = Object.fromEntries(Object.keys(DRAWERS).map((name) => [name, new Map()]));

  async read(drawer, key) {
    return this.drawers[drawer].get(key);
  }

  async all(drawer) {
    return [...this.drawers[drawer].values()];
  }

  async write(changes) {
    const taken = changes.find(([drawer, verb, what]) => verb === "add" && this.drawers[drawer].has(what[DRAWERS[drawer]]));
    if (taken) throw new DOMException("", "ConstraintError");
    for (const [drawer, verb, what] of changes) {
      if (verb === "delete") this.drawers[drawer].delete(what);
      else this.drawers[drawer].set(what[DRAWERS[drawer]], what);
    }
  }
}
