// The chat page's way to the server. A message keeps its id however often it is sent,
// so the server answers it once.

const PATIENCE = 40_000; // milliseconds; the server itself answers within 25 seconds
const TOO_MANY = 429;

export class Refused extends Error {} // the server understood and says no; `message` says why
export class Unreachable extends Error {} // send again later; `message` may say why

async function call(path, options = {}) {
  const { status, body } = await exchange(path, options);
  if (status >= 500 || status === TOO_MANY) throw new Unreachable(body.error || "");
  if (status >= 400) throw new Refused(body.error || "请求没有被接受。");
  return body;
}

async function exchange(path, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(path, { ...options, signal: patience.signal });
    return { status: response.status, body: await read(response) };
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}

// An error may come from a proxy that does not speak JSON; an answer that breaks off is no answer.
async function read(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (response.ok) throw error;
    return {};
  }
}

export const send = (message) =>
  call("/api/chat", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });

// A file goes as a form; the server reads it in the turn of its message.
export function sendFile({ id }, file) {
  const body = new FormData();
  body.append("id", id);
  body.append("file", file, file.name);
  return call("/api/chat/file", { method: "POST", body });
}

export const history = () => call("/api/chat/history");

export const updates = (after) => call(`/api/chat/updates?after=${after}&wait=25`);

export const unit = (id) => call(`/api/units/${encodeURIComponent(id)}`);

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
