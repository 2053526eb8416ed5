// Which page of the form is shown; the browser's own Back goes one page back and keeps answers.
const COUNTED = ["danger", "symptoms", "since", "photo", "send"];

export class Steps {
  constructor({ form, words, onShow }) {
    Object.assign(this, { form, words, onShow });
    this.title = document.title;
  }

  /** Lift each symptom's questions out of the list onto a page of their own; open the first. */
  start(summary) {
    this.pages = [...this.form.querySelectorAll("[data-page]")];
    for (const detail of this.form.querySelectorAll("[data-detail]")) this.add(detail);
    window.addEventListener("popstate", (event) => this.open(event.state?.page ?? "danger"));
    document.querySelector("[data-back]").addEventListener("click", (event) => this.back(event));
    const first = summary ? this.pageWith(summary.querySelector("a")?.hash) : "danger";
    history.replaceState({ page: first }, "");
    this.open(first, { quietly: true });
  }

  /** A page of its own, in the order in which they are asked: sight and weakness before the rest. */
  add(detail) {
    const page = this.pageOf(detail);
    const before = this.pages.findLast(({ dataset }) => dataset.page === "symptoms" || Number(dataset.order) <= Number(detail.dataset.order));
    before.after(page);
    this.pages.splice(this.pages.indexOf(before) + 1, 0, page);
  }

  append(page) {
    page.hidden = true;
    this.pages.at(-1).after(page);
    this.pages.push(page);
  }

  has(name) {
    return this.pages.some(({ dataset }) => dataset.page === name);
  }

  pageOf(detail) {
    const page = Object.assign(document.createElement("section"), { className: "page stack" });
    const title = Object.assign(document.createElement("h2"), { textContent: detail.dataset.title, tabIndex: -1 });
    page.dataset.page = detail.dataset.detail;
    page.dataset.asks = detail.dataset.detail;
    page.dataset.order = detail.dataset.order;
    page.hidden = true;
    const bar = Object.assign(document.createElement("div"), { className: "advance" });
    const on = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: this.words.next });
    on.dataset.next = "";
    bar.append(on);
    detail.classList.remove("asked-after");
    detail.querySelector('[name="asked"]')?.remove(); // for the form without script
    page.append(title, detail, bar);
    return page;
  }

  get openPages() {
    const ticked = new Set([...this.form.querySelectorAll('[name="tick"]:checked')].map((box) => box.value));
    return this.pages.filter((page) => !page.dataset.asks || ticked.has(page.dataset.asks));
  }

  next() {
    const open = this.openPages;
    this.show(open[open.indexOf(this.current) + 1].dataset.page);
  }

  back(event) {
    if (this.current.dataset.page === "danger") return;
    event.preventDefault();
    history.back();
  }

  show(name) {
    history.pushState({ page: name }, "");
    this.open(name);
  }

  /** Bring the page that holds a field on screen, so that a link to it can be followed. */
  reveal(id) {
    const name = this.pageWith(`#${id}`);
    if (name !== this.current.dataset.page) this.show(name);
  }

  pageWith(hash) {
    const field = hash ? this.form.querySelector(`[id="${hash.slice(1)}"]`) : null;
    return field?.closest("[data-page]")?.dataset.page ?? "danger";
  }

  open(name, { quietly = false } = {}) {
    this.current = this.pages.find((page) => page.dataset.page === name) ?? this.pages[0];
    for (const page of this.pages) page.hidden = page !== this.current;
    this.count();
    this.onShow(this.current);
    if (quietly) return;
    this.form.dataset.moved = ""; // from here on a page fades in
    window.scrollTo(0, 0);
    this.current.querySelector("h2").focus({ preventScroll: true });
  }

  count() {
    const counted = COUNTED.filter((name) => name !== "photo" || this.form.dataset.shots);
    const here = this.current.dataset.asks ? "symptoms" : this.current.dataset.page;
    const at = counted.indexOf(here) + 1;
    const text = this.words.step.replace("%1", at).replace("%2", counted.length);
    document.querySelector("[data-step]").textContent = ` · ${text}`;
    // A title goes into the browser's history: what she feels is named on the page alone.
    const named = this.pages.find(({ dataset }) => dataset.page === here) ?? this.current;
    document.title = `${named.querySelector("h2").textContent} · ${this.title}`;
  }
}
