// Keys beside what the links already do: left and right turn pages, / goes to the search box, Esc goes back.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && typing) return event.target.blur();
  if (typing) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  const rel = { ArrowLeft: "prev", ArrowRight: "next", Escape: "up" }[event.key];
  const link = rel && document.querySelector(`a[rel=${rel}]`);
  // Left and right scroll what has the focus, as a chart that is wider than the window.
  if (link && !(rel !== "up" && event.target.closest(".scroll"))) link.click();
});
