// Whether this is the app on her home screen, and whether it gets there by hand.
export const isInstalled = navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;
export const isApple = "standalone" in navigator && navigator.maxTouchPoints > 0; // no prompt there: three steps
