/** What the bot is doing when it makes a call of GitHub. */
export function doingOf(call: string): string {
  return DOINGS.find(([calls]) => calls.test(call))?.[1] ?? 'something else';
}

const DOINGS: readonly (readonly [calls: RegExp, doing: string])[] = [
  [/^nothing$|\/app(?:$|\/)|\/installation/, 'signing in, or sweeping'],
  [/\/collaborators\/|\/issues\/|\/pulls\/comments\//, 'answering a command'],
  [/^(?:POST|PATCH) .*\/check-runs/, 'writing a check'],
  [/^GET .*\/check-runs/, 'looking for the check'],
  [/^(?:Conversation|ChangeComments)$|\/(?:reviews|comments)/, 'publishing a review'],
  [/^(?:GET .*|pullRequest|folder)$/, 'reading'],
];
