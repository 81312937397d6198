// The invitation floats until the conversation is in sight or the reader closes it, for good.
import { keep, recall } from "./device.js";

const KEY = "broadsheet.invitation";
const invitation = document.querySelector("[data-invitation]");
const conversation = document.querySelector("[data-conversation]");

if (recall(KEY) === "closed") {
  invitation?.remove();
} else if (invitation && conversation) {
  const button = invitation.querySelector("[data-close]");
  button.hidden = false;
  button.addEventListener("click", close);
  new IntersectionObserver(([entry]) => {
    invitation.classList.toggle("is-floating", !entry.isIntersecting);
  }).observe(conversation);
}

function close() {
  keep(KEY, "closed");
  invitation.remove();
}
