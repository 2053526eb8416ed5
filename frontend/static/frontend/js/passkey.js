// Passkeys: what the server asks goes to the device; what the device answers goes back in the form.
const form = document.querySelector("[data-passkey]");
const MAKES = form?.dataset.passkey === "create";

if (form && globalThis.PublicKeyCredential) {
  form.hidden = false;
  if ("passkeyFirst" in form.dataset) putFirst(document.querySelector("[data-by-mail]"));
  document.querySelector("[data-without-passkeys]")?.remove();
  form.addEventListener("submit", answer);
}

/** In the page itself, so that it also comes first to the keyboard and to a screen reader. */
function putFirst(byMail) {
  byMail.before(form);
  form.querySelector("button").classList.remove("button--second");
  byMail.querySelector("button").classList.add("button--second");
}

async function answer(event) {
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(plain(await asked(await options())));
  } catch {
    failed.hidden = false; // she turned it down, or the device has none
    return;
  }
  form.submit();
}

/** On the page, or fetched from where the form goes: then nobody is known yet. */
async function options() {
  const given = document.getElementById("passkey-options");
  if (given) return JSON.parse(given.textContent).publicKey;
  const sent = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await sent.json()).request_options.publicKey;
}

function asked(wanted) {
  const publicKey = { ...wanted, challenge: bytes(wanted.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    publicKey[list] = (wanted[list] ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  }
  if (!MAKES) return navigator.credentials.get({ publicKey });
  publicKey.user = { ...wanted.user, id: bytes(wanted.user.id) };
  return navigator.credentials.create({ publicKey });
}

/** The answer as the WebAuthn standard writes it in JSON. */
function plain(credential) {
  const { response } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: said,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
