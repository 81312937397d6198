// The page of a gift that is not paid yet looks again by itself, and says what has changed.
const PAUSE_MS = 3000;
const MOST_LOOKS = 60;
const shown = document.querySelector("[data-waiting]");
let looks = 0;

if (shown) setTimeout(look, PAUSE_MS);

async function look() {
  looks += 1;
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const found = page.querySelector("[data-gift]");
    if (found && found.dataset.gift !== shown.dataset.gift) {
      shown.replaceChildren(...found.childNodes);
      document.querySelector(".strip")?.replaceWith(page.querySelector(".strip") ?? ""); // the scale has moved
      return;
    }
  } catch {
    // No connection: it may be back at the next look.
  }
  if (looks < MOST_LOOKS) setTimeout(look, PAUSE_MS);
}
