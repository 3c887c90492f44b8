/**
 * Handing over: captures in their order, then photographs in pieces.
 *
 * One tab sends at a time. Whatever breaks, the rest waits and is tried again; whatever was answered twice or sent
 * twice is the same capture. Only an answer that names the capture says that it arrived: a page that some network puts
 * in between does not.
 */

import { toBase64 } from "./bytes.js";
import { amend, changed, read, readAll } from "./store.js";

export const PIECE = 262144;
const PATIENCE = 60_000;
const ASK_AGAIN = 5 * 60_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 5 * 60_000;
const ARRIVED = ["recorded", "waiting", "held", "set_aside"];
const ENDS_ALL = ["revoked", "unknown_device", "not_allowed"];

/** The line broke, or the server cannot answer now: what waits is tried again. */
export class BrokenLineError extends Error {}

/** What goes on: whether something is being sent, what broke last, and when it is tried again. */
export const line = { sending: false, problem: "", again: 0 };
let pause = FIRST_PAUSE;
let timer = 0;

/** Hand over everything that waits. `asked`: by a person, so that what the server keeps waiting is asked about too. */
export async function handOver({ asked = false } = {}) {
  await navigator.locks.request("imena-send", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    clearTimeout(timer);
    Object.assign(line, { sending: true, problem: "", again: 0 });
    changed();
    try {
      await askAboutDevice();
      if (await sendCaptures(asked)) await sendFiles();
      pause = FIRST_PAUSE;
    } catch (error) {
      if (!(error instanceof BrokenLineError)) throw error;
      line.problem = error.message;
      tryLater();
    } finally {
      line.sending = false;
      changed();
    }
  });
}

function tryLater() {
  const wait = pause * (0.75 + Math.random() / 2);
  pause = Math.min(2 * pause, LONGEST_PAUSE);
  line.again = Date.now() + wait;
  timer = setTimeout(() => handOver(), wait);
}

/** Whether the server still takes captures from this device, and still has those that it said had arrived. */
async function askAboutDevice() {
  const { code } = await read("settings", "device");
  const response = await ask(`/field/devices/${code}/`);
  if (response.status === 404) return;
  const { revoked, place } = await saidIn(response);
  if (!response.ok || !Number.isInteger(place)) throw new BrokenLineError(`${response.status}`);
  await amend("settings", "device", { revoked: revoked === true });
  await sendAgainAfter(place);
}

/** Send again what arrived once and is gone: a server that was set up anew from a copy lacks what came after it. */
async function sendAgainAfter(last) {
  const captures = await readAll("captures");
  const gap = captures.find((each) => each.place > last && !ARRIVED.includes(each.state));
  const gone = captures.filter((each) => each.place > last && (!gap || each.place < gap.place));
  for (const { place } of gone) await amend("captures", place, { state: "kept" });
}

/** False where the server will take nothing more from this device. */
async function sendCaptures(asked) {
  const device = await read("settings", "device");
  if (device.revoked) return false;
  for (const record of await readAll("captures")) {
    if (!isDue(record, asked)) continue;
    const answer = await post(device.code, record);
    await amend("captures", record.place, { ...answer, asked_at: Date.now() });
    if (answer.code === "revoked") await amend("settings", "device", { revoked: true });
    changed();
    if (ENDS_ALL.includes(answer.code)) return false;
  }
  return true;
}

function isDue(record, asked) {
  if (record.state === "waiting" || record.state === "held") {
    return asked || Date.now() - (record.asked_at ?? 0) > ASK_AGAIN;
  }
  return record.state === "kept";
}

async function post(device, record) {
  const response = await ask("/field/inbox/", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Imena-Device": device,
      "Imena-Signature": toBase64(record.signature),
    },
    body: record.bytes,
  });
  const said = await saidIn(response);
  if (response.ok && said.capture === record.capture && ARRIVED.includes(said.state)) {
    return { state: said.state, code: "", reason: said.reason ?? "" };
  }
  if ([400, 403, 409].includes(response.status) && said.code) {
    return { state: "refused", code: said.code, reason: said.reason ?? "" };
  }
  throw new BrokenLineError(`${response.status}`);
}

async function sendFiles() {
  const device = await read("settings", "device");
  for (const { sha256: hash } of (await readAll("files")).filter((file) => file.signed && !file.complete)) {
    await sendFile(device.code, hash);
    changed();
  }
}

/** Send what the server lacks of one file. A file that it does not expect yet is left for another time. */
async function sendFile(device, hash) {
  const address = `/field/files/${hash}/`;
  const headers = { "Imena-Device": device };
  const file = await read("files", hash);
  const asked = await ask(address, { headers });
  if (asked.status === 404) return;
  let state = await progress(asked);
  for (let useless = 0; !state.complete; ) {
    const piece = await file.blob.slice(state.have, state.have + PIECE).arrayBuffer();
    const answer = await ask(`${address}?at=${state.have}`, { method: "PUT", headers, body: piece });
    const next = await progress(answer);
    useless = next.have > state.have || next.complete ? 0 : useless + 1;
    if (useless > 2) throw new BrokenLineError(`${answer.status}`);
    state = next;
    await amend("files", hash, { have: state.have });
    changed();
  }
  await free(hash, file.size);
}

/** The photograph is whole on the server: the small picture is kept, the file is not. */
async function free(hash, size) {
  await amend("files", hash, { have: size, complete: true, blob: null });
}

async function progress(response) {
  const said = await saidIn(response);
  if ((response.ok || response.status === 409) && Number.isInteger(said.have)) {
    return { have: said.have, complete: said.complete === true };
  }
  throw new BrokenLineError(`${response.status}`);
}

async function saidIn(response) {
  try {
    return (await response.json()) ?? {};
  } catch {
    throw new BrokenLineError(`${response.status}`);
  }
}

/** Ask the server, in the reader's language; the signature, not a session, says who asks. */
export async function ask(address, { headers = {}, ...options } = {}) {
  try {
    return await fetch(address, {
      headers: { "Accept-Language": document.documentElement.lang, ...headers },
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
  } catch (error) {
    if (error instanceof TypeError || ["AbortError", "TimeoutError"].includes(error.name)) {
      throw new BrokenLineError("");
    }
    throw error;
  }
}

/** What still waits on this device: captures that have not arrived, and photographs that are not whole there. */
export async function waiting() {
  const captures = (await readAll("captures")).filter((each) => each.state === "kept");
  const files = (await readAll("files")).filter((each) => each.signed && !each.complete);
  const bytes = files.reduce((sum, file) => sum + file.size - file.have, 0);
  return { captures: captures.length, files: files.length, bytes };
}

/** Let a refused capture be sent once more, as it is: where the server, not the capture, was wrong. */
export async function sendAgain(place) {
  await amend("captures", place, { state: "kept", code: "", reason: "" });
  changed();
  return handOver();
}
