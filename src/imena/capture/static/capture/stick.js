/** The outbox as a file, to be carried on a stick: every capture in its order, then the photographs in pieces. */

import { toBase64 } from "./bytes.js";
import { PIECE } from "./send.js";
import { read, readAll } from "./store.js";

/** The file and its name. It holds everything that may not have arrived; taken in twice, it is taken in once. */
export async function outboxFile() {
  const { code } = await read("settings", "device");
  const parts = [];
  for (const { bytes, signature } of await readAll("captures")) {
    parts.push(row({ bytes: toBase64(bytes), signature: toBase64(signature) }));
  }
  for (const { sha256: hash } of (await readAll("files")).filter((each) => each.signed && each.blob)) {
    const { blob } = await read("files", hash);
    for (let at = 0; at < blob.size; at += PIECE) {
      const piece = await blob.slice(at, at + PIECE).arrayBuffer();
      parts.push(new Blob([row({ file: hash, at, bytes: toBase64(piece) })]));
    }
  }
  const day = new Date().toISOString().slice(0, 10);
  return { name: `imena-outbox-${code}-${day}.jsonl`, blob: new Blob(parts, { type: "application/jsonl" }) };
}

const row = (content) => `${JSON.stringify(content)}\n`;
