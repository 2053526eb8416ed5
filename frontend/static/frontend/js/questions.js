// What stands behind each symptom: one document for everybody, fetched once and kept by the browser.
import { enhance } from "./region-map.js";

const PATIENCE = 20_000;

export class Questions {
  constructor({ form, words, steps }) {
    Object.assign(this, { form, words, steps, address: form.dataset.questions });
  }

  get isHere() {
    return this.found !== undefined;
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
    if (ticks.length === 0 || ticks.every((tick) => this.has(tick))) return true;
    if (!(await this.load())) return false;
    for (const tick of ticks.filter((each) => !this.has(each))) this.add(tick);
    return true;
  }

  has(tick) {
    return this.form.querySelector(`[data-detail="${CSS.escape(tick)}"]`) !== null;
  }

  unpack(found) {
    Object.assign(this.words, JSON.parse(found.getElementById("more-words").textContent));
    this.map = found.querySelector("[data-face-map]");
    const camera = document.createElement("template");
    camera.dataset.cameraTemplate = "";
    camera.content.append(found.querySelector(".camera"));
    this.form.querySelector("[data-capture]")?.append(camera);
    return (this.found = found);
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

/** Parsed by the browser itself, where nothing in it runs: no HTML is ever made from a string. */
function fetched(address) {
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
