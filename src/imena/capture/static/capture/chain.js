/**
 * Captures: each made once, as bytes that are never made again, signed, and chained to the one before.
 *
 * The lock keeps two tabs from making the same place; where a browser lets one slip through, the transaction looks at
 * the head of the chain again and the capture is made anew.
 */

import { sha256 } from "./bytes.js";
import { sign } from "./keys.js";
import { STRICT, changed, database, read } from "./store.js";

export const BEFORE_THE_FIRST = "0".repeat(64);

/**
 * Sign and keep one capture. When this returns, it is on the device's disk.
 *
 * `answers`: as the act's form takes them, all strings. `files`: what the capture announces of each photograph.
 * `draft`: the draft that it was made from, which it takes the place of.
 */
export async function capture({ kind, answers, files = [], draft = null }) {
  const kept = await navigator.locks.request("imena-chain", async () => {
    for (;;) {
      const made = await make({ kind, answers, files });
      if (await keep(made, draft)) return made;
    }
  });
  changed();
  return kept;
}

async function make({ kind, answers, files }) {
  const device = await read("settings", "device");
  const head = (await read("settings", "head")) ?? { place: 0, hash: BEFORE_THE_FIRST };
  const content = {
    capture: crypto.randomUUID(),
    device: device.code,
    place: head.place + 1,
    previous: head.hash,
    captured_at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    kind,
    answers,
    files,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  return {
    place: content.place,
    previous: content.previous,
    capture: content.capture,
    bytes,
    signature: await sign(device.keys, bytes),
    hash: await sha256(bytes),
    state: "kept",
    code: "",
    reason: "",
  };
}

/** Keep a capture with the new head, in one transaction; false where another was kept in the meantime. */
async function keep(made, draft) {
  const transaction = (await database()).transaction(["settings", "captures", "drafts", "files"], "readwrite", STRICT);
  const settings = transaction.objectStore("settings");
  const head = (await settings.get("head")) ?? { hash: BEFORE_THE_FIRST };
  if (head.hash !== made.previous) return false;
  transaction.objectStore("captures").add(made);
  settings.put({ place: made.place, hash: made.hash }, "head");
  if (draft) transaction.objectStore("drafts").delete(draft);
  const files = transaction.objectStore("files");
  for (const { sha256: hash } of contentOf(made).files) {
    const file = await files.get(hash);
    if (file) files.put({ ...file, signed: true });
  }
  await transaction.done;
  return true;
}

/** What a capture says, read from its bytes; null where they cannot be read. */
export function contentOf(record) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(record.bytes));
  } catch {
    return null;
  }
}
