import type { Review } from '../model/review.ts';
import { type Annotation, annotationsOf } from './annotations.ts';

/** A review as workflow commands: printed by a step of GitHub Actions they become annotations. */
export function reportToGithubCommands(review: Review): string {
  return annotationsOf(review)
    .map((annotation) => `${commandOf(annotation)}\n`)
    .join('');
}

function commandOf(annotation: Annotation): string {
  const { level, title, message } = annotation;
  const properties: readonly [name: string, value: string | number][] = [
    ...placeProperties(annotation),
    ['title', title],
  ];
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${level} ${written}::${escapeMessage(message)}`;
}

function placeProperties(annotation: Annotation): readonly [name: string, value: string | number][] {
  if (annotation.file === undefined) return [];
  const { file, startLine, endLine, startColumn } = annotation;
  return [
    ['file', file],
    ['line', startLine],
    ['endLine', endLine],
    ...(startColumn === undefined ? [] : [['col', startColumn] as [string, number]]),
  ];
}

// The runner reads a command up to the end of its line, and a property up to the next colon or comma; these are its own escapes.
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
