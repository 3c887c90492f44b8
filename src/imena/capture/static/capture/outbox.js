/** The outbox: what waits on this device, what arrived, what was refused and why. */

import { actOf } from "./acts.js";
import { contentOf } from "./chain.js";
import { storageState } from "./device.js";
import { button, facts, h, quiet, row, section } from "./dom.js";
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
      button(say("send_now"), sendNow, { class: "primary", id: "send-now", disabled: line.sending }),
      button(say("save_to_file"), saveToFile, { id: "save-to-file" }),
      quiet(say("save_to_file_why")),
      listed(say("refused"), records.filter((each) => each.state === "refused"), view),
      listed(say("held"), records.filter((each) => each.state === "held"), view),
      listed(say("waits"), records.filter((each) => each.state === "kept"), view),
      listed(say("arrived"), records.filter((each) => ARRIVED.includes(each.state)), view),
    ],
  };
}

const sendNow = () => handOver({ asked: true });

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

/** Captures of one state, the latest first. */
function listed(title, records, view) {
  if (!records.length) return null;
  const rows = [...records].reverse().slice(0, SHOWN).map((record) => captureRow(record, view));
  return section(`${title}: ${records.length}`, h("ul", { class: "rows" }, rows));
}

function captureRow(record, view) {
  const content = contentOf(record);
  const title = content ? (actOf(content.kind)?.title ?? content.kind) : say("capture_unreadable");
  const about = content && actOf(content.kind) ? view.nameOf(subjectOf(content)) : "";
  const refused = record.state === "refused";
  return h(
    "li",
    { class: refused ? "refused" : "" },
    row(`#capture/${record.place}`, `${record.place}. ${title}`, [about, say(`capture_${record.state}`)]),
    refused ? h("p", {}, whyRefused(record)) : null,
    record.state === "held" ? quiet(record.reason) : null,
    refused ? button(say("send_again"), () => sendAgain(record.place)) : null,
  );
}

const REASONS = [
  "conflict",
  "signature",
  "unknown_device",
  "revoked",
  "chain",
  "unreadable",
  "not_allowed",
  "key_destroyed",
];

function whyRefused({ code, reason }) {
  return REASONS.includes(code) ? say(`refused_${code}`) : `${say("refused_otherwise")} ${reason}`;
}

/** Save the outbox to a file, to be carried on a stick. */
export async function saveToFile() {
  const { name, blob } = await outboxFile();
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
