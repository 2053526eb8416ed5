// Joins a case's page to its modules: keys, steps by name, who else has it open, and what calls elsewhere.
import { Commands } from "./commands.js";
import { Emergencies } from "./emergencies.js";
import { habit } from "./habits.js";
import { firstField, focusOnceLoaded, listen } from "./keys.js";
import { tone } from "./tone.js";
import { sayViewing } from "./viewing.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const keys = habit({ button: find("keys"), form: find("keys-form") });
const sound = habit({ button: find("sound"), form: find("sound-form"), changed: (isOn) => isOn && tone() });
const commands = new Commands({ dialog: find("commands"), opener: find("open-commands"), list: null });
listen({ list: null, isOn: keys.isOn, open: () => commands.open(), steps: find("commands").dataset });
sayViewing(find("viewing"));
const call = () => sound.isOn() && tone();
new Emergencies(find("emergencies"), { call }).watch({ isAwake: () => !document.hidden || sound.isOn() });

const begun = document.querySelector(".disposition[open]");
if (begun && !document.querySelector(".error-summary")) focusOnceLoaded(firstField(begun));
