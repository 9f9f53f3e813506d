import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { Effect, Review } from '../model/review.ts';
import { visible } from '../text/visible.ts';
import { summaryOfEffects } from './effect-words.ts';
import { nameOfRule } from './finding-words.ts';
import type { ReportOptions } from './report-options.ts';

/** A policy may generate something for each namespace: the first say what it is about. */
const MAX_ITEMS = 10;

/** What policies would do in the cluster because of the change. */
export function effectsSection({ effects }: Review, options: ReportOptions): readonly string[] {
  if (effects.length === 0) return [];
  const { palette, showAll } = options;
  const shown = showAll ? effects : effects.slice(0, MAX_ITEMS);
  const more = effects.length - shown.length;
  return [
    palette.bold(summaryOfEffects(effects)),
    ...shown.flatMap((effect) => effectLines(effect, options)),
    ...(more > 0 ? [palette.dim(`  and ${more} more (--all names them)`)] : []),
  ];
}

function effectLines(effect: Effect, { palette }: ReportOptions): readonly string[] {
  const { kind, object, trigger, file, line } = effect;
  return [
    `  ${kind} ${palette.bold(visible(nameOfObject(object)))}  ${visible(nameOfRule(effect))}`,
    `    ${palette.dim('for')} ${visible(nameOfObject(trigger))}, ${palette.cyan(`${visible(file)}:${line}`)}`,
  ];
}
