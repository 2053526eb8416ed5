// A warning before something goes: a dialog whose buttons carry the answer; Esc is "no".

/** Let its buttons answer; once, when the page is brought to life. */
export function wire(dialog) {
  for (const button of dialog.querySelectorAll("[data-answer]")) button.addEventListener("click", () => dialog.close(button.dataset.answer));
}

/** Resolves to whether she goes on. */
export function warned(dialog) {
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
