// The cited unit, verbatim, beside the answer; a sheet from below on a phone.

import * as api from "./api.js";
import { button, make, unitLabel, unitLine } from "./dom.js";

const panel = document.getElementById("panel");
const [back, title, close, source, words, references] = [
  "back", "title", "close", "source", "words", "references",
].map((name) => document.getElementById(`panel-${name}`));
const narrow = matchMedia("(max-width: 999px)");

let opener = null; // gets the focus back
let path = []; // the units looked at, the one shown last

export function openUnit(id, from) {
  opener = from;
  path = [id];
  if (!panel.open) narrow.matches ? panel.showModal() : panel.show();
  close.focus();
  load();
}

function goOn(id) {
  path.push(id);
  title.focus();
  load();
}

function goBack() {
  path.pop();
  title.focus();
  load();
}

async function load() {
  const id = path.at(-1);
  clear(id);
  try {
    const unit = await api.unit(id);
    if (path.at(-1) === id) fill(unit);
  } catch (error) {
    if (path.at(-1) === id) failed(error);
  }
}

function clear(id) {
  title.textContent = unitLabel(id);
  back.hidden = path.length < 2;
  source.textContent = "正在取原文…";
  words.replaceChildren();
  references.hidden = true;
}

function fill(unit) {
  source.textContent = [`《${unit.regulation}》`, unit.chapter].filter(Boolean).join(" ");
  words.replaceChildren(...unit.display.split("\n").map((line) => unitLine(line)));
  const others = [...new Set([whole(unit.id), ...unit.references])].filter((id) => id !== unit.id);
  references.hidden = !others.length;
  references.replaceChildren(...others.map((id) => make("li", "", link(id, unit.id))));
  panel.scrollTop = 0;
}

function failed(error) {
  const again = button("再试一次", "link", load);
  source.replaceChildren(error.message || "没有取到，请检查网络。", error instanceof api.Refused ? "" : again);
}

// The article or annex that a unit is part of: 第二十条第二款 → 第二十条.
const whole = (id) => id.match(/^(?:.*\/)?(?:第[^条]+条|附件\d+)/)?.[0] ?? id;

function link(id, shown) {
  const words = id === whole(shown) ? `看全文：${unitLabel(id)}` : unitLabel(id);
  return button(words, "link", () => goOn(id));
}

function closePanel() {
  if (panel.open) panel.close();
}

back.addEventListener("click", goBack);
close.addEventListener("click", closePanel);
panel.addEventListener("close", () => opener?.focus());
panel.addEventListener("click", (event) => event.target === panel && narrow.matches && closePanel());
document.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && closePanel());
narrow.addEventListener("change", closePanel);
