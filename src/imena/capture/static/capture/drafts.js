/** Drafts: what is being recorded and is not signed yet. Kept with every letter. */

import { actOf, numbersIn } from "./acts.js";
import { announced } from "./photos.js";
import { capture } from "./chain.js";
import { nextNumber, write } from "./store.js";

/** A new draft of an act, with what is known already, and with a number of its own where the act makes an object. */
export async function begin(kind, known = {}) {
  const answers = { happened: today(), ...known };
  if (actOf(kind).makes) answers.number = await nextNumber();
  const draft = { id: crypto.randomUUID(), kind, answers, files: [], changed_at: new Date().toISOString() };
  await keepDraft(draft);
  return draft;
}

export async function keepDraft(draft) {
  draft.changed_at = new Date().toISOString();
  await write("drafts", draft);
}

/** Sign a draft: it becomes a capture, and its photographs are announced with what it speaks of. */
export async function signDraft(draft) {
  const object = subjectOf(draft);
  const files = [];
  for (const { sha256, caption } of draft.files) files.push(await announced(sha256, object, caption));
  return capture({ kind: draft.kind, answers: draft.answers, files, draft: draft.id });
}

/** The object that a draft's photographs show: the one it makes, or the first it speaks of. */
export function subjectOf(draft) {
  return draft.answers.number ?? numbersIn(draft)[0] ?? "";
}

/** Today by the device's own calendar. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
