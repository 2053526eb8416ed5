// The outbox of the check-in page and who carries it; where the phone has no room, one in memory.
import * as api from "./api.js";
import { Courier } from "./courier.js";
import { Outbox } from "./outbox.js";
import { openStore } from "./store.js";
import { keepPages, kept } from "./this-phone.js";

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

  /** Nothing more can be kept here: what follows lasts as long as the page, and so is guarded. */
  async inMemory() {
    const { vault } = await this.opened;
    addEventListener("beforeunload", (event) => this.isEmpty || event.preventDefault());
    this.opened = this.open(openStore({ lasting: false }).then((store) => ({ store, vault })));
    return this.opened;
  }

  /** The pages that are kept for the moment without network ask about what was told before. */
  sent() {
    this.isEmpty = true;
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
