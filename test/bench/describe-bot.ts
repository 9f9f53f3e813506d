import type { BotFigures, DatabaseFigures, OneFileFigures } from './bot.ts';
import { megabytes, ratio, table } from './table.ts';

export interface BotScene {
  readonly manifests: number;
  readonly manyManifests: number;
  readonly policies: number;
}

export function describeBot(figures: BotFigures, { manifests, manyManifests, policies }: BotScene): string {
  const { judgement } = figures.pglite;
  return [
    '',
    `the bot on a pull request of ${manifests} manifests × ${policies} policies, ${judgement.calls} API calls, against the twin of GitHub:`,
    ...table(databaseRows(figures)),
    '',
    `the bot on a pull request that changes one of ${manyManifests} manifests:`,
    ...table(oneFileRows(figures)),
    '',
  ].join('\n');
}

function databaseRows({ node, pglite, postgresql }: BotFigures): readonly (readonly string[])[] {
  const time = (name: string, of: (figures: DatabaseFigures) => number) => [
    name,
    ...[pglite, postgresql].flatMap((figures) => [milliseconds(of(figures)), ratio(of(figures), node)]),
  ];
  const memory = (name: string, of: (figures: DatabaseFigures) => number) => [
    name,
    ...[pglite, postgresql].flatMap((figures) => [`${of(figures).toFixed(0)} MiB`, '']),
  ];
  return [
    ['', 'PGlite', '× node -e 0', 'PostgreSQL', '× node -e 0'],
    time('start, until it takes deliveries', ({ ready }) => ready),
    time('delivery to completed check', ({ judgement }) => judgement.wall),
    time('  without the twin', ({ judgement }) => judgement.own),
    time("  the bot's processor time", ({ judgement }) => judgement.processor),
    time('  until it begins', ({ judgement }) => judgement.wait),
    time('  reading', ({ judgement }) => judgement.read),
    time('  judging', ({ judgement }) => judgement.judge),
    time('  publishing', ({ judgement }) => judgement.publish),
    time('answer to a delivery, p50', ({ answers }) => answers.middle),
    time('answer to a delivery, p99', ({ answers }) => answers.slowest),
    memory('memory, idle', ({ idleMemory }) => idleMemory),
    memory('memory, idle after 100 judgements', ({ usedMemory }) => usedMemory),
  ];
}

function oneFileRows({ node, cold, warm }: BotFigures): readonly (readonly string[])[] {
  const row = (name: string, { judgement, fetchedBytes }: OneFileFigures) => [
    name,
    milliseconds(judgement.wall),
    ratio(judgement.wall, node),
    milliseconds(judgement.own),
    milliseconds(judgement.processor),
    fetchedBytes < 100_000 ? `${fetchedBytes} B` : megabytes(fetchedBytes),
    String(judgement.calls),
  ];
  return [
    ['', 'whole', '× node -e 0', 'without the twin', 'processor', 'fetched', 'API calls'],
    row('the first', cold),
    row('the tenth', warm),
  ];
}

function milliseconds(time: number): string {
  return `${time.toFixed(0)} ms`;
}
