// What waits on this phone, said on her pages: how many, since when, why; and what she can do.
import * as api from "./api.js";
import { Courier } from "./courier.js";
import { named } from "./moment.js";
import { Outbox, isHeld } from "./outbox.js";
import { LOST } from "./queue.js";
import { keepPages } from "./this-phone.js";

const LATE = 4 * 60 * 60 * 1000;
const NOT_COME = 15_000; // longer than the worker waits for the clinic before it shows what is kept

/** Show and send what waits; the page says "sent" again only once the server has said it. */
export async function showOutbox({ store, vault }) {
  const outbox = new Outbox({ store, vault });
  const courier = new Courier({ outbox, api });
  const before = await outbox.unsent();
  await tell(outbox, courier);
  courier.addEventListener("change", () => follow(before, { outbox, courier }));
  setInterval(() => tell(outbox, courier), 60_000);
  const box = document.querySelector("[data-outbox]");
  box?.querySelector("[data-send-now]").addEventListener("click", () => courier.run());
  await showDraft(store, vault);
  await outbox.forgetOld();
  await courier.keepTrying();
}

/** Today's own lines come from the server: where something arrived they are old, so load them anew. */
async function follow(before, { outbox, courier }) {
  const left = await tell(outbox, courier);
  const isAsBefore = (each) => left.some(({ id, state }) => id === each.id && state === each.state);
  if (before.every(isAsBefore)) return;
  before.splice(0, before.length, ...left);
  await keepPages({ anew: true });
  const isUnderWay = left.some(({ state }) => state === "waiting" || state === "sent");
  if (document.querySelector("[data-outbox]") && !isUnderWay) loadAnew();
}

/** Once more where nothing comes: a worker that makes way for a newer one may take what it holds with it. */
function loadAnew() {
  location.reload();
  setTimeout(() => location.reload(), NOT_COME);
}

async function tell(outbox, courier) {
  const left = await outbox.unsent().catch(() => []);
  for (const badge of document.querySelectorAll("[data-badge]")) count(badge, left.length);
  if (left.length) navigator.setAppBadge?.(left.length).catch(() => undefined);
  else navigator.clearAppBadge?.().catch(() => undefined);
  const box = document.querySelector("[data-outbox]");
  if (box) fill(box, left, { outbox, courier });
  return left;
}

function count(place, number) {
  const text = number === 1 ? place.dataset.one : place.dataset.many.replace("%s", number);
  if (place.textContent !== text) place.textContent = text;
  place.hidden = number === 0;
}

function fill(box, left, { outbox, courier }) {
  const list = box.querySelector("[data-entries]");
  box.hidden = left.length === 0;
  if (left.some(({ isAlarm }) => isAlarm)) putFirst(box);
  count(box.querySelector("h2"), left.length);
  list.replaceChildren(...left.map((entry) => line(entry, box, { outbox, courier })));
  const waiting = left.filter(({ state }) => state === "waiting");
  box.querySelector("[data-late]").hidden = !waiting.some(({ at }) => Date.now() - at > LATE);
  box.querySelector("[data-sign-in]").hidden = courier.stoppedBy !== 401 && courier.stoppedBy !== 403;
  box.querySelector("[data-send-now]").hidden = !left.some(({ state }) => state === "waiting" || state === "sent");
}

/** Under the heading: what nobody has seen comes before what was told her of older reports. */
function putFirst(box) {
  const heading = [...box.parentElement.children].find((part) => part.matches("h1") || part.querySelector("h1"));
  if (heading && heading.nextElementSibling !== box) heading.after(box);
}

function line(entry, box, { outbox, courier }) {
  const item = box.querySelector("template[data-entry]").content.cloneNode(true).firstElementChild;
  const words = box.querySelector("[data-entries]").dataset;
  item.querySelector("[data-what]").textContent = whatItIs(entry, words);
  item.querySelector("[data-state]").textContent = stateOf(entry, words);
  const act = (name, isOffered, does) => {
    const button = item.querySelector(name);
    button.hidden = !isOffered;
    button.addEventListener("click", async () => { await does(); await courier.run(); });
  };
  const isUnreadable = entry.state === "refused" && entry.status === 400 && !entry.isAlarm && !entry.isMessage;
  item.querySelector("[data-in-danger]")?.toggleAttribute("hidden", !entry.isAlarm);
  item.querySelector("[data-mend]").href = `/check-in?mend=${entry.id}`;
  act("[data-mend]", isUnreadable, () => undefined);
  act("[data-again]", isHeld(entry), () => outbox.again(entry));
  act("[data-as-new]", entry.status === 409 && entry.state === "refused", () => outbox.asNew(entry));
  act("[data-let-go]", entry.state === "refused" || entry.photos.some(({ why }) => why), () => outbox.letGo(entry));
  return item;
}

function whatItIs({ isAlarm, isMessage }, words) {
  if (isMessage) return words.isMessage;
  return isAlarm ? words.isAlarm : words.isCheckIn;
}

function stateOf({ state, status, at, detail, photos }, words) {
  const since = named(new Date(at));
  const why = photos.find((photo) => photo.why)?.why;
  if (state === "strange") return words.strange;
  if (state === "sent") return why ? words.noPhoto.replace("%s", why === LOST ? words.lostPhoto : why) : words.photo;
  if (state !== "refused") return words.waiting.replace("%s", since);
  const text = { 400: words.refused, 403: words.notAgreed, 409: words.known }[status] ?? words.gone;
  return text.replace("%s", since).replace("%s", detail || status);
}

/** What she has begun stands behind the main button. */
async function showDraft(store, vault) {
  const start = document.querySelector("[data-start]");
  if (start && (await store.read("drafts", vault.owner))) start.textContent = start.dataset.finish;
}
