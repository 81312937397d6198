// What a reader's own device remembers. Storage may be switched off: then it remembers nothing.
export function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // as above
  }
}
