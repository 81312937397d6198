// What a reader's own device remembers. Storage may be switched off: then it remembers nothing.
export function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

// An empty value is forgotten.
export function keep(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // as above
  }
}

// Whoever has written or voted here before has something of their own to ask for.
export const SPOKE = "broadsheet.spoke";
