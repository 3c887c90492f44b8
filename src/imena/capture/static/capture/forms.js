/** The form of one act: the server's own questions, filled from a draft and kept with every letter. */

import { button, h } from "./dom.js";
import { picker } from "./picker.js";
import { scanNumber } from "./scanner.js";
import { say } from "./words.js";

/** Fill `form` with the questions of an act. `answer(name, value)` is told of each; an empty value takes it back. */
export function fill(form, act, answers, view, answer) {
  form.replaceChildren(act.template.content.cloneNode(true));
  for (const question of form.querySelectorAll(".question")) {
    wire(question, answers[question.dataset.name] ?? "", view, (value) => answer(question.dataset.name, value));
  }
}

function wire(question, value, view, answer) {
  const { kind, model } = question.dataset;
  const inputs = [...question.querySelectorAll("input, select")];
  if (kind === "made") return made({ input: inputs[0], value, view, answer });
  if (kind === "object") return picker({ input: inputs[0], model, value, view, chosen: answer });
  if (kind === "objects") return several({ input: inputs[0], model, value, view, answer });
  if (kind === "choice" || kind === "many" || kind === "yes") return options(inputs, kind, value, answer);
  inputs[0].value = value;
  inputs[0].addEventListener("input", () => answer(inputs[0].value.trim()));
  return undefined;
}

/** The number of what an act makes: this device's own, or that of a printed label which no object bears yet. */
function made({ input, value, view, answer }) {
  const status = h("p", { role: "status" }, say("made_here"));
  const shown = h("strong", {}, value);
  const scan = button(say("use_label"), async () => {
    const number = await scanNumber();
    if (!number) return;
    const free = !view.modelOf(number);
    status.textContent = say(free ? "from_label" : "label_taken", { number });
    if (!free) return;
    shown.textContent = number;
    answer(number);
  });
  input.replaceWith(h("p", { class: "made" }, shown), status, scan);
}

function options(inputs, kind, value, answer) {
  const chosen = kind === "many" ? JSON.parse(value || "[]") : [value];
  for (const input of inputs) {
    input.checked = value !== "" && chosen.includes(input.value);
    input.addEventListener("change", () => {
      const checked = inputs.filter((each) => each.checked).map((each) => each.value);
      if (kind === "many") answer(checked.length ? JSON.stringify(checked) : "");
      else answer(checked[0] ?? "");
    });
  }
}

/** Several objects: each chosen one in a list, and the field for one more. */
function several({ input, model, value, view, answer }) {
  const chosen = value ? value.split(" ") : [];
  const box = h("div", {});
  input.replaceWith(box);

  function show() {
    const without = (number) => set(chosen.filter((each) => each !== number));
    const out = (number) => button(say("take_out"), () => without(number));
    const list = chosen.map((number) => h("li", {}, view.nameOf(number), " ", out(number)));
    const field = input.cloneNode();
    box.replaceChildren(h("ul", { class: "several" }, list), field);
    const add = (number) => number && set([...new Set([...chosen, number])]);
    picker({ input: field, model, value: "", view, chosen: add });
  }

  function set(numbers) {
    chosen.splice(0, chosen.length, ...numbers);
    answer(chosen.join(" "));
    show();
  }

  show();
}

/** What still lacks an answer, or has one that cannot be: each with its question's label. */
export function problems(form, act, answers) {
  const found = [];
  for (const { name, kind, label, required } of act.questions) {
    const value = answers[name] ?? "";
    const problem = problemWith(kind, value, required);
    const place = form.querySelector(`[data-name="${name}"]`);
    const error = place.querySelector(".error");
    error.hidden = !problem;
    error.textContent = problem;
    place.classList.toggle("wrong", Boolean(problem));
    if (problem) found.push({ name, text: `${label}: ${problem}` });
  }
  return found;
}

const WHEN = /^(\d{4}(-\d\d(-\d\d)?)?|\d{1,2}\.\d{1,2}\.\d{4})(\/(\d{4}(-\d\d(-\d\d)?)?|\d{1,2}\.\d{1,2}\.\d{4}))?$/;

function problemWith(kind, value, required) {
  if (!value) return required ? say("answer_missing") : "";
  if (kind === "whole" && !/^-?\d+$/.test(value)) return say("answer_whole");
  if (kind === "when" && !WHEN.test(value)) return say("answer_when");
  return "";
}
