// The browser's own way to share a page, or else its address in the clipboard.
const place = document.querySelector("[data-share]");

if (place && (navigator.share || navigator.clipboard)) {
  const button = place.querySelector("button");
  const status = place.querySelector("[role=status]");
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;

  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title: document.title, url }).catch(() => {}); // closed again
      return;
    }
    await navigator.clipboard.writeText(url);
    status.textContent = button.dataset.said;
  });
  place.hidden = false;
}
