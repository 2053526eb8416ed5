// Every step of this page by its name, found by typing; the same controls that stand on the page.
import { press, row } from "./keys.js";

export class Commands {
  constructor({ dialog, opener, list }) {
    Object.assign(this, { dialog, list });
    this.found = dialog.querySelector("[data-list]");
    this.field = dialog.querySelector("[data-find]");
    this.field.addEventListener("input", () => this.show());
    this.field.addEventListener("keydown", (event) => this.first(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    opener.hidden = false;
    opener.addEventListener("click", () => this.open());
  }

  open() {
    this.row = row(this.list);
    this.field.value = "";
    this.show();
    this.dialog.showModal();
    this.field.focus();
  }

  show() {
    const wanted = this.field.value.trim().toLowerCase();
    const steps = this.steps().filter(({ name }) => name.toLowerCase().includes(wanted));
    this.found.replaceChildren(...steps.map((step) => this.line(step)));
    this.dialog.querySelector("[data-none]").hidden = steps.length > 0;
  }

  steps() {
    const ofRow = [...(this.row?.querySelectorAll("[data-key]:not([hidden])") ?? [])];
    const ofPage = [...document.querySelectorAll("[data-command]")].filter((each) => !each.hidden);
    return [...ofRow, ...ofPage].map((control) => ({ control, name: nameOf(control), key: control.dataset.key ?? "" }));
  }

  line({ control, name, key }) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "commands__step" });
    const word = Object.assign(document.createElement("span"), { textContent: name });
    button.append(word, ...(key ? [Object.assign(document.createElement("kbd"), { textContent: key })] : []));
    button.addEventListener("click", () => this.run(control));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  first(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.found.querySelector("button")?.click();
  }

  /** The focus goes back to where she was, and the step is pressed there. */
  run(control) {
    this.dialog.close();
    press(control);
  }
}

function nameOf(control) {
  return control.dataset.command ?? (control.textContent.trim() || control.closest("label").textContent.trim());
}
