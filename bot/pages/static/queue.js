// Messages on their way: sent one after another, each until it is answered. They are kept over a
// reload, and an item is tried again with the same id, so that the server answers it once.

import { Refused, send, sendFile } from "./api.js";
import { load, save } from "./storage.js";

const KEY = "huiqi-unsent";
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between attempts

// `view` hears of each step: sending(), slow(item), answered(item, messages),
// refused(item, sentence), failed(items, sentence), and idle() when nothing is on its way.
// An item is {message, words, after}; whatever else it carries is not kept, nor is one with a file.
export class Queue {
  #view;
  #items = [];
  #failures = 0;
  #timer = 0;
  #running = false;
  #open = false;

  constructor(view) {
    this.#view = view;
  }

  // What an earlier load of the page could not deliver.
  static kept() {
    return load("sessionStorage", KEY);
  }

  add(item) {
    this.#items.push(item);
    this.#keep();
    this.retry();
  }

  // Nothing is sent before, so that the history cannot hold what is still to be shown.
  open() {
    this.#open = true;
    this.retry();
  }

  retry() {
    clearTimeout(this.#timer);
    if (this.#open && !this.#running) this.#run();
  }

  async #run() {
    this.#running = true;
    while (this.#items.length && (await this.#sendFirst(this.#items[0])));
    this.#running = false;
    this.#view.idle();
  }

  // True if the next attempt may follow at once.
  async #sendFirst(item) {
    this.#view.sending();
    try {
      const { messages, pending } = await (item.file ? sendFile(item.message, item.file) : send(item.message));
      this.#failures = 0;
      if (pending) this.#view.slow(item);
      else this.#finish((done) => this.#view.answered(done, messages));
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) return this.#later(error.message);
      this.#finish((done) => this.#view.refused(done, error.message));
      return true;
    }
  }

  #finish(tell) {
    const done = this.#items.shift();
    this.#keep();
    tell(done);
  }

  #later(sentence) {
    const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)];
    this.#timer = setTimeout(() => this.retry(), pause * 1000);
    this.#view.failed(this.#items, sentence);
    return false;
  }

  #keep() {
    const kept = this.#items.filter(({ file }) => !file);
    save("sessionStorage", KEY, kept.map(({ message, words, after }) => ({ message, words, after })));
  }
}
