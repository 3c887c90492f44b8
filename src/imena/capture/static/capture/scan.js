/** Reading the codes on labels: with the camera, or from a picture. */

import { numberOnLabel } from "./numbers.js";

const READER = new URL("./vendor/zxing-reader.js", import.meta.url).href;
const WASM = new URL("./vendor/zxing_reader.wasm", import.meta.url).href;
const OPTIONS = { formats: ["QRCode", "MicroQRCode", "DataMatrix", "Code128"], tryHarder: true, maxNumberOfSymbols: 4 };
const EVERY = 150;
let loading = null;

/** The number on a label in a picture; null where none can be read. */
export async function readPicture(picture) {
  const { readBarcodes } = await reader();
  return firstNumber(await readBarcodes(picture, OPTIONS));
}

/** Watch with the camera until a number is read, or `signal` says stop (then null). Throws where no camera opens. */
export async function watch(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  try {
    video.srcObject = stream;
    await video.play();
    const { readBarcodes } = await reader();
    while (!signal.aborted) {
      const frame = frameOf(video);
      const number = frame && firstNumber(await readBarcodes(frame, OPTIONS));
      if (number) return number;
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
    return null;
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  }
}

function frameOf(video) {
  if (!video.videoWidth) return null;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function firstNumber(found) {
  for (const { text } of found) {
    const number = numberOnLabel(text);
    if (number) return number;
  }
  return null;
}

/** What reads codes, loaded once, when it is first needed. */
function reader() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = READER;
    script.onload = () => {
      ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => WASM } });
      resolve(ZXingWASM);
    };
    script.onerror = () => {
      loading = null;
      reject(new Error("what reads codes did not load"));
    };
    document.head.append(script);
  });
  return loading;
}
