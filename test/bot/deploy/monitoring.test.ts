import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../bot/metrics/metrics.ts';
import { expressionsOfDashboard } from '../../../scripts/lint-monitoring.ts';

const rules = readFileSync(new URL('../../../deploy/monitoring/rules.yaml', import.meta.url), 'utf8');
const alarms = readFileSync(new URL('alarms.yaml', import.meta.url), 'utf8');
const FIGURES = { waiting: {}, retrying: 0, active: 0, dead: 0, oldestSeconds: 0 };

/** What a histogram is asked for has an ending of its own. */
function metricsIn(text: string): readonly string[] {
  const names = text.match(/\b(?:tidewaiter|process)_\w+/g) ?? [];
  return [...new Set(names.map((name) => name.replace(/_(?:bucket|count|sum)$/, '')))];
}

it('the dashboard and the rules ask for nothing that the bot does not tell', async () => {
  const { text } = await createMetrics().render(async () => FIGURES);
  const told = new Set(Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name]) => name));
  const asked = metricsIn(`${rules}\n${alarms}\n${expressionsOfDashboard().join('\n')}`);
  expect(asked.length).toBeGreaterThan(8);
  expect(asked.filter((name) => !told.has(name))).toEqual([]);
});

it('each alarm is played until it rings', () => {
  const namesIn = (text: string, name: RegExp) => [...new Set(Array.from(text.matchAll(name), ([, found]) => found))];
  const names = namesIn(rules, /- alert: (\w+)/g);
  expect(names.length).toBeGreaterThan(5);
  expect(namesIn(alarms, /alertname="(\w+)"/g).toSorted()).toEqual(names.toSorted());
});
