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
// A unit of an added regulation is "key/unit"; the panel names the regulation.
export const unitLabel = (id) => id.replace(/^.*\//, "").replace("#", " · ");

// A line of a reply; the address of a report of this installation becomes a link.
const REPORT = /https?:\/\/[^/\s]+(\/check\/\S+)/;

export function withLink(words) {
  const found = words.match(REPORT);
  if (!found) return [words];
  const link = make("a", "", found[1].endsWith(".docx") ? "下载报告" : "打开报告");
  link.href = found[1];
  link.target = "_blank";
  link.rel = "noopener";
  return [words.slice(0, found.index), link, words.slice(found.index + found[0].length)];
}

// One line of a unit; the rows of a form come with " | " between their cells.
export function unitLine(text, marks = []) {
  if (!text.includes(" | ")) return make("p", "", ...marked(text, marks));
  return make("p", "cells", ...text.split(" | ").map((cell) => make("span", "", cell)));
}

// `text` with the first of each of the words in `marks` set off.
function marked(text, marks) {
  const words = marks.find((each) => text.includes(each));
  if (!words) return [text];
  const at = text.indexOf(words);
  const rest = marks.filter((each) => each !== words);
  const after = text.slice(at + words.length);
  return [...marked(text.slice(0, at), rest), make("mark", "", words), ...marked(after, rest)];
}
