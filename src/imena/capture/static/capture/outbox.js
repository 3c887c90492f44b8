/** The outbox: what waits on this device, what arrived, what was refused and why. */

import { actOf } from "./acts.js";
import { contentOf } from "./chain.js";
import { storageState } from "./device.js";
import { button, facts, h } from "./dom.js";
import { subjectOf } from "./drafts.js";
import { handOver, line, sendAgain, waiting } from "./send.js";
import { outboxFile } from "./stick.js";
import { readAll } from "./store.js";
import { whatIsKnown } from "./view.js";
import { megabytes, moment, say } from "./words.js";

const SHOWN = 100;
const ARRIVED = ["recorded", "waiting", "set_aside"];

export async function outboxScreen() {
  const records = await readAll("captures");
  const view = await whatIsKnown();
  return {
    title: say("outbox"),
    live: true,
    body: [
      await summary(records),
      h("p", { role: "status" }, lineSaid()),
      button(say("send_now"), () => handOver({ asked: true }), { class: "primary", id: "send-now", disabled: line.sending }),
      button(say("save_to_file"), saveToFile, { id: "save-to-file" }),
      h("p", { class: "quiet" }, say("save_to_file_why")),
      section(say("refused"), records.filter((each) => each.state === "refused"), view),
      section(say("held"), records.filter((each) => each.state === "held"), view),
      section(say("waits"), records.filter((each) => each.state === "kept"), view),
      section(say("arrived"), records.filter((each) => ARRIVED.includes(each.state)), view),
    ],
  };
}

async function summary(records) {
  const { captures, files, bytes } = await waiting();
  const storage = await storageState();
  return facts([
    [say("captures_waiting"), say("some_of_all", { some: captures, all: records.length })],
    [say("photographs_waiting"), files ? `${files} (${megabytes(bytes)})` : "0"],
    [say("storage"), say("storage_used", { used: megabytes(storage.usage), quota: megabytes(storage.quota) })],
  ]);
}

function lineSaid() {
  if (line.sending) return say("sending");
  if (!navigator.onLine) return say("no_network");
  return line.again ? say("line_broke", { moment: moment(line.again) }) : "";
}

function section(title, records, view) {
  if (!records.length) return null;
  const rows = records.toReversed().slice(0, SHOWN).map((record) => row(record, view));
  return h("section", {}, h("h2", {}, `${title}: ${records.length}`), h("ul", { class: "rows" }, rows));
}

function row(record, view) {
  const content = contentOf(record);
  const title = content ? (actOf(content.kind)?.title ?? content.kind) : say("capture_unreadable");
  const refused = record.state === "refused";
  return h(
    "li",
    { class: refused ? "refused" : "" },
    h(
      "a",
      { class: "row", href: `#capture/${record.place}` },
      h("strong", {}, `${record.place}. ${title}`),
      h("span", {}, content && actOf(content.kind) ? view.nameOf(subjectOf(content)) : ""),
      h("span", {}, say(`capture_${record.state}`)),
    ),
    refused ? h("p", {}, REASONS.includes(record.code) ? say(`refused_${record.code}`) : `${say("refused_otherwise")} ${record.reason}`) : null,
    record.state === "held" && record.reason ? h("p", { class: "quiet" }, record.reason) : null,
    refused ? button(say("send_again"), () => sendAgain(record.place)) : null,
  );
}

const REASONS = ["conflict", "signature", "unknown_device", "revoked", "chain", "unreadable", "not_allowed", "key_destroyed"];

/** Save the outbox to a file, to be carried on a stick. */
export async function saveToFile() {
  const { name, blob } = await outboxFile();
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
