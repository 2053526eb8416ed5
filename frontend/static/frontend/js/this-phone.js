// Whose phone page this is and what is kept for her: opened once a page, shared by its modules.
import { openStore } from "./store.js";
import { Vault } from "./vault.js";

export const person = document.querySelector('meta[name="person"]')?.content ?? null;
export const kept = open();

/** {store, vault}; vault is null where this browser cannot seal (no secure connection). */
async function open() {
  const store = await openStore();
  try {
    return { store, vault: await Vault.open(store, person) };
  } catch {
    const passing = await openStore({ lasting: false });
    return { store: passing, vault: await Vault.open(passing, person).catch(() => null) };
  }
}

/** Ask the worker to keep fresh pages; after a check-in those from before it are old. Without one: nothing. */
export async function keepPages({ anew = false } = {}) {
  const worker = await navigator.serviceWorker?.getRegistration();
  worker?.active?.postMessage({ keep: person, anew });
}
