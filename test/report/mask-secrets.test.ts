import { describe, expect, it } from 'vitest';
import { maskSecrets, maskSuggestion } from '../../src/report/mask-secrets.ts';
import { applyEdits } from '../../src/text/text-edit.ts';
import { manifestOf, mendingOf } from './sample-review.ts';

const TOKEN = `ghp_${'q7Xk2LmP9vRt4WzB8nYc'.repeat(2).slice(0, 36)}`;
const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  password: hunter2
  host: db
`;

const masked = (text: string) => maskSecrets({ file: 'a.yaml', revision: 'head', text }).text;

function suggestion(text: string, before: string, after: string) {
  const mending = mendingOf(manifestOf('a.yaml', text), before, after);
  if (mending.outcome === 'none') throw new Error(mending.reason);
  return mending.suggestion;
}

describe('maskSecrets', () => {
  it('covers credentials and moves nothing', () => {
    const text = CONFIG_MAP.replace('db', `db # ${TOKEN}`);
    expect(masked(text)).toBe(text.replace('hunter2', '•••••••').replace(TOKEN, '•'.repeat(TOKEN.length)));
  });

  it('covers all of a Secret that cannot be parsed', () => {
    for (const text of [
      'kind: Secret\napiVersion: v1\ndata:\n\ta: b\n',
      '{"apiVersion": "v1", "kind": "Secret", "data": {"a": "b" "c"}}',
    ])
      expect(masked(text)).not.toMatch(/[a-z]/);
  });

  it('leaves a source as it is that holds none', () => {
    const source = { file: 'a.yaml', revision: 'head' as const, text: CONFIG_MAP.replace('password', 'user') };
    expect(maskSecrets(source)).toBe(source);
  });
});

describe('maskSuggestion', () => {
  it('covers what an edit puts in place of a credential', () => {
    const { source, edits } = maskSuggestion(suggestion(CONFIG_MAP, 'hunter2', 'hunter3'));
    expect(applyEdits(source.text, edits)).not.toContain('hunter');
  });

  it('covers a credential that the edit brings', () => {
    const text = CONFIG_MAP.replace('password', 'user');
    const { source, edits } = maskSuggestion(suggestion(text, '  host: db\n', '  host: db\n  token: hunter3\n'));
    expect(applyEdits(source.text, edits)).toContain('  host: db\n  token: •••••••\n');
  });

  it('leaves a suggestion as it is that shows none', () => {
    const plain = suggestion(CONFIG_MAP.replace('password', 'user'), 'host: db', 'host: db2');
    expect(maskSuggestion(plain)).toBe(plain);
  });
});
