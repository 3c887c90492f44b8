/** The acts that this page offers, as the server made their forms. */

import { day, language } from "./words.js";

const PLACES = ["scene.burialsite", "scene.grave", "scene.cross", "scene.journalrow"];

let may = null;

/** Offer those acts alone that a role of whoever holds this device includes. */
export function offerOnly(kinds) {
  may = kinds;
}

/** Every act in the reader's language: its kind, its title, what it makes, and what it asks for. */
function everyAct() {
  return [...document.querySelectorAll(`template[data-act][data-language="${language()}"]`)].map(described);
}

export function actOf(kind) {
  return everyAct().find((each) => each.kind === kind);
}

/** The acts that are offered here. */
export function acts() {
  return everyAct().filter((each) => !may || may.includes(each.kind));
}

/** The acts that speak of an object of a kind, with the question it answers. */
export function actsAbout(model) {
  return acts().flatMap((act) => {
    const question = questionFor(act, model);
    return question ? [{ act, question }] : [];
  });
}

/** An act asks for this kind of object first, or for any objects that bear a label. */
function questionFor(act, model) {
  const first = act.questions.find(asksForObjects);
  if (!first) return "";
  const anyKind = (!first.model || first.model === "custody.number") && !PLACES.includes(model);
  return first.model === model || anyKind ? first.name : "";
}

const asksForObjects = ({ kind }) => kind === "object" || kind === "objects";

/** Every number that answers speak of, in the order of the act's questions. */
export function numbersIn({ kind, answers }) {
  const asked = actOf(kind).questions.filter(asksForObjects);
  return asked.flatMap(({ name }) => (answers[name] ?? "").split(" ")).filter(Boolean);
}

function described(template) {
  const { act: kind, title, makes } = template.dataset;
  const questions = [...template.content.querySelectorAll(".question")].map(({ dataset }) => ({ ...dataset }));
  return { kind, title, makes, questions, template };
}

/** What was answered, as a reader sees it: each question that has an answer. */
export function answered(act, answers, view) {
  const pairs = [];
  for (const question of act.questions) {
    const answer = answers[question.name];
    if (answer !== undefined) pairs.push([question.label, shown(act, question, answer, view)]);
  }
  return pairs;
}

function shown(act, { name, kind }, answer, view) {
  const options = act.template.content.querySelectorAll(`[data-name="${name}"] :is(input, option)`);
  const label = (value) => {
    const found = [...options].find((each) => each.value === value);
    return found?.label ?? found?.nextElementSibling?.textContent ?? value;
  };
  if (["choice", "select", "yes"].includes(kind)) return label(answer);
  if (kind === "many") return JSON.parse(answer).map(label).join(", ");
  if (kind === "object") return view.nameOf(answer);
  if (kind === "when") return day(answer);
  if (kind === "objects") return answer.split(" ").map(view.nameOf).join(", ");
  return answer;
}
