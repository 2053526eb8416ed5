// Joins the worklist's page to its modules.
import { chooseSeveral } from "./choosing.js";
import { Commands } from "./commands.js";
import { keyHabit } from "./habits.js";
import { focusOnceLoaded, listen } from "./keys.js";
import { takeSteps } from "./row-acts.js";
import { Toast } from "./toast.js";
import { watch } from "./worklist.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const live = find("live");
const list = find("worklist");
const words = JSON.parse(find("acts").dataset.words);
const toast = new Toast({ box: find("toast"), list, words });
const habit = keyHabit({ button: find("keys"), form: find("keys-form") });
const commands = new Commands({ dialog: find("commands"), opener: find("open-commands"), list });

if (live) watch(live, list);
if (list) {
  takeSteps({ form: find("acts"), list, toast, words });
  if (find("several")) chooseSeveral({ list, bar: find("several"), words });
  focusOnceLoaded(document.getElementById(location.hash.slice(1))?.querySelector(".case__who")); // the next row, after a step elsewhere
}
listen({ list, isOn: habit.isOn, open: () => commands.open(), steps: find("commands").dataset });
