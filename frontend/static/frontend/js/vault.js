// Seals what the phone keeps: AES-GCM under a key of one person that no script can read out.
const CIPHER = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;

/** SHA-256 in hex. */
export async function digestOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Vault {
  constructor(owner, key) {
    Object.assign(this, { owner, key });
  }

  /**
   * The vault of this person. The key is made once, never leaves the browser's own store, and goes
   * with the database at sign-out. make: false resolves to null where she has none.
   */
  static async open(store, owner, { make = true } = {}) {
    const known = await store.read("keys", owner);
    if (known) return new Vault(owner, known.key);
    if (!make) return null;
    const key = await crypto.subtle.generateKey(CIPHER, false, ["encrypt", "decrypt"]);
    try {
      await store.write([["keys", "add", { owner, key }]]);
    } catch (refused) {
      if (refused.name !== "ConstraintError") throw refused;
      return Vault.open(store, owner, { make: false }); // another tab was first: one key, not two
    }
    return new Vault(owner, key);
  }

  /** {iv, data}; `about` says what it is, so that one record never opens in another's place. */
  async seal(bytes, about) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    return { iv, data: await crypto.subtle.encrypt(this.cipher(iv, about), this.key, bytes) };
  }

  open({ iv, data }, about) {
    return crypto.subtle.decrypt(this.cipher(iv, about), this.key, data);
  }

  sealThing(thing, about) {
    return this.seal(new TextEncoder().encode(JSON.stringify(thing)), about);
  }

  async openThing(sealed, about) {
    return JSON.parse(new TextDecoder().decode(await this.open(sealed, about)));
  }

  cipher(iv, about) {
    return { name: CIPHER.name, iv, additionalData: new TextEncoder().encode(`${this.owner} ${about}`) };
  }
}
