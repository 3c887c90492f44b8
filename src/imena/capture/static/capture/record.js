/** Recording: the form of an act, its answers checked, and signed. */

import { actOf, answered, numbersIn } from "./acts.js";
import { contentOf } from "./chain.js";
import { button, facts, h, linkButton, quiet, section } from "./dom.js";
import { begin, keepDraft, signDraft, subjectOf } from "./drafts.js";
import { fill, problems } from "./forms.js";
import { UnfitFileError, takeIn, takeOut, throwAway } from "./photos.js";
import { handOver } from "./send.js";
import { read } from "./store.js";
import { whatIsKnown } from "./view.js";
import { moment, say } from "./words.js";

/** Begin a draft and go to it. `known`: name and value of what is known already. */
export async function beginScreen({ kind, name, value }) {
  const draft = await begin(kind, name ? { [name]: value } : {});
  location.replace(`#draft/${draft.id}`);
  return null;
}

export async function draftScreen({ id }) {
  const draft = await read("drafts", id);
  if (!draft) return { title: say("draft_gone"), body: [h("p", {}, say("draft_gone_why"))] };
  const act = actOf(draft.kind);
  const view = await whatIsKnown();
  const summary = h("div", {});
  const form = h("form", { novalidate: true, on: { submit: (event) => check(event, { form, act, draft, summary }) } });
  const questions = h("div", {});
  const answer = (name, value) => {
    if (value) draft.answers[name] = value;
    else delete draft.answers[name];
    keepDraft(draft).catch(storageFull);
  };
  fill(questions, act, draft.answers, view, answer);
  form.append(questions, await photographs(draft), h("button", { class: "primary" }, say("continue")));
  const away = async () => {
    if (!confirm(say("throw_away_really"))) return;
    await throwAway(draft);
    history.back();
  };
  const body = [quiet(say("kept_as_typed")), summary, form, button(say("throw_away"), away)];
  return { title: act.title, body };
}

function check(event, { form, act, draft, summary }) {
  event.preventDefault();
  const found = problems(form, act, draft.answers);
  if (!found.length) {
    location.hash = `#check/${draft.id}`;
    return;
  }
  const links = found.map(({ name, text }) => {
    const target = form.querySelector(`[data-name="${name}"] :is(input, button)`);
    return h("li", {}, button(text, () => target?.focus(), { class: "link" }));
  });
  const title = h("h2", {}, say("answers_missing"));
  summary.replaceChildren(h("section", { class: "refused", role: "alert", tabindex: "-1" }, title, h("ul", {}, links)));
  summary.firstChild.focus();
}

/** Photographs of a draft: taken with the camera or chosen; blurred until asked for. */
async function photographs(draft) {
  const list = h("ul", { class: "photographs" });
  const status = h("p", { role: "status", class: "quiet" });

  async function show() {
    const items = [];
    for (const { sha256 } of draft.files) items.push(photograph(await read("files", sha256), () => out(sha256)));
    list.replaceChildren(...items);
    status.textContent = draft.files.length ? say("photographs_kept", { count: draft.files.length }) : "";
  }

  async function add({ target }) {
    try {
      for (const file of target.files) {
        const sha256 = await takeIn(file);
        if (!draft.files.some((each) => each.sha256 === sha256)) draft.files.push({ sha256, caption: "" });
        await keepDraft(draft);
      }
    } catch (error) {
      if (error instanceof UnfitFileError) alert(say("file_unfit", { name: error.message }));
      else storageFull(error);
    }
    target.value = "";
    await show();
  }

  async function out(sha256) {
    draft.files = draft.files.filter((each) => each.sha256 !== sha256);
    await keepDraft(draft);
    await takeOut(sha256);
    await show();
  }

  const pictures = { type: "file", accept: "image/*", class: "visually-hidden", on: { change: add } };
  const camera = h("input", { name: "camera", capture: "environment", ...pictures });
  const chosen = h("input", { name: "chosen", multiple: true, ...pictures });
  const take = h("label", { class: "button" }, say("take_photograph"), camera);
  const choose = h("label", { class: "button" }, say("choose_photographs"), chosen);
  await show();
  return section(say("photographs"), h("div", { class: "side" }, take, choose), status, list);
}

/** One photograph, blurred until asked for. */
function photograph(file, out) {
  const picture = file?.thumbnail ? small(file) : h("span", { class: "quiet" }, file?.name ?? "");
  const toggle = ({ currentTarget }) => {
    const shown = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", String(shown));
    picture.classList.toggle("shown", shown);
  };
  return h(
    "li",
    {},
    h("div", { class: "picture" }, picture),
    h("span", { class: "quiet" }, file?.taken_at ? moment(file.taken_at) : ""),
    h(
      "div",
      { class: "side" },
      button(say("show_picture"), toggle, { "aria-pressed": "false" }),
      out ? button(say("take_out"), out) : null,
    ),
  );
}

function small({ thumbnail, name, sha256 }) {
  const src = URL.createObjectURL(thumbnail);
  const alt = say("photograph_of", { name: name || sha256.slice(0, 8) });
  return h("img", { alt, src, on: { load: () => URL.revokeObjectURL(src) } });
}

function storageFull(error) {
  if (error.name !== "QuotaExceededError") throw error;
  alert(say("storage_full"));
}

export async function checkScreen({ id }) {
  const draft = await read("drafts", id);
  if (!draft) return { title: say("draft_gone"), body: [h("p", {}, say("draft_gone_why"))] };
  const act = actOf(draft.kind);
  const view = await whatIsKnown();
  const signing = button(say("sign_and_keep"), () => signOnce(signing, draft), { class: "primary" });
  return {
    title: say("check_before_signing"),
    body: [
      h("p", {}, h("strong", {}, act.title)),
      facts([...answered(act, draft.answers, view), [say("photographs"), String(draft.files.length)]]),
      signing,
      linkButton(`#draft/${id}`, say("change")),
      quiet(say("never_changed")),
    ],
  };
}

/** One tap, or two, make one capture. */
async function signOnce(signing, draft) {
  signing.disabled = true;
  try {
    await signDraft(draft);
  } catch (error) {
    signing.disabled = false;
    storageFull(error);
    return;
  }
  location.replace(placeOf(draft, await whatIsKnown()));
  handOver();
}

/** Where to go on: to the grave that was spoken of, else to the object, else to the beginning. */
function placeOf(draft, view) {
  const graveOf = (number) => (view.graves.has(number) ? number : view.remains.get(number)?.grave);
  const grave = numbersIn(draft).map(graveOf).find(Boolean);
  if (grave) return `#grave/${grave}`;
  const subject = subjectOf(draft);
  return subject ? `#object/${subject}` : "#today";
}

/** One capture, as it was signed. */
export async function captureScreen({ place }) {
  const record = await read("captures", Number(place));
  const content = record && contentOf(record);
  if (!content) return { title: say("capture_numbered", { place }), body: [h("p", {}, say("capture_unreadable"))] };
  const act = actOf(content.kind);
  const view = await whatIsKnown();
  const files = [];
  for (const { sha256 } of content.files) files.push(photograph(await read("files", sha256), null));
  return {
    title: act?.title ?? content.kind,
    live: false,
    body: [
      h("p", { class: record.state === "refused" ? "refused" : "state" }, say(`capture_${record.state}`)),
      record.state === "held" ? h("p", {}, record.reason) : null,
      facts([
        ...(act ? answered(act, content.answers, view) : Object.entries(content.answers)),
        [say("signed_at"), moment(content.captured_at)],
        [say("place_in_chain"), String(content.place)],
        [say("photographs"), String(content.files.length)],
      ]),
      h("ul", { class: "photographs" }, files),
      quiet(say("never_changed")),
    ],
  };
}
