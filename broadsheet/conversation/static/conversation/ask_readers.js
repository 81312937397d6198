// "Ask readers" in the editor: a question to the readers about the selected words.
// The mark is an inline style whose name holds the question's id; see ../../wagtail_hooks.py.
(() => {
  const PREFIX = "ASK-";
  const WORDS_MAX_LENGTH = 1000;
  const OVERLAP =
    "There is a question about some of these words already. " +
    "Select other words, or take that question off first.";
  const { createElement } = window.React;
  const { EditorState, RichUtils } = window.DraftJS;
  const config = JSON.parse(document.getElementById("wagtail-config").textContent);
  // The desk may have moved; its list of pages tells where it is.
  const pages = new URL(config.ADMIN_URLS?.PAGES ?? "/desk/pages/", location.origin);
  const questions = new URL("../questions/", pages);

  function AskReaders({ getEditorState, onChange }) {
    const style = markAt(getEditorState());
    return createElement(window.Draftail.ToolbarButton, {
      name: "ask-readers",
      label: "Ask readers",
      title: style ? "Take the question off these words" : "Ask readers about these words",
      active: Boolean(style),
      onClick: () => (style ? unmark(style) : ask()),
    });

    function unmark(style) {
      onChange(RichUtils.toggleInlineStyle(getEditorState(), style));
    }

    async function ask() {
      const selection = getEditorState().getSelection();
      const pieces = selectedPieces(getEditorState());
      const words = wordsOf(pieces);
      const articleId = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
      if (!articleId) return alert("Save the story as a draft first; then you can ask about its words.");
      if (!words) return alert("Select the words that you want to ask about.");
      if (pieces.some(isMarked)) return alert(OVERLAP);
      const question = prompt(`What do you want to ask readers about “${words}”?`)?.trim();
      if (!question) return;
      const id = await store({ article: articleId, question, words });
      if (!id) return;
      const marked = EditorState.acceptSelection(getEditorState(), selection);
      onChange(RichUtils.toggleInlineStyle(marked, PREFIX + id));
    }
  }

  function markAt(state) {
    return state.getCurrentInlineStyle().find(isMark);
  }

  // What is selected of each block: its text, and its characters with their styles.
  function selectedPieces(state) {
    const selection = state.getSelection();
    const first = selection.getStartKey();
    const last = selection.getEndKey();
    const blocks = state.getCurrentContent().getBlocksAsArray();
    const keys = blocks.map((block) => block.getKey());
    return blocks.slice(keys.indexOf(first), keys.indexOf(last) + 1).map((block) => {
      const start = block.getKey() === first ? selection.getStartOffset() : 0;
      const end = block.getKey() === last ? selection.getEndOffset() : block.getLength();
      return {
        text: block.getText().slice(start, end),
        characters: block.getCharacterList().slice(start, end),
      };
    });
  }

  function wordsOf(pieces) {
    const words = pieces.map((piece) => piece.text).join(" ").trim();
    return [...words].slice(0, WORDS_MAX_LENGTH).join(""); // whole characters, as the server counts
  }

  function isMarked(piece) {
    return piece.characters.some((character) => character.getStyle().some(isMark));
  }

  function isMark(style) {
    return style.startsWith(PREFIX);
  }

  async function store(fields) {
    try {
      const answer = await fetch(questions, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
      });
      const told = await answer.json();
      if (answer.ok) return told.id;
      alert(told.reason);
    } catch {
      alert("The question could not be saved. Please try again.");
    }
    return null;
  }

  window.draftail.registerPlugin({ type: "ask-readers", inline: AskReaders }, "controls");
  window.draftail.registerPlugin(
    {
      type: "ask-readers-style",
      customStyleFn: (styles) =>
        styles.some(isMark)
          ? { backgroundColor: "#f7e3b5", color: "#1c1a17" }
          : null,
    },
    "plugins",
  );
})();
