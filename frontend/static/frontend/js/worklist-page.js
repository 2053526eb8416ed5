// Joins the worklist's page to its modules.
import { chooseSeveral } from "./choosing.js";
import { Commands } from "./commands.js";
import { Emergencies } from "./emergencies.js";
import { habit } from "./habits.js";
import { focusOnceLoaded, listen, stepByButtons } from "./keys.js";
import { takeSteps } from "./row-acts.js";
import { Toast } from "./toast.js";
import { tone } from "./tone.js";
import { watch } from "./worklist.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const live = find("live");
const list = find("worklist");
const words = JSON.parse(find("acts").dataset.words);
const toast = new Toast({ box: find("toast"), list, words });
const keys = habit({ button: find("keys"), form: find("keys-form") });
const sound = habit({ button: find("sound"), form: find("sound-form"), changed: (isOn) => isOn && tone() });
const commands = new Commands({ dialog: find("commands"), opener: find("open-commands"), list });

const call = () => sound.isOn() && tone();
watch(live, list, new Emergencies(find("emergencies"), { call }), { isAwake: () => !document.hidden || sound.isOn() });
if (list) {
  stepByButtons(find("row-steps"), list);
  takeSteps({ form: find("acts"), list, toast, words });
  if (find("several")) chooseSeveral({ list, bar: find("several"), words });
  focusOnceLoaded(document.getElementById(location.hash.slice(1))?.querySelector(".case__who")); // the next row, after a step elsewhere
}
listen({ list, isOn: keys.isOn, open: () => commands.open(), steps: find("commands").dataset });
