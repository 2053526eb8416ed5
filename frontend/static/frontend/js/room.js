// Whether this phone can keep a check-in, or a message: asked before she types, not after.
const NEEDED = 20 * 1024 * 1024; // eight photos of at most 1.5 MB, sealed, and what the browser adds
const PROBED = 2 * 1024 * 1024; // a photo: browsers give a guess for an estimate, so it is tried

const PROBE = "probe";

export async function hasRoom(store, { needed = NEEDED, probed = PROBED, storage = navigator.storage } = {}) {
  if (!store.isLasting) return false;
  storage?.persist?.().catch(() => undefined); // so that the browser does not clear it by itself
  try {
    const { quota = Infinity, usage = 0 } = (await storage?.estimate?.()) ?? {};
    // A blob: what is as large as a photo would be copied while she waits.
    await store.write([["pages", "put", { path: PROBE, owner: "", sealed: new Blob([new Uint8Array(probed)]) }]]);
    await store.write([["pages", "delete", PROBE]]);
    return quota - usage >= needed;
  } catch {
    return false;
  }
}
