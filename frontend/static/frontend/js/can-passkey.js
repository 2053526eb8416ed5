// Tells with the form whether this device can sign her in by face or finger; asked before she sends it.
const field = document.querySelector("[data-can-passkey]");
const can = await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false);
if (can) field.value = "yes";
