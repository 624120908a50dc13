// The chat: what is typed or pressed goes into the queue, what the server says becomes bubbles.

import * as api from "./api.js";
import * as bubbles from "./bubbles.js";
import { onFile, onQuestion } from "./composer.js";
import { openUnit } from "./panel.js";
import { Queue } from "./queue.js";
import { isShownPress, isVerdict } from "./verdicts.js";

const EXAMPLES = ["挂了牌之后能用几年？", "要有多少专职人员？", "每个月几号之前要填报？", "什么情况会被撤销？"];
const WELCOME =
  "您好，我是惠企。用自己的话问就行，我从办法的条文里找答案，原文照录、注明出处；条文没写的，我会直说没写。\n您可以这样问：";
const OFFLINE = "网络不通，没发出的消息会在恢复后自动发出。";
const AGAIN_AFTER = 5000; // milliseconds

const net = document.getElementById("net");
const shown = new Set(); // outbox ids, so that no message is shown twice
const does = { press, open: openUnit };
const queue = new Queue({
  sending: () => bubbles.showBusy(true),
  slow: (item) => {
    notice("");
    bubbles.setState(item.turn, "还在处理，请稍候…");
  },
  answered: (item, messages) => {
    notice("");
    bubbles.setState(item.turn, "");
    messages.forEach(show);
  },
  refused: (item, sentence) => {
    notice("");
    bubbles.setState(item.turn, "");
    item.undo?.();
    bubbles.showNote(sentence);
  },
  failed: (items, sentence) => {
    notice(sentence || OFFLINE);
    for (const { turn } of items) bubbles.setState(turn, "没有发出，点此重试", () => queue.retry());
  },
  idle: () => bubbles.showBusy(false),
});

let last = 0; // the newest outbox id of history and updates; the next update comes after it
let lastShown = 0;

// Said aloud only when it changes.
function notice(sentence) {
  if (net.textContent !== sentence) net.textContent = sentence;
}

function show(message) {
  if (shown.has(message.id)) return;
  shown.add(message.id);
  lastShown = Math.max(lastShown, message.id);
  bubbles.showReply(message, does);
}

function say(words) {
  enqueue({ text: words }, words);
}

// Not kept over a reload: the page may not open somebody's file again by itself.
function handIn(file) {
  bubbles.dropReplies();
  const words = `📎 ${file.name}`;
  queue.add({ ...item({}, words), file, turn: bubbles.showMine(words) });
}

function press(choice, undo) {
  if (isVerdict(choice)) queue.add({ ...item({ token: choice.token }, choice.title), undo });
  else enqueue(choice.token ? { token: choice.token } : { text: choice.title }, choice.title);
}

function enqueue(message, words) {
  bubbles.dropReplies();
  queue.add({ ...item(message, words), turn: bubbles.showMine(words) });
}

const item = (message, words) => ({ message: { ...message, id: api.newId() }, words, after: lastShown });

// Shows the history; returns one's own messages in it, each with the reply it came after.
function tell(lines) {
  const mine = [];
  for (const line of lines) {
    if (line.from === "bot") show(line);
    else if (!isShownPress(line.text)) {
      bubbles.dropReplies();
      mine.push({ words: line.text, after: lastShown, turn: bubbles.showMine(line.text) });
    }
  }
  return mine;
}

// Sends on what an earlier load of the page had not seen answered. The server may have it
// already; then it stands in the history and is not shown again.
function resume(items, mine) {
  for (const each of items) {
    const at = mine.findIndex(({ words, after }) => words === each.words && after >= each.after);
    if (at >= 0) queue.add({ ...each, turn: mine.splice(at, 1)[0].turn });
    else if (isVerdict({ title: each.words, token: each.message.token })) queue.add(each);
    else queue.add({ ...each, turn: bubbles.showMine(each.words) });
  }
}

// From the survey page one comes here with the invitation; its code is sent once, for the person.
function acceptInvitation(mine) {
  const code = location.pathname.match(/^\/chat\/s\/([\w-]+)$/)?.[1];
  if (!code) return;
  if (!mine.some(({ words }) => words.includes(code))) say(`邀请码 ${code}`);
  window.history.replaceState(null, "", "/");
}

async function start() {
  const kept = Queue.kept();
  const { messages, last: newest } = await untilReached(api.history);
  last = newest;
  let mine = [];
  bubbles.restore(() => {
    if (messages.length) mine = tell(messages);
    else bubbles.showReply({ text: WELCOME, buttons: EXAMPLES.map((title) => ({ title })) }, does);
  });
  resume(kept, mine);
  acceptInvitation(mine);
  queue.open();
  listen();
}

async function untilReached(ask) {
  for (;;) {
    try {
      const answer = await ask();
      notice("");
      return answer;
    } catch (error) {
      notice(error.message || "连不上服务，正在重试…");
      await pause();
    }
  }
}

// What arrives without being asked for; hidden pages do not ask.
async function listen() {
  for (;;) {
    await visible();
    try {
      const { messages, last: newest } = await api.updates(last);
      messages.forEach(show);
      last = newest;
    } catch {
      await pause();
    }
  }
}

const pause = () => new Promise((go) => setTimeout(go, AGAIN_AFTER));

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }));
}

onQuestion(say);
onFile(handIn, bubbles.showNote);
addEventListener("offline", () => notice(OFFLINE));
addEventListener("online", () => {
  notice("");
  queue.retry();
});
start();
