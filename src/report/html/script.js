"use strict";
(() => {
  const list = document.getElementById("endpoints");
  const tools = document.getElementById("tools");
  if (!list || !tools) return;
  const all = Array.from(list.children);
  const text = all.map((one) => one.firstElementChild.textContent.toLowerCase());
  const [words, code, order] = ["words", "code", "order"].map((id) => document.getElementById(id));
  const count = document.getElementById("count");
  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    all.forEach((one, n) => {
      const fits = wanted.every((word) => text[n].includes(word)) && (!code.value || one.dataset.code === code.value);
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + all.length + " shown";
  };
  const by = {
    severity: (a, b) => a.dataset.rank - b.dataset.rank || a.dataset.n - b.dataset.n,
    input: (a, b) => a.dataset.n - b.dataset.n,
    name: (a, b) => a.dataset.name.localeCompare(b.dataset.name),
    time: (a, b) => b.dataset.us - a.dataset.us,
  };
  order.addEventListener("change", () => list.append(...Array.from(list.children).sort(by[order.value])));
  words.addEventListener("input", show);
  code.addEventListener("change", show);
  tools.hidden = false;
  show();
})();
