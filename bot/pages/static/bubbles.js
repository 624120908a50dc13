// How the conversation looks: one turn per message, in the order they came.

import { button, make, unitLabel, unitLine, withLink } from "./dom.js";
import { isVerdict, verdictRow } from "./verdicts.js";

const QUOTED = "▎";
const SOURCE = "——";
const KEY = "关键：";
const BUSY_AFTER = 300; // milliseconds; a quick answer needs no sign
const log = document.getElementById("log");
const waiting = make("div", "turn", make("p", "bubble busy", "正在查条文…"));

let restoredBefore = null; // the turn that restored ones go before
let atEnd = true;
let busyTimer = 0;

// Lines that begin with the mark of a quotation are put together into one.
function parts(text, marks) {
  const found = [];
  for (const line of text.split("\n")) {
    const quoted = line.startsWith(QUOTED);
    const words = quoted ? line.slice(QUOTED.length) : line;
    if (!words.trim()) continue;
    if (!found.length || found.at(-1).quoted !== quoted) found.push({ quoted, lines: [] });
    found.at(-1).lines.push(words);
  }
  return found.flatMap(({ quoted, lines }) =>
    quoted ? [make("blockquote", "", ...lines.map((line) => unitLine(line, marks)))] : lines.map(plainLine),
  );
}

// The deciding words are marked where they stand; the line that repeats them is for channels that cannot.
const plainLine = (words) => make("p", lineClass(words), ...withLink(words));
const lineClass = (words) => (words.startsWith(SOURCE) ? "source" : words.startsWith(KEY) ? "key" : "");

function add(turn) {
  const before = waiting.isConnected ? waiting : null;
  log.insertBefore(turn, restoredBefore || before);
  if (log.getAttribute("aria-busy") === "false") reveal(turn);
  return turn;
}

// A long answer is shown from its beginning.
function reveal(turn) {
  const long = turn.offsetHeight > log.clientHeight;
  log.scrollTop = long ? turn.offsetTop : log.scrollHeight;
}

// Adds what was said before, above whatever has been typed since, without reading it all aloud.
export function restore(addAll) {
  restoredBefore = log.firstElementChild;
  addAll();
  restoredBefore = null;
  log.setAttribute("aria-busy", "false");
  log.scrollTop = log.scrollHeight;
}

export function showMine(words) {
  const bubble = make("div", "bubble", words);
  return add(make("div", "turn mine", make("span", "unseen", "您说："), bubble, make("p", "state")));
}

export const showNote = (words) => add(make("div", "turn", make("p", "note", words)));

// `does` says what buttons do: press(choice, undo) for choices, open(id, button) for cited units.
export function showReply({ text, buttons = [], units = [], marks = [] }, does) {
  const turn = make("div", "turn", make("span", "unseen", "惠企说："), make("div", "bubble", ...parts(text, marks)));
  const verdicts = buttons.filter(isVerdict);
  const replies = buttons.filter((each) => !isVerdict(each));
  if (units.length || verdicts.length) turn.append(footRow(units, verdicts, does));
  if (replies.length) turn.append(replyRow(replies, does));
  return add(turn);
}

function footRow(units, verdicts, does) {
  const row = make("div", "choices", ...units.map((id) => chip(id, does.open)));
  if (verdicts.length) row.append(verdictRow(verdicts, does.press));
  return row;
}

const chip = (id, open) => button(`原文：${unitLabel(id)}`, "cite", (made) => open(id, made));

// Quick replies belong to the newest message that has any.
function replyRow(replies, does) {
  dropReplies();
  const row = make("div", "choices replies");
  row.append(...replies.map((each) => button(each.title, "reply", () => does.press(each))));
  return row;
}

export function dropReplies() {
  const hadFocus = document.activeElement?.classList.contains("reply");
  for (const row of log.querySelectorAll(".replies")) row.remove();
  if (hadFocus) log.focus({ preventScroll: true });
}

// What became of one's own message, where it has a turn; with `retry` it is a button.
export function setState(turn, words, retry) {
  const state = turn?.querySelector(".state");
  if (!state || state.textContent === words) return;
  if (state.contains(document.activeElement)) log.focus({ preventScroll: true });
  state.replaceChildren(retry ? button(words, "retry", retry) : words);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

export function showBusy(busy) {
  clearTimeout(busyTimer);
  if (!busy) waiting.remove();
  else if (!waiting.isConnected) busyTimer = setTimeout(() => (log.append(waiting), reveal(waiting)), BUSY_AFTER);
}

// When the keyboard of a phone opens, the end of the conversation stays in sight.
log.addEventListener("scroll", () => (atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40));
new ResizeObserver(() => atEnd && (log.scrollTop = log.scrollHeight)).observe(log);
