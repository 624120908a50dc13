// Building elements. Text is set as text, never as markup.

export function make(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function button(title, className, press) {
  const made = make("button", className, title);
  made.type = "button";
  made.addEventListener("click", () => press(made));
  return made;
}

// A unit's id as people read it: 附件2#八 → 附件2 · 八.
export const unitLabel = (id) => id.replace("#", " · ");

// One line of a unit; the rows of a form come with " | " between their cells.
export function unitLine(text) {
  if (!text.includes(" | ")) return make("p", "", text);
  return make("p", "cells", ...text.split(" | ").map((cell) => make("span", "", cell)));
}
