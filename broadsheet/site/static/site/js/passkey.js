// Passkeys: what a browser and a device agree on goes to the server by a plain form.
// Source: W3C Web Authentication, Level 3. Browsers that do not read its JSON use codes instead.

const isName = !/^[\d.]+$|^\[/.test(location.hostname); // an IP address can have no passkey
const canPasskey =
  isName && typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

function create({ publicKey }) {
  // A key that the device keeps can sign in alone, without a name and a password.
  const authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "preferred",
    requireResidentKey: false,
  };
  const wanted = { ...publicKey, authenticatorSelection };
  return navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted),
  });
}

function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
  });
}

async function optionsFor(form) {
  if (!form.dataset.options) {
    return JSON.parse(form.querySelector("script[type='application/json']").textContent);
  }
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function perform(form) {
  const fault = form.querySelector("[data-passkey-fault]");
  fault.hidden = true;
  try {
    const options = await optionsFor(form);
    const ceremony = form.dataset.passkey === "create" ? create : get;
    const credential = await ceremony(options);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    fault.hidden = false; // refused, interrupted, or nothing there to use
  }
}

if (canPasskey) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("[data-passkey-begin]").addEventListener("click", () => perform(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // Enter in a field begins, as the button does
      perform(form);
    });
  }
  for (const offer of document.querySelectorAll("[data-passkey-offer]")) offer.hidden = false;
  for (const words of document.querySelectorAll("[data-passkey-without]")) words.hidden = true;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
