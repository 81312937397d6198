// The invitation floats while the conversation is out of sight: out of the way of who reads on,
// back when they stop or turn round, its hint once only, and gone for good when it is closed.
import { keep, recall } from "./device.js";

const KEY = "broadsheet.invitation";
const IDLE_MS = 700;
const SLACK_PX = 4;
const invitation = document.querySelector("[data-invitation]");
const conversation = document.querySelector("[data-conversation]");
let before = scrollY;
let stopped = 0;

if (recall(KEY) === "closed") {
  invitation?.remove();
} else if (invitation && conversation) {
  const button = invitation.querySelector("[data-close]");
  button.hidden = false;
  button.addEventListener("click", close);
  invitation.classList.toggle("is-known", recall(KEY) === "known");
  new IntersectionObserver(([entry]) => float(!entry.isIntersecting)).observe(conversation);
  addEventListener("scroll", follow, { passive: true });
  document.addEventListener("focusin", makeWay);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && invitation.contains(document.activeElement)) close();
  });
}

function float(isFloating) {
  invitation.classList.toggle("is-floating", isFloating);
  if (isFloating && !invitation.matches(".is-known")) keep(KEY, "known");
}

function follow() {
  const isDown = scrollY > before + SLACK_PX;
  if (Math.abs(scrollY - before) > SLACK_PX) hide(isDown);
  before = scrollY;
  clearTimeout(stopped);
  stopped = setTimeout(hide, IDLE_MS, false);
}

// It never stands over what has the focus.
function makeWay({ target }) {
  const [mine, theirs] = [invitation, target].map((element) => element.getBoundingClientRect());
  const isApart = theirs.bottom < mine.top || theirs.top > mine.bottom
    || theirs.right < mine.left || theirs.left > mine.right;
  invitation.classList.toggle("is-covering", !isApart && !invitation.contains(target));
}

function hide(isHidden) {
  invitation.classList.toggle("is-away", isHidden);
}

function close() {
  keep(KEY, "closed");
  invitation.remove();
}
