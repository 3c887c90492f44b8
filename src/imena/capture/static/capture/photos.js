/** Photographs: kept as they were taken, under the hash of their bytes, with a small picture to show. */

import { sha256 } from "./bytes.js";
import { takenAt } from "./exif.js";
import { STRICT, changed, database, read, remove, write } from "./store.js";

const THUMBNAIL = 320;
const LARGEST = 64 * 1024 * 1024;
const LONGEST_NAME = 200;

/** A file that the server would not take: empty, or too large. */
export class UnfitFileError extends Error {}

/** Keep a file as it is. The same file taken in twice is one. Returns its hash. */
export async function takeIn(file) {
  if (!file.size || file.size > LARGEST) throw new UnfitFileError(file.name);
  const content = await file.arrayBuffer();
  const hash = await sha256(content);
  const blob = new Blob([content], { type: file.type });
  const known = await read("files", hash);
  if (known && !known.blob) {
    await write("files", { ...known, blob, have: 0, complete: false });
  } else if (!known) {
    await write("files", {
      sha256: hash,
      size: content.byteLength,
      media_type: file.type || "application/octet-stream",
      name: (file.name ?? "").slice(-LONGEST_NAME),
      taken_at: takenAt(content),
      blob,
      thumbnail: await thumbnail(file),
      signed: false,
      have: 0,
      complete: false,
    });
  }
  return hash;
}

/** What a capture announces of a file. */
export async function announced(hash, object, caption = "") {
  const { sha256: known, size, media_type, name, taken_at } = await read("files", hash);
  return { object, sha256: known, size, media_type, kind_of_file: "photograph", name, taken_at, caption };
}

/** Throw a draft away, with the photographs that nothing else speaks of. */
export async function throwAway(draft) {
  const transaction = (await database()).transaction(["drafts", "files"], "readwrite", STRICT);
  const drafts = transaction.objectStore("drafts");
  await drafts.delete(draft.id);
  const elsewhere = new Set((await drafts.getAll()).flatMap((each) => each.files.map((file) => file.sha256)));
  const files = transaction.objectStore("files");
  for (const { sha256: hash } of draft.files) {
    const file = await files.get(hash);
    if (file && !file.signed && !elsewhere.has(hash)) files.delete(hash);
  }
  await transaction.done;
  changed();
}

/** Take one photograph out of a draft. */
export async function takeOut(hash) {
  const file = await read("files", hash);
  if (file && !file.signed) await remove("files", hash);
}

/** A small JPEG; null where this browser cannot read the picture. */
async function thumbnail(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, THUMBNAIL / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.7));
  } catch {
    return null;
  }
}
