import { expect, it } from 'vitest';
import { addEntries } from '../../../bot/orders/exemption-entries.ts';

const ENTRY = {
  policy: 'require-team',
  kinds: ['Pod'],
  names: ['web'],
  reason: 'it is being named',
  until: '2027-03-31',
} as const;
const OLD = `max-days: 90  # as agreed
exemptions:
  # the first
  - policy: pods/host-path
    reason: Node agents need it.
    until: 2027-01-15
`;

it('adds at the end, and leaves everything else as it is', () => {
  const source = { file: 'exemptions.yml', revision: 'base', text: OLD } as const;
  const added = addEntries(source, true, [ENTRY]);
  expect(added.outcome === 'edited' && added.text.startsWith(OLD)).toBe(true);
  expect(added.outcome === 'edited' && added.text.slice(OLD.length)).toMatch(
    /^ {2}- policy: require-team\n {4}kinds:\n? *(?:- |\[)Pod\]?\n {4}names:\n? *(?:- |\[)web\]?\n {4}reason: it is being named\n {4}until: 2027-03-31\n$/,
  );
});

it('adds the list to a file that has none', () => {
  const source = { file: 'exemptions.yml', revision: 'base', text: 'max-days: 90\n' } as const;
  const added = addEntries(source, false, [ENTRY]);
  expect(added).toMatchObject({ outcome: 'edited', text: expect.stringMatching(/^max-days: 90\nexemptions:\n/) });
});
