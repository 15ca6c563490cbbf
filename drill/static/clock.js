// Decides how instants of the ground's clock are written, and must not know what time it is here.

import { language } from './words.js';

export const ZONES = [
  { key: 'utc', zone: 'UTC' },
  { key: 'phnom_penh', zone: 'Asia/Phnom_Penh' },
  { key: 'seoul', zone: 'Asia/Seoul' },
];

// The phones show the time of the desk that the drill seeds.
export const PHONE_ZONE = 'Asia/Phnom_Penh';

const formats = new Map();

function format(name, zone, options) {
  const key = `${language()} ${name} ${zone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language(), { timeZone: zone, ...options }));
  return formats.get(key);
}

const HOUR = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export const hour = (at, zone = PHONE_ZONE) => format('hour', zone, HOUR).format(at);
export const hourAndSecond = (at, zone) => format('second', zone, { ...HOUR, second: '2-digit' }).format(at);
export const day = (at, zone = PHONE_ZONE) => format('day', zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at);
