// The face map's two views over one fieldset of checkboxes; the drawing is decoration.
const REMEMBERED = "region-view"; // which view she likes: nothing about her health

/** Lay one [data-face-map] fieldset out as a face; the rest waits until she sees it: there are many. */
export function enhance(map, words, memory = window.localStorage) {
  show(map, recalled(memory));
  const sight = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    sight.disconnect();
    furnish(map, words, memory);
  });
  sight.observe(map);
}

/** Name what is chosen, and offer the list. */
function furnish(map, words, memory) {
  const chips = Object.assign(document.createElement("ul"), { className: "chips" });
  const said = Object.assign(document.createElement("p"), { className: "hidden-text" });
  said.setAttribute("role", "status");
  map.append(chips, said, switcher(map, words, memory));
  map.addEventListener("change", (event) => {
    listChosen(map, chips, words);
    if (event.target.matches("input")) said.textContent = spoken(map, event.target, words);
  });
  listChosen(map, chips, words);
}

function switcher(map, words, memory) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "button button--quiet",
  });
  const name = () => (map.dataset.view === "map" ? words.asList : words.asFace);
  button.textContent = recalled(memory) === "map" ? words.asList : words.asFace;
  button.addEventListener("click", () => {
    show(map, map.dataset.view === "map" ? "list" : "map");
    remember(memory, map.dataset.view);
    button.textContent = name();
  });
  return button;
}

function show(map, view) {
  map.dataset.view = view;
}

function recalled(memory) {
  try {
    return memory.getItem(REMEMBERED) === "list" ? "list" : "map";
  } catch {
    return "map"; // storage is closed: the choice lasts for this page
  }
}

function remember(memory, view) {
  try {
    memory.setItem(REMEMBERED, view);
  } catch {
    // storage is closed: the choice lasts for this page
  }
}

function nameOf(box) {
  return box.closest("label").querySelector(".place__full").textContent;
}

function spoken(map, box, words) {
  const count = map.querySelectorAll("input:checked").length;
  const state = box.checked ? words.chosen : words.notChosen;
  return `${nameOf(box)}, ${state}, ${(count === 1 ? words.place : words.places).replace("%s", count)}`;
}

function listChosen(map, chips, words) {
  chips.replaceChildren(...[...map.querySelectorAll("input:checked")].map((box) => chip(box, words)));
}

function chip(box, words) {
  const item = Object.assign(document.createElement("li"), { className: "chip" });
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", words.remove.replace("%s", nameOf(box)));
  remove.addEventListener("click", () => {
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
  item.append(nameOf(box), remove);
  return item;
}
