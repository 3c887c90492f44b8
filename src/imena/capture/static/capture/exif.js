/** When a photograph was taken, as the camera wrote it into the file. Nothing in the file is changed. */

const EXIF_FOLDER = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;

/** 2026-11-24T12:11:12, or an empty string where the file does not say. */
export function takenAt(buffer) {
  try {
    const tiff = exifOf(new DataView(buffer));
    if (!tiff) return "";
    const little = tiff.getUint16(0) === 0x4949;
    const folder = entry(tiff, tiff.getUint32(4, little), EXIF_FOLDER, little);
    const found = folder && entry(tiff, tiff.getUint32(folder + 8, little), DATE_TIME_ORIGINAL, little);
    return found ? dateIn(tiff, tiff.getUint32(found + 8, little)) : "";
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}

/** The TIFF part of a JPEG's Exif segment. */
function exifOf(file) {
  if (file.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; file.getUint8(at) === 0xff && file.getUint8(at + 1) !== 0xda; at += 2 + file.getUint16(at + 2)) {
    if (file.getUint8(at + 1) === 0xe1 && file.getUint32(at + 4) === 0x45786966) {
      return new DataView(file.buffer, file.byteOffset + at + 10, file.getUint16(at + 2) - 8);
    }
  }
  return null;
}

/** Where the entry of a tag begins in a folder of tags. */
function entry(tiff, folder, tag, little) {
  for (let left = tiff.getUint16(folder, little), at = folder + 2; left > 0; left -= 1, at += 12) {
    if (tiff.getUint16(at, little) === tag) return at;
  }
  return 0;
}

function dateIn(tiff, at) {
  const text = Array.from({ length: 19 }, (_, place) => String.fromCharCode(tiff.getUint8(at + place))).join("");
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
  const taken = found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}` : "";
  // Cameras without a clock write zeros.
  return taken && new Date(`${taken}Z`).toJSON()?.startsWith(taken) ? taken : "";
}
