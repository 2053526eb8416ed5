// The key that hides or shows names, on each clinic page that has no other keys.
import { listen } from "./keys.js";

listen({ list: null, isOn: () => true, open: null, steps: {} });
