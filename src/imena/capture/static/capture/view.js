/** What this device knows: the package it took along, and what was recorded on it since. */

import { actOf, numbersIn } from "./acts.js";
import { contentOf } from "./chain.js";
import { read, readAll } from "./store.js";
import { language, meaning, say } from "./words.js";

const NOTHING = { made_at: "", sites: [], graves: [], crosses: [], journal: [], remains: [], stores: [], given: {} };

/** Everything known now. A capture that the server refused changes nothing. */
export async function whatIsKnown() {
  const taken = { ...NOTHING, ...(await read("settings", "package")) };
  const view = new View(taken);
  for (const record of await readAll("captures")) {
    const content = contentOf(record);
    if (content && record.state !== "refused") view.add(content, record);
  }
  return view;
}

class View {
  constructor(taken) {
    this.madeAt = taken.made_at;
    this.sites = taken.sites;
    this.graves = new Map(taken.graves.map((each) => [each.number, { ...each, remains: [] }]));
    this.crosses = new Map(taken.crosses.map((each) => [each.number, each]));
    this.journal = new Map(taken.journal.map((each) => [each.number, each]));
    this.stores = new Map(taken.stores.map((each) => [each.number, each]));
    this.remains = new Map();
    this.given = taken.given;
    this.made = new Map();
    this.about = new Map();
    this.nameOf = (number) => this.named(number);
    taken.remains.forEach((each) => this.addRemains(each));
  }

  addRemains(each) {
    if (this.remains.has(each.number)) return;
    this.remains.set(each.number, each);
    this.graves.get(each.grave)?.remains.push(each);
  }

  /** Take in what a capture of this device says. */
  add({ kind, answers }, record) {
    if (kind === "scene.graveopening") this.open(answers);
    if (kind === "scene.exhumation") this.addRemains(answers);
    if (kind === "scene.gravelocation") this.locate(answers);
    if (kind === "scene.crossrecord") this.crosses.set(answers.number, answers);
    const makes = actOf(kind)?.makes;
    if (makes && answers.number) this.made.set(answers.number, { number: answers.number, model: makes, kind });
    const spokenOf = [answers.number, ...(actOf(kind) ? numbersIn({ kind, answers }) : [])];
    for (const number of new Set(spokenOf.filter(Boolean))) {
      this.about.set(number, [...(this.about.get(number) ?? []), record]);
    }
  }

  locate({ number, site, name, mass, crosses = "", journal_rows: rows = "" }) {
    if (this.graves.has(number)) return;
    const several = (text) => text.split(" ").filter(Boolean);
    const found = { number, site, name, mass: mass === "on", crosses: several(crosses), journal: several(rows) };
    this.graves.set(number, { ...found, opened_on: "", outcome: "", bodies: null, remains: [] });
  }

  open({ grave, happened, outcome, bodies }) {
    const found = this.graves.get(grave);
    if (found && !found.opened_on) Object.assign(found, { opened_on: happened, outcome, bodies: Number(bodies) });
  }

  modelOf(number) {
    if (this.graves.has(number)) return "scene.grave";
    if (this.remains.has(number)) return "scene.remains";
    if (this.crosses.has(number)) return "scene.cross";
    if (this.journal.has(number)) return "scene.journalrow";
    if (this.stores.has(number)) return "custody.store";
    if (this.sites.some((each) => each.number === number)) return "scene.burialsite";
    return this.made.get(number)?.model ?? "";
  }

  /** An object as a person calls it. Its number is shown beside it, by `withNumber`. */
  called(number) {
    const model = this.modelOf(number);
    if (model === "scene.grave") return say("grave_called", { name: this.graves.get(number).name });
    if (model === "scene.cross") return say("cross_called", { name: this.crosses.get(number).inscription });
    if (model === "scene.burialsite") return this.placeName(this.sites.find((each) => each.number === number));
    if (this.stores.has(number)) return this.placeName(this.stores.get(number));
    if (model === "scene.journalrow") return this.journal.get(number).place;
    if (model === "scene.remains") return this.remainsCalled(this.remains.get(number));
    return "";
  }

  /** “Woman, grave 222”: what the remains looked like, and where they were found. */
  remainsCalled({ found_as: as, grave }) {
    const appearance = meaning("found_as", as);
    const name = this.graves.get(grave)?.name;
    const called = name ? say("remains_called", { appearance, name }) : appearance;
    return called[0].toLocaleUpperCase() + called.slice(1);
  }

  named(number) {
    const called = this.called(number);
    return called ? `${called} · ${number}` : number;
  }

  placeName({ name, name_en: inEnglish }) {
    return language() === "uk" ? name : inEnglish;
  }

  /** The objects that may answer a question, of one kind or of any: what this device made first, then the latest. */
  objects(model) {
    const known = {
      "scene.grave": this.graves,
      "scene.remains": this.remains,
      "scene.cross": this.crosses,
      "scene.journalrow": this.journal,
      "custody.store": this.stores,
      "scene.burialsite": new Map(this.sites.map((each) => [each.number, each])),
    };
    const lists = model in known ? [known[model]] : [this.graves, this.remains];
    const made = [...this.made.values()].filter((each) => !model || model === "custody.number" || each.model === model);
    const numbers = [...lists.flatMap((each) => [...each.keys()]), ...made.map((each) => each.number)];
    return [...new Set(numbers.reverse())];
  }
}

/** How far a grave has come: unopened, opened, empty, or done when as many were exhumed as were found. */
export function stateOf(grave) {
  if (!grave.opened_on) return "unopened";
  if (!grave.bodies && !grave.remains.length) return "empty";
  return grave.remains.length < grave.bodies ? "opened" : "done";
}
