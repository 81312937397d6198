// Which comments are chosen, said beside the buttons that judge them all.
export function chosen(board) {
  return [...board.querySelectorAll("[data-pick]:checked")];
}

export function showChosen(board) {
  const count = board.querySelector("[data-chosen-count]");
  if (!count) return;
  const number = chosen(board).length;
  const words = board.dataset;
  count.textContent =
    number === 0 ? words.chosenNone
    : number === 1 ? words.chosenOne
    : words.chosen.replace("#", number);
}

export function watchChoice(board) {
  const all = board.querySelector("[data-choose-all]");
  if (!all) return;
  all.hidden = false;
  all.addEventListener("change", (event) => {
    for (const pick of board.querySelectorAll("[data-pick]:enabled")) {
      pick.checked = event.target.checked;
    }
  });
  board.addEventListener("change", () => showChosen(board));
  showChosen(board);
}
