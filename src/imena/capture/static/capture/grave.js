/** One grave: what is expected in it, what was found, what to record, and what not to forget. */

import { actOf, actsAbout } from "./acts.js";
import { contentOf } from "./chain.js";
import { facts, h, linkButton, quiet, row, section } from "./dom.js";
import { read, write } from "./store.js";
import { stateOf, whatIsKnown } from "./view.js";
import { day, meaning, say } from "./words.js";

const CHECKS = ["surroundings", "marker", "scale", "sapper", "depth", "position", "bag", "effects", "after"];

export async function graveScreen({ number }) {
  const view = await whatIsKnown();
  const grave = view.graves.get(number);
  if (!grave) return { title: number, body: [h("p", {}, say("not_on_this_device", { number }))] };
  return {
    title: say("grave_called", { name: grave.name }),
    live: true,
    body: [
      h("p", { class: "quiet" }, h("span", { class: "imena-number" }, number)),
      h("p", { class: `state ${stateOf(grave)}` }, say(`state_${stateOf(grave)}`)),
      doing("scene.grave", number, grave.opened_on ? "scene.exhumation" : "scene.graveopening"),
      expected(grave, view),
      found(grave, view),
      recordedHere(number, view),
      await checklist(number),
    ],
  };
}

/** The remains, or anything else that bears a number: what is known of it here, and what may be recorded. */
export async function objectScreen({ number }) {
  const view = await whatIsKnown();
  const model = view.modelOf(number);
  if (model === "scene.grave") return graveScreen({ number });
  const grave = view.graves.get(view.remains.get(number)?.grave);
  return {
    title: view.called(number) || number,
    live: true,
    body: [
      h("p", { class: "quiet" }, h("span", { class: "imena-number" }, number)),
      model ? null : h("p", {}, say("not_on_this_device", { number })),
      grave ? linkButton(`#grave/${grave.number}`, say("grave_called", { name: grave.name })) : null,
      doing(model || "custody.number", number),
      recordedHere(number, view),
    ],
  };
}

/** The acts that speak of an object, the one that comes next standing out. */
function doing(model, number, next = "") {
  const links = actsAbout(model).map(({ act, question }) => {
    const standing = { class: act.kind === next ? "button primary" : "button" };
    return h("li", {}, linkButton(`#do/${act.kind}/${question}/${number}`, act.title, standing));
  });
  return h("ul", { class: "doing" }, links);
}

function expected(grave, view) {
  const crosses = grave.crosses.map((number) => view.crosses.get(number)?.inscription ?? number);
  const rows = grave.journal.map((number) => view.journal.get(number)).filter(Boolean);
  return section(
    say("expected"),
    facts([[say("on_crosses"), crosses.join(", ") || say("no_cross")]]),
    rows.length ? rows.map((row) => journalRow(row)) : h("p", {}, say("no_journal_row")),
  );
}

function journalRow({ place, mark, expected: as, written_name: name }) {
  return facts([
    [say("journal"), place],
    [say("journal_number"), mark],
    [say("written_as"), as && meaning("found_as", as)],
    [say("written_name"), name],
  ]);
}

function found(grave, view) {
  if (!grave.opened_on) return null;
  const remains = grave.remains.map(({ number, form, found_as: as }) => {
    const said = [form && meaning("form", form), meaning("found_as", as)].filter(Boolean).join(", ");
    return h("li", {}, row(`#object/${number}`, number, [said]));
  });
  return section(
    say("found"),
    facts([
      [say("opened_on"), day(grave.opened_on)],
      [say("outcome"), meaning("outcome", grave.outcome)],
      [say("bodies_found"), String(grave.bodies)],
      [say("exhumed"), String(grave.remains.length)],
    ]),
    h("ul", { class: "rows" }, remains),
  );
}

/** What this device recorded of an object: never changed; what is wrong is recorded again. */
function recordedHere(number, view) {
  const records = view.about.get(number) ?? [];
  if (!records.length) return null;
  const rows = records.map((record) => {
    const content = contentOf(record);
    const title = actOf(content.kind)?.title ?? content.kind;
    return h("li", {}, row(`#capture/${record.place}`, title, [say(`capture_${record.state}`)]));
  });
  return section(say("recorded_here"), h("ul", { class: "rows" }, rows), quiet(say("never_changed")));
}

/** The list of what not to forget, ticked off on this device alone. */
async function checklist(grave) {
  const { done } = (await read("checklists", grave)) ?? { done: [] };
  const items = CHECKS.map((check) => {
    const tick = ({ target }) => {
      const now = target.checked ? [...done, check] : done.filter((each) => each !== check);
      done.splice(0, done.length, ...now);
      write("checklists", { grave, done: now });
    };
    const box = h("input", { type: "checkbox", is: { checked: done.includes(check) }, on: { change: tick } });
    return h("label", { class: "option" }, box, h("span", {}, say(`check_${check}`)));
  });
  const legend = h("legend", { class: "quiet" }, say("on_this_device_only"));
  return section(say("not_to_forget"), h("fieldset", {}, legend, items));
}
