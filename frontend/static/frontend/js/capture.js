// The camera over one shot's guide: opened by a tap, gone after the photo, on hiding, on leaving.
import { Camera, framed, reasonOf } from "./camera.js";
import { Countdown, Ghost, showOutline } from "./capture-guide.js";
import { Watch } from "./live-watch.js";
import { drawn } from "./small-picture.js";

export class Capture {
  constructor({ template, words, facing, onTaken, onOff }) {
    Object.assign(this, { template, words, facing, onTaken, onOff });
    this.chosen = { timer: "0", ghost: "30", auto: false, voice: document.documentElement.dataset.voice === "on" }; // kept from shot to shot
    this.countdown = new Countdown();
    document.addEventListener("visibilitychange", () => document.hidden && this.close("hidden"));
    window.addEventListener("pagehide", () => this.close("hidden"));
  }

  async open(shot) {
    this.close();
    const view = this.template.content.cloneNode(true).firstElementChild;
    this.part = (name) => view.querySelector(`[data-${name}]`);
    Object.assign(this, { shot, view, camera: new Camera(this.part("video"), { onLost: () => this.close("lost") }) });
    this.ghost = new Ghost(this.part("ghost"));
    shot.toggleAttribute("data-is-on", true);
    shot.append(view);
    this.wire();
    showOutline(this.part("outlines"), shot.dataset);
    this.part("hint").textContent = this.words.starting;
    this.part("shutter").focus({ preventScroll: true });
    shot.scrollIntoView({ block: "start" });
    await this.show(() => this.camera.open({ facingMode: this.facing }));
  }

  /** Turn the camera on, or round, by `how`; a camera that is refused or missing says so. */
  async show(how) {
    this.watch?.stop();
    const { view } = this;
    const isOn = await how().catch((error) => this.view === view && this.close(reasonOf(error)));
    if (!isOn || this.view !== view) return;
    this.part("stage").toggleAttribute("data-mirrored", this.camera.isFront);
    this.part("hint").textContent = "";
    this.watch = new Watch({ video: this.part("video"), ghost: this.part("ghost"), onHint: (hint) => this.say(hint), onSteady: () => this.chosen.auto && this.press() });
    this.offerTurning(view);
    this.offerGhost(view);
  }

  wire() {
    this.part("shutter").addEventListener("click", () => (this.countdown.isRunning ? this.calmDown() : this.press()));
    this.part("turn").addEventListener("click", () => { this.calmDown(); this.show(() => this.camera.turnRound()); });
    this.part("camera-off").addEventListener("click", () => this.close("hidden"));
    this.part("voice-choice").hidden = !("speechSynthesis" in window);
    for (const input of this.view.querySelectorAll("input")) {
      if (input.type === "radio") input.checked = input.value === this.chosen[input.name];
      else input.checked = this.chosen[input.name];
    }
    this.view.addEventListener("change", ({ target }) => this.choose(target));
  }

  choose({ type, name, value, checked }) {
    this.chosen[name] = type === "radio" ? value : checked;
    if (name === "ghost") this.ghost.strength = value;
  }

  async offerTurning(view) {
    const others = await this.camera.others();
    if (this.view !== view) return;
    const turn = this.part("turn");
    turn.hidden = others.length === 0;
    turn.textContent = this.camera.isFront ? this.words.useBack : this.words.useFront;
  }

  async offerGhost(view) {
    const { earlier } = this.shot.dataset;
    if (!earlier || !this.part("ghost").hidden) return;
    const isThere = await this.ghost.show(earlier, this.chosen.ghost);
    if (this.view === view) this.part("ghost-choice").hidden = !isThere;
  }

  say(hint) {
    if (this.countdown.isRunning) return;
    const text = this.words.hints[hint];
    this.part("hint").textContent = text;
    if (!this.chosen.voice) return;
    speechSynthesis.cancel();
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: document.documentElement.lang }));
  }

  /** The shutter, by hand or by itself: at once, or after the timer. */
  press() {
    if (!this.part("video").videoWidth || this.countdown.isRunning) return;
    const seconds = Number(this.chosen.timer);
    if (!seconds) { this.take(); return; }
    this.part("hint").textContent = this.words.takingIn.replace("%s", seconds);
    this.part("shutter-words").textContent = this.words.stopTimer;
    this.countdown.start(seconds, { onSecond: (left) => { this.part("count").textContent = left; }, onEnd: () => this.take() });
  }

  calmDown() {
    this.countdown.stop();
    this.part("count").textContent = "";
    this.part("hint").textContent = "";
    this.part("shutter-words").textContent = this.words.takePhoto;
  }

  take() {
    const { shot } = this;
    const canvas = drawn(this.part("video"), framed(this.part("video")));
    this.close();
    this.onTaken(shot, canvas);
  }

  /** Everything off; `why` is told where she did not take a photo. */
  close(why = "") {
    if (!this.view) return;
    this.countdown.stop();
    this.watch?.stop();
    this.camera.stop();
    this.ghost.release();
    this.view.remove();
    this.shot.removeAttribute("data-is-on");
    this.view = null;
    if ("speechSynthesis" in window) speechSynthesis.cancel();
    if (why) this.onOff(this.shot, why);
  }
}
