// Readers select words of the story and write about them. The words, and what stands around
// them, go with the comment; the server finds their place.
const MOST = 1000;
const CONTEXT = 64;
const PAUSE_MILLISECONDS = 150;
const LETTER = /[\p{L}\p{N}]/u;
// What stands in a story and is not its text.
const OTHER = "h2, figure, nav, aside, .ask-mark, .note-mark, .unseen, .quote, .update-time, "
  + ".document, .table, .embed, .gallery, .sources, .corrections, .also-in, .footnotes, .changed";
const story = document.querySelector(".story-body");
const template = document.querySelector("[data-choosing]");
let chosen = null;
let pause = 0;

// `show` opens an aside with the composer in it; see asked.js.
export function choose(show) {
  const button = document.createElement("button");
  Object.assign(button, {
    type: "button",
    className: "button comment-on",
    textContent: template.dataset.choosing,
    onclick: () => write(button, show),
    onpointerdown: (event) => event.preventDefault(), // the selection stays
  });
  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(offer, PAUSE_MILLISECONDS, button);
  };
  document.addEventListener("selectionchange", soon);
  soon();
}

// The button stands below the selection, and after its paragraph in the order of tabs.
function offer(button) {
  if (document.activeElement === button) return;
  chosen = selected();
  if (!chosen) return button.remove();
  const block = outermost(chosen.range.endContainer);
  if (block.nextSibling !== button) block.after(button);
  const end = [...chosen.range.getClientRects()].at(-1);
  const around = button.offsetParent.getBoundingClientRect();
  const most = around.width - button.offsetWidth;
  button.style.left = `${Math.max(0, Math.min(end.left - around.left, most))}px`;
  button.style.top = `${end.bottom - around.top + 8}px`;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!story.contains(range.commonAncestorContainer)) return null;
  const { text, start, end } = textAround(range);
  const words = text.slice(start, end).trim();
  if (!LETTER.test(words) || words.length > MOST) return null;
  let at = text.indexOf(words, start);
  let to = at + words.length;
  while (isInWord(text, at)) at -= 1; // whole words, as people mean them
  while (isInWord(text, to)) to += 1;
  return {
    range,
    quote: text.slice(at, to),
    before: text.slice(Math.max(0, at - CONTEXT), at),
    after: text.slice(to, to + CONTEXT),
  };
}

function isInWord(text, at) {
  return at > 0 && at < text.length && LETTER.test(text[at - 1]) && LETTER.test(text[at]);
}

// The story's text as the server reads it, and where in it the range begins and ends.
function textAround(range) {
  let text = "";
  let start = -1;
  let end = 0;
  let block = null;
  for (const node of textNodes()) {
    const own = node.parentElement.closest("p, li, h3, h4, blockquote");
    if (text && (own !== block || node.nodeName === "BR")) text += "\n";
    block = own;
    if (range.intersectsNode(node)) {
      if (start < 0) start = text.length + (node === range.startContainer ? range.startOffset : 0);
      end = text.length + (node === range.endContainer ? range.endOffset : node.length ?? 0);
    }
    text += node.data ?? "";
  }
  return { text, start: Math.max(start, 0), end };
}

function* textNodes() {
  const walker = document.createTreeWalker(story, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => {
      if (node.nodeType === Node.TEXT_NODE || node.nodeName === "BR") return NodeFilter.FILTER_ACCEPT;
      return node.matches(OTHER) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    },
  });
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (node.nodeName === "BR" || node.data.trim() || isWithin(node)) yield node;
  }
}

// Spaces between elements of a paragraph are text; those between paragraphs are not.
function isWithin(node) {
  return node.parentElement.closest("p, li, h3, h4, blockquote");
}

function outermost(node) {
  let element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  while (!element.parentElement.matches(".story-body, .update, .asking")) {
    element = element.parentElement;
  }
  return element;
}

async function write(button, show) {
  const { range, ...said } = chosen;
  const aside = template.content.firstElementChild.cloneNode(true);
  const words = aside.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("#", () => said.quote);
  for (const name of Object.keys(said)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name });
    field.setAttribute("form", "write");
    aside.append(field);
  }
  outermost(range.startContainer).before(aside);
  button.remove();
  if (window.Highlight) CSS.highlights.set("chosen", new Highlight(range));
  getSelection().removeAllRanges();
  await show(aside, { opener: null, fields: said });
  aside.remove();
  window.CSS.highlights?.delete("chosen");
}
