// The camera itself: open, turn round, stop. It stops at once when nobody waits for it any more.
const SIZE = { width: { ideal: 2560 }, height: { ideal: 1920 } };
const SHAPE = 3 / 4; // width to height of every photo

export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** The upright part that the frame shows: 3 to 4 from the middle, in the camera's own pixels. */
export function framed({ videoWidth, videoHeight }) {
  const width = Math.min(videoWidth, videoHeight * SHAPE);
  const height = Math.min(videoHeight, videoWidth / SHAPE);
  return { x: (videoWidth - width) / 2, y: (videoHeight - height) / 2, width, height };
}

/** Why it did not open, as a code: refused, none or busy. */
export function reasonOf(error) {
  if (["NotAllowedError", "SecurityError"].includes(error.name)) return "refused";
  return ["NotFoundError", "OverconstrainedError"].includes(error.name) ? "none" : "busy";
}

export class Camera {
  constructor(video, { onLost }) {
    Object.assign(this, { video, onLost, asked: 0, facing: "user" });
  }

  /** Show the camera; false where it was stopped, or another asked for, in the meantime. */
  async open(which) {
    this.stop();
    const mine = this.asked;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } });
    if (mine !== this.asked) {
      release(stream);
      return false;
    }
    this.stream = stream;
    this.track.addEventListener("ended", this.onLost);
    this.facing = this.track.getSettings().facingMode ?? this.facing;
    this.video.srcObject = stream;
    await this.video.play();
    return mine === this.asked;
  }

  get track() {
    return this.stream.getVideoTracks()[0];
  }

  get isFront() {
    return this.facing !== "environment";
  }

  /** Cameras are only told apart once one may be used. */
  async others() {
    const all = await navigator.mediaDevices.enumerateDevices();
    const here = this.stream ? this.track.getSettings().deviceId : "";
    return all.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== here);
  }

  /** Front to back and back again; where a camera does not say which it is, the next one. */
  async turnRound() {
    const isTold = "facingMode" in this.track.getSettings();
    const [next] = await this.others();
    this.facing = this.isFront ? "environment" : "user";
    return this.open(isTold || !next ? { facingMode: this.facing } : { deviceId: { exact: next.deviceId } });
  }

  stop() {
    this.asked += 1;
    if (this.stream) release(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}
