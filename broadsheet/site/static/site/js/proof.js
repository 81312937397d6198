// A guest's proof of work, made in a worker while the comment is being written.
// The form says where a challenge and the worker are: `data-challenge` and `data-solver`.
const FRESH_MS = 15 * 60 * 1000; // the server takes an answer for 20 minutes
const PATIENCE_MS = 10 * 1000;
let made = null;

// Begins, where that has not happened; call it as often as you like.
export function prepare(form) {
  if (made && Date.now() - made.at < FRESH_MS) return;
  made = { at: Date.now(), answer: make(form.dataset) };
}

// An answer, another one each time, or "" where there is none: the comment is then held.
export async function answer(form) {
  prepare(form);
  const first = made.answer;
  made = null;
  return (await first) || make(form.dataset); // the connection may be back
}

async function make({ challenge, solver }) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const puzzle = await (await fetch(challenge, { cache: "no-store", signal })).json();
    const number = await solve(puzzle, new Worker(solver));
    return btoa(JSON.stringify({ ...puzzle, number }));
  } catch {
    return "";
  }
}

function solve(puzzle, worker) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE_MS);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(puzzle);
  }).finally(() => worker.terminate());
}
