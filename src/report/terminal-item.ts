import { nameOfObject } from '../kubernetes/name-of-object.ts';
import type { ReportedFinding } from '../model/finding.ts';
import { startOf } from '../text/position.ts';
import type { Span } from '../text/span.ts';
import { visible } from '../text/visible.ts';
import { nameOfRule } from './finding-words.ts';
import { LEVEL_SIGNS, levelStyle } from './level-style.ts';
import type { Palette } from './palette.ts';

/** A finding on one line, where it is one of many: `✖ require-labels/team  Deployment shop/web, deploy/web.yaml:3`. */
export function findingItem(finding: ReportedFinding, palette: Palette): string {
  const sign = levelStyle(finding.level, palette)(LEVEL_SIGNS[finding.level]);
  const where = `${visible(nameOfObject(finding.object))}, ${placeOf(finding.location.span)}`;
  return `${sign} ${visible(nameOfRule(finding))}  ${palette.dim(where)}`;
}

/** `deploy/web.yaml:3`. */
export function placeOf(span: Span): string {
  return `${visible(span.source.file)}:${startOf(span).line}`;
}
