// Where questions are typed: Enter sends, Shift+Enter makes a line.

const LONGEST = 2000; // characters, as the server counts them
const COUNT_FROM = 1800;
const LARGEST = 5; // megabytes, as the server takes them
const [form, text, count, file, attach] = ["form", "text", "count", "file", "attach"].map((id) => document.getElementById(id));

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

// A list of served firms, or a filled form.
export function onFile(handIn, refuse) {
  attach.addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (chosen && chosen.size > LARGEST * 2 ** 20) refuse(`文件超过${LARGEST}MB，请删去图片和附件后再发。`);
    else if (chosen) handIn(chosen);
    file.value = ""; // so that the same file, mended, can be chosen again
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
