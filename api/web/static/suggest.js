// Fills the list under a search box with subjects, numbers and agencies as one types.
"use strict";
for (const box of document.querySelectorAll("input[data-suggest]")) {
  let timer = 0;
  let last = "";
  const show = async () => {
    const typed = box.value.trim();
    if (typed.length < 2 || typed === last) return;
    last = typed;
    const answer = await fetch(`${box.dataset.suggest}?limit=5&q=${encodeURIComponent(typed)}`);
    if (!answer.ok || box.value.trim() !== typed) return;
    const found = await answer.json();
    const texts = [
      ...found.numbers.map((one) => one.text),
      ...found.subjects.map((one) => one.text),
      ...found.agencies.map((one) => `จาก:"${one.text}"`),
    ];
    box.list.replaceChildren(...texts.map((text) => Object.assign(document.createElement("option"), { value: text })));
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  });
}
