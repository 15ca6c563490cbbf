// Decides how the offline map is drawn and read, and must not know who looks at it.

import { BORDERS, COUNTRIES, LAND, TOWNS } from './outline.js';
import { svg } from './dom.js';
import { say } from './words.js';

// Rough is enough here: one degree is ten units high, and narrower by the cosine of 14 degrees north.
const WEST = 92, NORTH = 24, HIGH = 10, WIDE = HIGH * Math.cos((14 * Math.PI) / 180);
export const WHOLE = { x: 0, y: 0, width: 19.3 * WIDE, height: 19 * HIGH };

export const onPaper = (lat, lon) => ({ x: (lon - WEST) * WIDE, y: (NORTH - lat) * HIGH });
export const onEarth = (x, y) => ({ lat: NORTH - y / HIGH, lon: WEST + x / WIDE });

const line = (points) => points.map(([lon, lat]) => { const p = onPaper(lat, lon); return `${p.x.toFixed(1)},${p.y.toFixed(1)}`; }).join(' ');

/** Names that the frame would cut are left out. */
function fits(town, frame, size) {
  const at = onPaper(town.lat, town.lon);
  const wide = size * (0.55 + 0.6 * say(`town.${town.key}`).length);
  const [west, east] = town.side === 'left' ? [at.x - wide, at.x] : [at.x, at.x + wide];
  return west > frame.x && east < frame.x + frame.width && at.y - size > frame.y && at.y + size < frame.y + frame.height;
}

function towns(shown, size) {
  return shown.map((town) => {
    const at = onPaper(town.lat, town.lon);
    const left = town.side === 'left';
    return svg('g', { class: 'town' },
      svg('circle', { cx: at.x, cy: at.y, r: size * 0.3 }),
      svg('text', { x: at.x + (left ? -size * 0.55 : size * 0.55), y: at.y + size * (town.drop ?? 0.33), 'font-size': size, 'text-anchor': left ? 'end' : 'start' }, say(`town.${town.key}`)));
  });
}

function countries(size) {
  return COUNTRIES.map(({ key, lat, lon }) => {
    const at = onPaper(lat, lon);
    return svg('text', { class: 'country', x: at.x, y: at.y, 'font-size': size, 'text-anchor': 'middle' }, say(`country.${key}`));
  });
}

function marker(lat, lon, size) {
  const at = onPaper(lat, lon);
  return svg('g', { class: 'marker' },
    svg('circle', { class: 'halo', cx: at.x, cy: at.y, r: size }),
    svg('circle', { class: 'core', cx: at.x, cy: at.y, r: size * 0.42 }));
}

/** A map of `frame`; with `mark` a place on it, without names where it is only a tile. */
export function drawMap(frame, { mark = null, tile = false } = {}) {
  const size = frame.height / (tile ? 9 : 38);
  return svg('svg', { class: tile ? 'map tile' : 'map', role: 'img', viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`, preserveAspectRatio: `xMidYMid ${tile ? 'slice' : 'meet'}` },
    svg('rect', { class: 'sea', x: -4000, y: -4000, width: 9000, height: 9000 }),
    ...LAND.map((points) => svg('polygon', { class: 'land', points: line(points) })),
    ...BORDERS.map((points) => svg('polyline', { class: 'border', points: line(points) })),
    ...(tile ? [] : countries(size * 0.95)),
    ...towns(tile ? TOWNS.filter((town) => fits(town, frame, size)) : TOWNS, size),
    mark && marker(mark.lat, mark.lon, size * (tile ? 0.9 : 1.1)));
}

/** The small tile of a shared place: three degrees around it. */
export function drawTile(lat, lon) {
  const at = onPaper(lat, lon);
  const height = 22, width = 46;
  return drawMap({ x: at.x - width / 2, y: at.y - height / 2, width, height }, { mark: { lat, lon }, tile: true });
}

/** Where on earth a pointer event on `drawing` fell. */
export function pointedAt(drawing, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  return onEarth(point.x, point.y);
}
