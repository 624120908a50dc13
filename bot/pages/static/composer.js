// Where questions are typed: Enter sends, Shift+Enter makes a line.

const LONGEST = 2000; // characters, as the server counts them
const COUNT_FROM = 1800;
const [form, text, count] = ["form", "text", "count"].map((id) => document.getElementById(id));

const length = (words) => [...words].length;

export function onQuestion(say) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words && length(words) <= LONGEST) {
      text.value = "";
      say(words);
    }
    fit();
    text.focus();
  });
}

// The box grows with its text; near the limit the characters are counted.
function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const typed = length(text.value.trim());
  text.setAttribute("aria-invalid", String(typed > LONGEST));
  count.textContent = typed < COUNT_FROM ? "" : counted(typed);
}

function counted(typed) {
  if (typed <= LONGEST) return `${typed}/${LONGEST} 个字`;
  return `${typed} 个字，多了 ${typed - LONGEST} 个；最多 ${LONGEST} 个字，请分几条发。`;
}

// While a word is being composed, Enter chooses it and does not send; Safari reports that as 229.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  form.requestSubmit();
});
