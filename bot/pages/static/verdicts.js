// 有帮助 and 没帮助: small buttons at the answer they are about, which stay marked once pressed.

import { button, make } from "./dom.js";
import { load, save } from "./storage.js";

const TITLES = ["有帮助", "没帮助"];
const KEY = "huiqi-verdicts";
const MOST = 200;

// Presses seen on restored answers whose own line in the history is still to come.
const expected = [];

export const isVerdict = ({ title, token }) => Boolean(token) && TITLES.includes(title);

export function verdictRow(choices, press) {
  const row = make("div", "verdicts");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "这个回答有帮助吗");
  const given = load("localStorage", KEY);
  for (const choice of choices) row.append(button(choice.title, "verdict", () => choose(row, choice, press)));
  const chosen = choices.find(({ token }) => given.includes(token));
  if (chosen) {
    mark(row, chosen.title);
    expected.push(chosen.title);
  }
  return row;
}

function choose(row, choice, press) {
  if (row.dataset.chosen) return;
  mark(row, choice.title);
  save("localStorage", KEY, [...load("localStorage", KEY), choice.token].slice(-MOST));
  press(choice, () => unmark(row, choice));
}

function mark(row, title) {
  row.dataset.chosen = title;
  for (const each of row.children) {
    // Not `disabled`: the button that was pressed keeps the focus.
    each.setAttribute("aria-disabled", "true");
    each.setAttribute("aria-pressed", String(each.textContent === title));
  }
}

function unmark(row, { token }) {
  delete row.dataset.chosen;
  save("localStorage", KEY, load("localStorage", KEY).filter((given) => given !== token));
  for (const each of row.children) {
    each.removeAttribute("aria-disabled");
    each.removeAttribute("aria-pressed");
  }
}

// True if a line of the history is the press that a restored answer shows already.
export function isShownPress(words) {
  const at = expected.indexOf(words);
  if (at >= 0) expected.splice(at, 1);
  return at >= 0;
}
