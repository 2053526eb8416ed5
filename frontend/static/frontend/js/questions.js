// What stands behind each symptom: one document for everybody, fetched once and kept by the browser.
import { make } from "./not-sent.js";
import { pause } from "./pause.js";
import { enhance } from "./region-map.js";

const PATIENCE = 20_000;

export class Questions {
  /** onCome is told once, when all that follows the symptoms stands in the form. */
  constructor({ form, words, steps, onCome }) {
    Object.assign(this, { form, words, steps, onCome, address: form.dataset.questions });
  }

  /** Resolves to whether they are here; where they did not come, the next call asks once more. */
  async load() {
    this.asked ??= fetched(this.address).then((found) => (found ? this.unpack(found) : null));
    const isHere = (await this.asked) !== null;
    if (!isHere) this.asked = null;
    return isHere;
  }

  /** A page for each of these symptoms. Resolves to whether all of them have one. */
  async ask(ticks) {
    if (!(await this.load())) return false;
    for (const tick of ticks.filter((each) => !this.has(each))) this.add(tick);
    return true;
  }

  has(tick) {
    return this.form.querySelector(`[data-detail="${CSS.escape(tick)}"]`) !== null;
  }

  /** In pieces: a slow phone takes her taps in between. */
  async unpack(found) {
    await pause();
    Object.assign(this.words, JSON.parse(found.getElementById("more-words").textContent));
    this.map = found.querySelector("[data-face-map]");
    const camera = document.createElement("template");
    camera.dataset.cameraTemplate = "";
    camera.content.append(found.querySelector(".camera"));
    this.found = found;
    const [sending, unsent] = ["[data-sending]", "[data-not-sent]"].map((part) => document.adoptNode(found.querySelector(part)));
    document.querySelector("[data-emergency]").after(sending, unsent);
    await pause();
    make(unsent, this.form);
    if (!this.steps.has("send")) {
      this.askLooks(found);
      await this.addRest(found);
    }
    this.form.querySelector("[data-capture]")?.append(camera);
    for (const map of this.form.querySelectorAll("[data-face-map]:not([data-view])")) enhance(map, this.words);
    await pause();
    this.onCome();
    return found;
  }

  /** How what she told of before looks now: asked in each row, behind "worse". */
  askLooks(found) {
    for (const row of this.form.querySelectorAll(".carried")) {
      const { name } = row.querySelector("input");
      const symptom = name.split(".")[1];
      const looks = found.querySelector(`[data-looks="${CSS.escape(symptom)}"]`);
      for (const ask of looks?.children ?? []) row.append(named(document.importNode(ask, true), symptom, { name, id: row.id }));
    }
  }

  async addRest(found) {
    const shots = JSON.parse(this.form.dataset.shots ?? "[]");
    for (const name of ["since", ...(shots.length ? ["photo"] : []), "send"]) {
      await pause();
      const page = document.adoptNode(found.querySelector(`[data-page="${name}"]`));
      if (name === "photo") {
        document.head.append(document.adoptNode(found.querySelector("link"))); // the look of this page
        keepTodays(page, shots);
      }
      for (const bar of page.querySelectorAll(".advance")) bar.hidden = false;
      this.steps.append(page);
    }
    for (const told of this.form.querySelectorAll('[type="hidden"][name="behaviour"]')) this.tick(told);
  }

  /** What she noted on the aftercare page is ticked from the start. */
  tick(told) {
    const box = this.form.querySelector(`[type="checkbox"][name="behaviour"][value="${CSS.escape(told.value)}"]`);
    if (box) box.checked = true;
    told.remove();
  }

  /** A symptom that a newer protocol no longer asks about has no questions either. */
  add(tick) {
    const detail = this.found.querySelector(`[data-detail="${CSS.escape(tick)}"]`);
    if (!detail) return;
    for (const place of detail.querySelectorAll("[data-map-of]")) place.replaceWith(this.mapFor(place.dataset));
    this.steps.add(document.adoptNode(detail));
  }

  mapFor({ mapOf, legend }) {
    const map = document.importNode(this.map, true);
    map.id = mapOf.replace(".", "-");
    map.prepend(Object.assign(document.createElement("legend"), { className: "label", textContent: legend }));
    for (const box of map.querySelectorAll("input")) box.name = mapOf;
    enhance(map, this.words);
    return map;
  }
}

/** A question's names begin with its symptom; in a row, with the row's own. */
function named(ask, symptom, { name, id }) {
  for (const part of [ask, ...ask.querySelectorAll("[id], [name]")]) {
    for (const [kind, own] of [["name", name], ["id", id], ["aria-describedby", id]]) {
      if (part.hasAttribute(kind)) part.setAttribute(kind, part.getAttribute(kind).replace(symptom, own));
    }
  }
  return ask;
}

/** Of the guides of all views those of today, in its order; [view, her last photo of it, for a side only]. */
function keepTodays(page, shots) {
  const guides = new Map([...page.querySelectorAll("[data-shot]")].map((shot) => [shot.dataset.shot, shot]));
  const mine = shots.filter(([view]) => guides.has(view));
  for (const guide of guides.values()) guide.remove();
  for (const [view, earlier, isForSide] of mine) {
    const guide = guides.get(view);
    guide.dataset.earlier = earlier;
    if (isForSide) guide.dataset.forASide = "";
    page.querySelector("[data-capture-said]").before(guide);
  }
  const title = page.querySelector("h2");
  if (mine.length < 2) title.textContent = title.dataset.one;
}

/** Parsed by the browser itself, where nothing in it runs: no HTML is ever made from a string. */
async function fetched(address) {
  await pause();
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE;
    request.addEventListener("load", () => resolve(request.status === 200 && request.response?.getElementById("more-words") ? request.response : null));
    for (const lost of ["error", "timeout", "abort"]) request.addEventListener(lost, () => resolve(null));
    request.send();
  });
}
