/** The window in which a code is scanned: with the camera, from a picture, or typed. */

import { button, h } from "./dom.js";
import { parseNumber } from "./numbers.js";
import { readPicture, watch } from "./scan.js";
import { say } from "./words.js";

/** The number that was scanned, chosen from a picture, or typed; null where the window was closed. */
export function scanNumber() {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const status = h("p", { role: "status" }, say("scan_hold"));
    const video = h("video", { playsinline: true, is: { muted: true }, "aria-label": say("scan_camera") });
    const dialog = h("dialog", { class: "scanner", "aria-labelledby": "scan-title", on: { close: () => done(null) } });

    function done(number) {
      stop.abort();
      if (dialog.open) dialog.close();
      dialog.remove();
      resolve(number);
    }

    dialog.append(
      h("h2", { id: "scan-title" }, say("scan")),
      video,
      status,
      fromPicture(status, done),
      typed(status, done),
      button(say("close"), () => done(null)),
    );
    document.body.append(dialog);
    dialog.showModal();
    watch(video, stop.signal).then(
      (number) => number && done(number),
      () => {
        video.remove();
        status.textContent = say("scan_no_camera");
      },
    );
  });
}

function fromPicture(status, done) {
  const choose = async ({ target }) => {
    const number = target.files[0] && (await readPicture(target.files[0]));
    if (number) done(number);
    else status.textContent = say("scan_nothing");
  };
  const input = h("input", { type: "file", accept: "image/*", class: "visually-hidden", on: { change: choose } });
  return h("label", { class: "button" }, say("scan_picture"), input);
}

function typed(status, done) {
  const input = h("input", { id: "scan-typed", type: "text", autocomplete: "off", autocapitalize: "characters" });
  const take = () => {
    try {
      done(parseNumber(input.value));
    } catch (error) {
      status.textContent = say(error.code === "check" ? "check_wrong" : "no_number");
    }
  };
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  };
  input.addEventListener("keydown", enter);
  const label = h("label", { for: "scan-typed" }, say("scan_typed"));
  return h("div", {}, label, h("div", { class: "side" }, input, button(say("take"), take)));
}
