/** The first screen: what is unfinished, and the graves of the site with what comes next. */

import { actOf, acts, actsAbout } from "./acts.js";
import { button, h, linkButton, quiet, row, section } from "./dom.js";
import { subjectOf } from "./drafts.js";
import { matching } from "./picker.js";
import { throwAway } from "./photos.js";
import { readAll } from "./store.js";
import { stateOf, whatIsKnown } from "./view.js";
import { say } from "./words.js";

const PAGE = 40;
const STATES = ["unopened", "opened", "done", "empty"];
const asked = { site: localStorage.getItem("imena-site"), text: "", state: "", shown: PAGE };

export async function todayScreen({ refresh }) {
  const view = await whatIsKnown();
  const site = view.sites.find((each) => each.number === asked.site) ?? view.sites.at(-1);
  return {
    title: say("today"),
    live: true,
    body: [
      unfinished(await readAll("drafts"), view),
      view.madeAt ? null : h("p", { class: "attention" }, say("no_package")),
      site ? gravesOf(site, view, refresh) : null,
      site ? otherActs(site) : null,
    ],
  };
}

function unfinished(drafts, view) {
  if (!drafts.length) return null;
  const latestFirst = [...drafts].sort((one, other) => other.changed_at.localeCompare(one.changed_at));
  const rows = latestFirst.map((draft) =>
    h(
      "li",
      {},
      row(`#draft/${draft.id}`, actOf(draft.kind).title, [view.nameOf(subjectOf(draft))]),
      button(say("throw_away"), () => confirm(say("throw_away_really")) && throwAway(draft)),
    ),
  );
  return section(say("unfinished"), h("ul", { class: "rows" }, rows));
}

function gravesOf(site, view, refresh) {
  const named = new Set(matching(asked.text, "scene.grave", view));
  const found = [...view.graves.values()].filter((each) => each.site === site.number && named.has(each.number));
  const shown = asked.state ? found.filter((grave) => stateOf(grave) === asked.state) : found;
  const look = (change) => {
    Object.assign(asked, { shown: PAGE }, change);
    refresh();
  };
  const more = () => look({ shown: asked.shown + PAGE });
  const typed = { is: { value: asked.text }, on: { input: ({ target }) => look({ text: target.value }) } };
  const search = h("input", { id: "find-grave", type: "search", autocomplete: "off", ...typed });
  return section(
    view.placeName(site),
    view.sites.length > 1 ? siteChoice(site, view, look) : null,
    h("label", { for: "find-grave" }, say("find_grave")),
    search,
    stateChoice(found, look),
    h("ul", { class: "rows" }, shown.slice(0, asked.shown).map((grave) => graveRow(grave))),
    shown.length ? null : quiet(say("no_grave_found")),
    shown.length > asked.shown ? button(say("show_more", { shown: asked.shown, count: shown.length }), more) : null,
  );
}

function siteChoice(site, view, look) {
  const options = view.sites.map((each) =>
    h("option", { value: each.number, selected: each === site }, view.placeName(each)),
  );
  const choose = (number) => {
    localStorage.setItem("imena-site", number);
    look({ site: number });
  };
  const select = h("select", { id: "site", on: { change: ({ target }) => choose(target.value) } }, options);
  return [h("label", { for: "site" }, say("site")), select];
}

function stateChoice(found, look) {
  const choices = ["", ...STATES].map((state) => {
    const count = state ? found.filter((grave) => stateOf(grave) === state).length : found.length;
    const label = say(state ? `state_${state}` : "all");
    const pressed = { id: `state-${state}`, "aria-pressed": String(asked.state === state) };
    return button(`${label}: ${count}`, () => look({ state }), pressed);
  });
  return h("div", { class: "choices", role: "group", "aria-label": say("which_graves") }, choices);
}

function graveRow(grave) {
  const state = stateOf(grave);
  const counts = { bodies: grave.bodies, exhumed: grave.remains.length };
  const said = state === "unopened" ? say("state_unopened") : say("found_and_exhumed", counts);
  const name = say("grave_called", { name: grave.name });
  return h("li", {}, row(`#grave/${grave.number}`, name, [said], { class: `row state ${state}` }));
}

/** What is recorded of the site itself, and what begins with no grave. */
function otherActs(site) {
  const about = new Map(actsAbout("scene.burialsite").map(({ act, question }) => [act.kind, question]));
  const ofGraves = actsAbout("scene.grave").map(({ act }) => act.kind);
  const links = acts().filter(({ kind }) => !ofGraves.includes(kind)).map(({ kind, title }) => {
    const known = about.has(kind) ? `/${about.get(kind)}/${site.number}` : "";
    return h("li", {}, linkButton(`#do/${kind}${known}`, title));
  });
  return section(say("also_to_record"), h("ul", { class: "doing" }, links));
}
