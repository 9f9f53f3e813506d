/**
 * Loaded into a process before all else (`node --import`): when it is sent SIGUSR2 its clock is wrong from then on, by as many milliseconds as
 * the file says that `CLOCK_FILE` names. What measures time, and timers, go on as before, as they do where a machine's clock is set.
 */
import { readFileSync } from 'node:fs';

let wrongBy = 0;

process.on('SIGUSR2', () => {
  wrongBy = Number(readFileSync(process.env.CLOCK_FILE ?? '', 'utf8'));
});

globalThis.Date = new Proxy(Date, {
  construct: (date, values, made) =>
    Reflect.construct(date, values.length === 0 ? [date.now() + wrongBy] : values, made),
  get: (date, name) => (name === 'now' ? () => date.now() + wrongBy : Reflect.get(date, name)),
});
