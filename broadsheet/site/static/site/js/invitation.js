// The invitation floats until the conversation is in sight or the reader closes it, for good.
const KEY = "broadsheet.invitation";
const invitation = document.querySelector("[data-invitation]");
const conversation = document.querySelector("[data-conversation]");

function isClosed() {
  try {
    return localStorage.getItem(KEY) === "closed";
  } catch {
    return false; // storage is switched off: the invitation comes back, that is all
  }
}

function close() {
  try {
    localStorage.setItem(KEY, "closed");
  } catch {
    // as above
  }
  invitation.remove();
}

if (isClosed()) {
  invitation?.remove();
} else if (invitation && conversation) {
  const button = invitation.querySelector("[data-close]");
  button.hidden = false;
  button.addEventListener("click", close);
  new IntersectionObserver(([entry]) => {
    invitation.classList.toggle("is-floating", !entry.isIntersecting);
  }).observe(conversation);
}
