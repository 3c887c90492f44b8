/** The device: registered with the server once, with a key of its own; its package of data; what endangers either. */

import { makeKeys } from "./keys.js";
import { BrokenLineError, ask } from "./send.js";
import { changed, read, write } from "./store.js";

const CLOCK_TOLERANCE = 5 * 60_000;
const NEARLY_FULL = 0.8;

/** Whoever used the page is signed out: the page says where to sign in. */
export class SignedOutError extends Error {}

/** Whoever is signed in has no role that includes this. */
export class NotAllowedError extends Error {}

/** Register this device under a name. Its key is made here and kept before the server is told of it. */
export async function register(name) {
  const keys = (await read("settings", "keys")) ?? (await makeKeys());
  await write("settings", keys, "keys");
  const response = await inSession("/field/devices/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify({ name, algorithm: keys.algorithm, public_key: keys.publicKey }),
  });
  if (response.status !== 201) throw new BrokenLineError(`${response.status}`);
  const { device, user } = await response.json();
  await write("settings", { code: device, user, name, keys }, "device");
  await navigator.storage?.persist?.();
  changed();
}

/** Fetch the package of data, and look at the server's clock on the way. */
export async function fetchPackage() {
  const response = await inSession("/field/package/", {});
  if (!response.ok) throw new BrokenLineError(`${response.status}`);
  await write("settings", await response.json(), "package");
  const theirs = Date.parse(response.headers.get("Date") ?? "");
  if (!Number.isNaN(theirs)) await write("settings", Date.now() - theirs, "clock");
  changed();
}

/** How many minutes this device's clock is plainly wrong, ahead positive; 0 where it is not. */
export async function clockError() {
  const apart = (await read("settings", "clock")) ?? 0;
  return Math.abs(apart) > CLOCK_TOLERANCE ? Math.round(apart / 60_000) : 0;
}

/** The storage of this page: how full, and whether the browser may clear it. */
export async function storageState() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const lasting = (await navigator.storage?.persisted?.()) ?? false;
  return { usage, quota, lasting, nearlyFull: quota > 0 && usage / quota > NEARLY_FULL };
}

/** Whether this browser, over this connection, can keep and sign anything at all; else the name of what is missing. */
export function missingHere() {
  if (!window.isSecureContext) return "not_secure";
  if (!crypto.subtle || !navigator.locks || !window.indexedDB || !AbortSignal.timeout) return "too_old";
  return "";
}

async function inSession(address, options) {
  const response = await ask(address, { credentials: "same-origin", redirect: "manual", ...options });
  if (response.type === "opaqueredirect") throw new SignedOutError();
  if (response.status === 403) throw new NotAllowedError();
  return response;
}

function csrfToken() {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}
