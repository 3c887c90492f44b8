/** Choosing an object: by the code on its label, by its number or name, or from the list. */

import { button, h } from "./dom.js";
import { NumberError, parseNumber } from "./numbers.js";
import { scanNumber } from "./scanner.js";
import { plainly, say } from "./words.js";

const SHOWN = 6;

/** Wire a question's text field to the objects of this device. `chosen` is told of each answer. */
export function picker({ input, model, value, view, chosen }) {
  const box = h("div", { class: "picker" });
  input.replaceWith(box);
  let current = value;

  function showChosen() {
    const label = say("change_answer", { answer: view.nameOf(current) });
    const change = button(say("change"), () => set(""), { "aria-label": label });
    box.replaceChildren(h("p", { class: "chosen" }, h("strong", {}, view.nameOf(current))), change);
    return change;
  }

  function showSearch() {
    const found = h("ul", { class: "found" });
    const status = h("p", { role: "status", class: "quiet" });
    input.value = "";
    input.oninput = () => look(found, status);
    const scan = button(say("scan"), async () => {
      const number = await scanNumber();
      if (number) set(number);
    });
    box.replaceChildren(h("div", { class: "side" }, input, scan), status, found);
    look(found, status);
    return input;
  }

  function look(found, status) {
    const all = matching(input.value, model, view);
    const choice = (number, label) => h("li", {}, button(label, () => set(number)));
    found.replaceChildren(...all.slice(0, SHOWN).map((number) => choice(number, view.nameOf(number))));
    const typed = numberIn(input.value);
    if (typed.number && !all.includes(typed.number)) {
      found.append(choice(typed.number, say("use_unknown", { number: typed.number })));
    }
    const many = all.length > SHOWN ? say("of_many", { shown: SHOWN, count: all.length }) : "";
    status.textContent = typed.problem || many;
  }

  function set(number) {
    current = number;
    chosen(number);
    (number ? showChosen() : showSearch()).focus();
  }

  if (current) showChosen();
  else showSearch();
}

/** The objects whose number, name, or number given by others holds what was typed. */
export function matching(text, model, view) {
  const asked = plainly(text.trim());
  const all = view.objects(model);
  if (!asked) return all;
  return all.filter((number) => {
    const names = [number, view.called(number), ...(view.given[number] ?? [])];
    return names.some((name) => plainly(name).includes(asked));
  });
}

/** A whole number that was typed, or why it is none; neither while it may still become one. */
function numberIn(text) {
  try {
    return { number: parseNumber(text), problem: "" };
  } catch (error) {
    if (!(error instanceof NumberError)) throw error;
    return { number: "", problem: error.code === "check" ? say("check_wrong") : "" };
  }
}
