// One line for each photo that is to be sent: its picture, what we think of it, what can be done.

/** The list of photos; `on` has retake, use and remove, each told which view. */
export function showPhotos(list, photos, { words, on }) {
  const focused = document.activeElement.closest("[data-chosen-photos] [data-view]")?.dataset.view;
  list.replaceChildren(...photos.map((photo) => row(photo, { words, on })));
  if (focused) list.querySelector(`[data-view="${focused}"] [data-verdict]`)?.focus();
}

function row(photo, { words, on }) {
  const item = document.createElement("li");
  item.dataset.name = photo.name;
  item.dataset.view = photo.view;
  item.toggleAttribute("data-asks", photo.asks);
  item.toggleAttribute("data-unreadable", photo.isUnreadable);
  const text = Object.assign(document.createElement("div"), { className: "stack--tight" });
  const title = Object.assign(document.createElement("b"), { textContent: photo.name });
  const verdict = Object.assign(document.createElement("p"), { textContent: verdictOn(photo, words), tabIndex: -1 });
  verdict.dataset.verdict = "";
  const acts = Object.assign(document.createElement("div"), { className: "row" });
  if (photo.asks) acts.append(button(words.retake, () => on.retake(photo.view), photo), button(words.useAnyway, () => on.use(photo.view), photo));
  acts.append(button(words.removePhoto, () => on.remove(photo.view), photo, "button--quiet"));
  text.append(title, verdict, acts);
  item.append(picture(photo), text);
  return item;
}

function picture({ address, name, isUnreadable }) {
  const image = Object.assign(new Image(), { alt: isUnreadable ? "" : name, width: 96, height: 128 });
  if (address) image.src = address;
  return image;
}

function button(textContent, onClick, { name }, kind = "button--second") {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${kind}`, textContent });
  made.setAttribute("aria-label", `${textContent}: ${name}`);
  made.addEventListener("click", onClick);
  return made;
}

function verdictOn({ isUnreadable, isLookedAt, isDrawn, advice, asks }, words) {
  if (isUnreadable) return words.unreadable;
  if (!isLookedAt) return words.looking;
  if (advice) return `${words.clearer[advice]} ${asks ? words.retakeOrUse : words.used}`;
  return isDrawn ? words.good : words.notJudged;
}
