// "Ask readers" in the editor: a question to the readers about the selected words.
// The mark is an inline style whose name holds the question's id; see ../../wagtail_hooks.py.
(() => {
  const PREFIX = "ASK-";
  const WORDS_MAX_LENGTH = 1000;
  let phrases = null; // they stand below this script, in the language of whoever edits
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
      label: say("label"),
      title: style ? say("take_off") : say("ask"),
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
      if (!articleId) return alert(say("save_first"));
      if (!words) return alert(say("select_first"));
      if (pieces.some(isMarked)) return alert(say("overlap"));
      const question = prompt(say("question").replace("#", () => words))?.trim();
      if (!question) return;
      const id = await store({ article: articleId, question, words });
      if (!id) return;
      const marked = EditorState.acceptSelection(getEditorState(), selection);
      onChange(RichUtils.toggleInlineStyle(marked, PREFIX + id));
    }
  }

  function say(name) {
    phrases ??= JSON.parse(document.getElementById("ask-readers-words").textContent);
    return phrases[name];
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
      alert(say("not_saved"));
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
