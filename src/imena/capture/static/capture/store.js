/** What the device keeps: drafts as one types, signed captures, photographs, the package of data, settings. */

import { deleteDB, openDB } from "./vendor/idb.js";
import { makeNumber } from "./numbers.js";

const NAME = "imena-field";
/** A capture that was acknowledged to a person is on the disk, not in a buffer. */
export const STRICT = { durability: "strict" };
const changes = new BroadcastChannel(NAME);
const listeners = new Set();
let opening = null;

export function database() {
  opening ??= openDB(NAME, 1, {
    upgrade(made) {
      made.createObjectStore("settings");
      made.createObjectStore("drafts", { keyPath: "id" });
      made.createObjectStore("captures", { keyPath: "place" });
      made.createObjectStore("files", { keyPath: "sha256" });
      made.createObjectStore("checklists", { keyPath: "grave" });
    },
    terminated() {
      opening = null;
    },
  });
  return opening;
}

export const read = async (store, key) => (await database()).get(store, key);
export const readAll = async (store) => (await database()).getAll(store);

export async function write(store, value, key) {
  const transaction = (await database()).transaction(store, "readwrite", STRICT);
  await Promise.all([transaction.store.put(value, key), transaction.done]);
}

export async function remove(store, key) {
  await (await database()).delete(store, key);
}

/** Change one record as it stands at this moment; nothing happens where it is gone. */
export async function amend(store, key, change) {
  const transaction = (await database()).transaction(store, "readwrite", STRICT);
  const found = await transaction.store.get(key);
  if (found) await transaction.store.put({ ...found, ...change }, transaction.store.keyPath ? undefined : key);
  await transaction.done;
}

/** The next number that this device makes. Counted in one transaction: two tabs never make the same. */
export async function nextNumber() {
  const transaction = (await database()).transaction("settings", "readwrite", STRICT);
  const device = await transaction.store.get("device");
  const count = ((await transaction.store.get("count")) ?? 0) + 1;
  await transaction.store.put(count, "count");
  await transaction.done;
  return makeNumber(device.code, count);
}

/** Say to the screens, in this tab and in others, that something changed. */
export function changed() {
  changes.postMessage("changed");
  listeners.forEach((listener) => listener());
}

export function onChange(listener) {
  listeners.add(listener);
}

changes.addEventListener("message", () => listeners.forEach((listener) => listener()));

/** Remove everything from this device. */
export async function forgetEverything() {
  (await database()).close();
  opening = null;
  await deleteDB(NAME);
}
