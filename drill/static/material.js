// Decides what the synthetic photos, videos, voice notes and documents are made of, and must not know who sends them.

const SCENES = [
  { sky: '#c9d6df', far: '#8fa3b0', near: '#56697a', doors: 5 },
  { sky: '#e4d3bd', far: '#b99a7b', near: '#7c5f48', doors: 3 },
  { sky: '#c4d5c4', far: '#86a189', near: '#4f6b54', doors: 7 },
];

/** Bytes as base64, in pieces that an argument list can bear. */
export function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function paint(brush, scene, width, height) {
  brush.fillStyle = scene.sky;
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = scene.far;
  for (let i = 0; i < 6; i += 1) brush.fillRect(i * 58 - 12, 74 - ((i * 37) % 41), 46, height);
  brush.fillStyle = scene.near;
  brush.fillRect(0, height - 62, width, 62);
  brush.fillStyle = scene.sky;
  for (let i = 0; i < scene.doors; i += 1) brush.fillRect(16 + (i * (width - 40)) / scene.doors, height - 40, 14, 26);
}

function sheet() {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 220;
  return canvas;
}

function draw(canvas, number, mark) {
  const brush = canvas.getContext('2d');
  paint(brush, SCENES[number % SCENES.length], canvas.width, canvas.height);
  brush.fillStyle = '#1d2733';
  brush.font = '600 15px system-ui, sans-serif';
  // In the middle, where the square crop of an album still shows it.
  brush.textAlign = 'center';
  brush.fillText(`${mark} ${number + 1}`, canvas.width / 2, 46);
  return canvas;
}

const encoded = async (blob) => base64(new Uint8Array(await blob.arrayBuffer()));

/** A small JPEG of houses that are nowhere, marked as made up. */
export async function drawnPhoto(number, mark) {
  const canvas = draw(sheet(), number, mark);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.8); });
  return encoded(blob);
}

const FRAME = 100; // milliseconds

/** A film of the same houses, as the browser records it; it takes as long as it lasts. */
export async function filmed(seconds, mark) {
  const canvas = draw(sheet(), 0, mark);
  const recorder = new MediaRecorder(canvas.captureStream());
  const pieces = [];
  recorder.addEventListener('dataavailable', (event) => pieces.push(event.data));
  const ended = new Promise((done) => { recorder.addEventListener('stop', done); });
  let drawn = 0;
  const drawing = setInterval(() => draw(canvas, drawn += 1, mark), FRAME);
  recorder.start();
  setTimeout(() => recorder.stop(), seconds * 1000);
  await ended;
  clearInterval(drawing);
  const [kind] = recorder.mimeType.split(';');
  return { content: await encoded(new Blob(pieces, { type: kind })), mime_type: kind, name: `film.${kind.split('/')[1]}` };
}

/** A page of text that says what it is. */
export function writtenPage(mark) {
  return { content: base64(new TextEncoder().encode(`${mark}\n`)), mime_type: 'text/plain', name: 'page.txt' };
}

const RATE = 8000;

function header(view, count) {
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, 36 + count, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, RATE, true); view.setUint16(32, 1, true); view.setUint16(34, 8, true);
  text(36, 'data'); view.setUint32(40, count, true);
}

/** A hum of `seconds` that rises and falls like a spoken word: WAV, 8 kHz, 8 bit. */
export function hummedVoice(seconds) {
  const count = RATE * seconds;
  const bytes = new Uint8Array(44 + count);
  header(new DataView(bytes.buffer), count);
  for (let i = 0; i < count; i += 1) {
    const t = i / RATE;
    const swell = Math.max(0, Math.sin(t * 5)) * 0.35;
    bytes[44 + i] = 128 + Math.round(127 * swell * Math.sin(2 * Math.PI * (170 + 30 * Math.sin(t * 3)) * t));
  }
  return base64(bytes);
}
