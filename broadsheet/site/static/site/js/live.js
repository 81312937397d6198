// What moves while somebody reads: asked for every few seconds while the page is in sight, seldom
// where nobody stirs or no answer comes. The first time it also says that the story is read.
import { tell } from "./news.js";

const FIRST_MS = 2000;
const PAUSE_MS = 10_000;
const LONGEST_MS = 120_000;
const STILL_MS = 60_000;
const STIRS = ["scroll", "keydown", "pointerdown", "pointermove"];
const url = document.querySelector("[data-live]")?.dataset.live;
let timer = 0;
let isAsking = false;
let isRead = false;
let askedAt = Date.now() - PAUSE_MS + FIRST_MS;
let stirredAt = Date.now();
let failures = 0;
let stills = 0;

if (url) {
  document.addEventListener("visibilitychange", turn);
  for (const sign of STIRS) addEventListener(sign, stir, { passive: true });
  turn();
}

function isSeen() {
  return document.visibilityState === "visible" && !document.prerendering;
}

// Nothing is asked while the page is hidden. Before the first time it is to be seen for a moment.
function turn() {
  clearTimeout(timer);
  if (!isSeen() || isAsking) return;
  const due = askedAt + Math.min(PAUSE_MS * 2 ** (failures + stills), LONGEST_MS) - Date.now();
  timer = setTimeout(ask, Math.max(due, isRead ? 0 : FIRST_MS));
}

function stir() {
  stirredAt = Date.now();
  if (!stills) return;
  stills = 0;
  turn();
}

async function ask() {
  isAsking = true;
  try {
    const answer = await fetch(isRead ? url : `${url}?read`, { signal: AbortSignal.timeout(PAUSE_MS) });
    if (!answer.ok) throw new Error(answer.status);
    isRead = true;
    failures = 0;
    const found = await answer.json();
    if (found.meter) move(found.meter);
    tell(found);
  } catch {
    failures += 1;
  }
  isAsking = false;
  askedAt = Date.now();
  if (askedAt - stirredAt > STILL_MS) stills += 1;
  turn();
}

// The scale of another campaign than the page shows waits for the next page.
function move({ campaign, raised, label, words, now, percent }) {
  for (const meter of document.querySelectorAll("[data-meter]")) {
    const link = meter.querySelector(".meter-words b a");
    if (meter.dataset.meter !== campaign || link?.textContent === raised) continue;
    const scale = meter.querySelector("[role=meter]");
    link.textContent = raised;
    link.setAttribute("aria-label", label);
    scale.setAttribute("aria-valuenow", now);
    scale.setAttribute("aria-valuetext", words);
    scale.querySelector(".meter-raised").setAttribute("width", `${percent}%`);
  }
}
