// Embeds load when the reader asks for them, and not before.
for (const figure of document.querySelectorAll("[data-embed]")) {
  const offer = figure.querySelector("[data-embed-offer]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => load(figure, offer));
}

function load(figure, offer) {
  const frame = document.createElement("iframe");
  frame.title = figure.dataset.embedTitle;
  frame.allow = figure.dataset.embedAllow;
  frame.allowFullscreen = true;
  // A player needs its own origin and its own scripts; it may not lead the reader's page away.
  frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation";
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // some players refuse without
  frame.src = figure.dataset.embed;
  figure.classList.add("is-loaded");
  offer.replaceWith(frame);
  frame.focus();
}
