// Decides how the page reaches the practice ground and hears of changes, and must not know what they mean.

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok || said.ok === false) throw new Error(said.error ?? said.detail ?? `${answer.status}`);
  return said;
}

export const act = (name, values) => post('/ground/act', { act: name, ...values });
export const wind = (seconds) => post('/ground/clock', { seconds });
export const fail = (values) => post('/ground/faults', values);
export const bot = (name) => post('/ground/bot', { act: name });

async function state() {
  const answer = await fetch('/ground/state');
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** Fetches one snapshot at a time; changes heard meanwhile lead to exactly one more. */
class Fetching {
  constructor(seen) { this.seen = seen; this.busy = false; this.again = false; }

  async ask() {
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    try {
      do { this.again = false; this.seen(await state()); } while (this.again);
    } catch { /* The stream notices a lost ground and asks again when it is back. */ } finally { this.busy = false; }
  }
}

const PATIENCE = [500, 1000, 2000, 4000];

/** Calls `seen(snapshot)` now and after every change, `reached(bool)` when the ground goes and comes back. */
export function follow(seen, reached) {
  const fetching = new Fetching(seen);
  let tries = 0;
  const open = () => {
    const stream = new EventSource('/ground/stream');
    stream.onopen = () => { tries = 0; reached(true); fetching.ask(); };
    stream.onmessage = () => fetching.ask();
    stream.onerror = () => {
      reached(false);
      stream.close();
      setTimeout(open, PATIENCE[Math.min(tries, PATIENCE.length - 1)]);
      tries += 1;
    };
  };
  open();
}
