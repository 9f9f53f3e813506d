import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import { readExemptions } from '../../src/policy/read-exemptions.ts';
import { startOf } from '../../src/text/position.ts';

const NOW = Date.UTC(2026, 10, 1, 12);

function read(text: string) {
  return readExemptions({ file: '.github/tidewaiter/exemptions.yml', revision: 'base', text }, NOW);
}

function exemptionsOf(text: string) {
  const result = read(text);
  if (result.outcome === 'invalid') throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.exemptions;
}

/** What the author of the file is told: the place, what is wrong, what to do. */
function errorsOf(text: string) {
  const result = read(text);
  if (result.outcome === 'read') return [];
  return result.errors.map((error) => {
    expect(error).toBeInstanceOf(ConfigError);
    const { line, column } = error.span ? startOf(error.span) : { line: 0, column: 0 };
    return { place: `${line}:${column}`, code: error.code, message: error.message, remedy: error.remedy ?? '' };
  });
}

/** The smallest exemption with some keys in place of its own. */
function entry(keys: { readonly [key: string]: string }): string {
  const all = { policy: 'a', reason: 'b', until: '2027-01-01', ...keys };
  const lines = Object.entries(all).map(([key, value]) => `    ${key}: ${value}\n`);
  return `exemptions:\n  -\n${lines.join('')}`;
}

describe('readExemptions', () => {
  it('reads every key, and where the entry is written', () => {
    const [first, second] = exemptionsOf(`exemptions:
  - policy: require-ro-rootfs
    kinds: [Deployment]
    namespaces: ["shop-*"]
    names: [legacy-*]
    reason: The image writes to /tmp until the rewrite.
    until: 2027-03-31
    approved-by: octocat
  - { policy: pods/host-path, reason: " two\n  lines ", until: "2026-12-01" }
`);
    expect(first).toMatchObject({
      policy: 'require-ro-rootfs',
      kinds: ['Deployment'],
      namespaces: ['shop-*'],
      names: ['legacy-*'],
      reason: 'The image writes to /tmp until the rewrite.',
      until: '2027-03-31',
      approvedBy: 'octocat',
    });
    expect(first && startOf(first.span).line).toBe(2);
    expect(second).toMatchObject({ kinds: [], namespaces: [], names: [], reason: 'two lines', until: '2026-12-01' });
    expect(second).not.toHaveProperty('approvedBy');
    expect(second && startOf(second.span).line).toBe(9);
  });

  it.each(['', '# none yet\n', '{}\n', 'exemptions: []\n', 'max-days: 30\n'])('may exempt nothing: %j', (text) => {
    expect(exemptionsOf(text)).toEqual([]);
  });

  it('reads what has run out, for its finding has to name it', () => {
    expect(exemptionsOf(entry({ until: '2020-02-29' }))).toMatchObject([{ until: '2020-02-29' }]);
  });

  it('takes a date as YAML writes it, in quotes or without', () => {
    expect(exemptionsOf(entry({ until: '2027-01-31' }))).toEqual(
      exemptionsOf(entry({ until: '"2027-01-31"' })).map((exemption) => ({ ...exemption, span: expect.anything() })),
    );
  });

  // 2027-04-30 is 180 days after 2026-11-01.
  it('takes an end 180 days ahead and refuses a later one', () => {
    expect(exemptionsOf(entry({ until: '2027-04-30' }))).toHaveLength(1);
    expect(errorsOf(entry({ until: '2027-05-01' }))).toEqual([
      {
        place: '5:12',
        code: 'config/invalid-value',
        message: '"exemptions[0].until" is 2027-05-01, which is 181 days ahead; "max-days" allows 180 days',
        remedy: 'Write 2027-04-30 or earlier, or raise "max-days" in this file.',
      },
    ]);
  });

  it('takes an end as far ahead as the file itself says', () => {
    expect(exemptionsOf(`max-days: 181\n${entry({ until: '2027-05-01' })}`)).toHaveLength(1);
    expect(errorsOf(`max-days: 1\n${entry({ until: '2026-11-03' })}`)).toMatchObject([
      { message: '"exemptions[0].until" is 2026-11-03, which is 2 days ahead; "max-days" allows 1 day' },
    ]);
  });

  it.each(['2027-02-30', '2027-02-29', '2026-13-01', '2026-12-00'])('knows that there is no %s', (until) => {
    expect(errorsOf(entry({ until }))).toEqual([
      {
        place: '5:12',
        code: 'config/invalid-value',
        message: `"exemptions[0].until" is ${until}, and there is no such day`,
        remedy: 'Write the last day on which it holds as year-month-day, such as 2027-03-31.',
      },
    ]);
  });

  it('says what an unknown key was probably meant to be', () => {
    expect(errorsOf(entry({ namespace: '[shop]' }))).toEqual([
      {
        place: '6:5',
        code: 'config/unknown-key',
        message: 'unknown key "namespace" in "exemptions[0]"',
        remedy: 'Did you mean "namespaces"? Known here: policy, kinds, namespaces, names, reason, until, approved-by.',
      },
    ]);
  });

  it.each([
    ['exemptions: [{ reason: b, until: 2027-01-01 }]\n', '"exemptions[0]" has no "policy"'],
    ['exemptions: [{ policy: a, until: 2027-01-01 }]\n', '"exemptions[0]" has no "reason"'],
    ['exemptions: [{ policy: a, reason: b }]\n', '"exemptions[0]" has no "until"'],
    [
      entry({ reason: '" "' }),
      '"exemptions[0].reason" must be like "The image writes to /tmp until the rewrite."; it is " "',
    ],
    [entry({ policy: 'a/' }), '"exemptions[0].policy" must be like "require-ro-rootfs"; it is "a/"'],
    [entry({ policy: '/a' }), '"exemptions[0].policy" must be like "require-ro-rootfs"; it is "/a"'],
    [entry({ policy: '""' }), '"exemptions[0].policy" must be like "require-ro-rootfs"; it is ""'],
    [entry({ kinds: 'Deployment' }), '"exemptions[0].kinds" must be a list; it is "Deployment"'],
    [entry({ kinds: '[]' }), '"exemptions[0].kinds" must be a list that is not empty; it is an empty list'],
    [entry({ names: '[""]' }), '"exemptions[0].names[0]" must be like "legacy-*"; it is ""'],
    [entry({ until: '31.3.2027' }), '"exemptions[0].until" must be like "2027-03-31"; it is "31.3.2027"'],
    [entry({ until: '2027-3-1' }), '"exemptions[0].until" must be like "2027-03-31"; it is "2027-3-1"'],
    ['max-days: 0\n', '"max-days" must be 1 or more; it is the number 0'],
    ['- policy: a\n', 'the exemptions file must be a mapping of keys; it is a list'],
  ])('refuses %j', (text, message) => {
    expect(errorsOf(text).map((error) => error.message)).toContain(message);
  });

  it('excuses nothing when one entry of several is wrong', () => {
    expect(read(`${entry({})}  - { policy: b, reason: c, until: 2027-02-30 }\n`).outcome).toBe('invalid');
  });

  it.each(['exemptions: [\n', 'exemptions: []\nexemptions: []\n', '{}\n---\n{}\n'])('excuses nothing in %j', (text) => {
    expect(errorsOf(text)).toMatchObject([
      { code: 'config/unreadable', message: expect.stringMatching(/^the exemptions file /) },
    ]);
  });
});
