import { expect } from 'vitest';
import type { Files } from '../../../github-twin/twin.ts';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';
import type { Told } from '../judge-hostile.ts';

const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const PASSWORD = 'correct-horse-battery';
const ENCODED = Buffer.from(PASSWORD).toString('base64');
const OLD = 'staple-of-last-year';
const KEY =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END PRIVATE KEY-----\n';

/** Secrets and credentials that a message, a frame, a suggestion or a patch would show. */
export const SECRETS: readonly HostileCase[] = [
  hidden('the text of a Secret in a message', [PASSWORD], {
    'secrets/text.yaml': secret(`stringData:\n  password: ${PASSWORD}\n`),
  }),
  hidden('the data of a Secret in a message', [ENCODED], {
    'secrets/data.yaml': secret(`data:\n  password: ${ENCODED}\n`),
  }),
  hidden('the decoded data of a Secret in a message', [PASSWORD, ENCODED], {
    'secrets/decoded.yaml': secret(`data:\n  password: ${ENCODED}\n`, 'decoded'),
  }),
  hidden('the text of a Secret in what a policy breaks at', [PASSWORD], {
    'secrets/broken.yaml': secret(`stringData:\n  password: ${PASSWORD}\n`, 'broken'),
  }),
  hidden('a Secret in a list', [PASSWORD], {
    'secrets/list.yaml': `apiVersion: v1\nkind: List\nitems:\n${secret(`stringData:\n  word: ${PASSWORD}\n`)
      .trimEnd()
      .split('\n')
      .map((line, index) => `${index === 0 ? '  - ' : '    '}${line}\n`)
      .join('')}`,
  }),
  hidden('a Secret in JSON, on one line', [PASSWORD], {
    'secrets/one-line.json': `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"web","annotations":{"quoted":"yes"}},"stringData":{"word":"${PASSWORD}"}}\n`,
  }),
  hidden("a Secret in kubectl's copy of it", [PASSWORD, ENCODED], {
    'secrets/copy.yaml': secret(`data:\n  word: ${ENCODED}\n`).replace(
      'annotations:\n',
      `annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"word":"${PASSWORD}"}}'\n`,
    ),
  }),
  hidden('a Secret of several lines', ['battery of several', 'lines of a secret'], {
    'secrets/lines.yaml': secret('stringData:\n  word: |\n    battery of several\n    lines of a secret\n'),
  }),
  hidden('a Secret through an alias', [PASSWORD], {
    'secrets/alias.yaml': secret(`stringData:\n  word: &word ${PASSWORD}\nother: *word\n`),
  }),
  hidden(
    'a Secret that stood there before',
    [OLD, PASSWORD],
    { 'secrets/old.yaml': secret(`stringData:\n  word: ${PASSWORD}\n`) },
    {
      'secrets/old.yaml': secret(`stringData:\n  word: ${OLD}\n`, 'unquoted'),
    },
  ),
  {
    tries: 'a Secret that nobody can parse',
    head: { 'secrets/unreadable.yaml': secret(`stringData:\n  word: ${PASSWORD}\n  other: "${OLD}\n`) },
    secrets: [PASSWORD, OLD],
    expect: ({ report }) => expect(report.problems.map(({ file }) => file)).toContain('secrets/unreadable.yaml'),
  },
  hidden('a password in the environment', [PASSWORD], {
    'secrets/environment.yaml': `${quoted()}      env:\n        - name: DB_PASSWORD\n          value: ${PASSWORD}\n`,
  }),
  hidden('a password among arguments', [PASSWORD, OLD], {
    'secrets/arguments.yaml': `${quoted()}      args: [--password=${PASSWORD}, --token, ${OLD}]\n`,
  }),
  hidden('a password in an address', [PASSWORD], {
    'secrets/address.yaml': `${quoted()}      env:\n        - name: HOME_PAGE\n          value: postgres://web:${PASSWORD}@db:5432/web\n`,
  }),
  hidden('a token in an annotation', [TOKEN], {
    'secrets/annotation.yaml': pod({ quoted: 'yes', note: `see ${TOKEN}` }),
  }),
  hidden('a token in a label', [TOKEN], {
    'secrets/label.yaml': quoted().replace('metadata:\n', `metadata:\n  labels: { web: ${TOKEN} }\n`),
  }),
  hidden('a token that admission would copy', [TOKEN], { 'secrets/copied.yaml': pod({ owner: TOKEN }) }),
  hidden('a key in a ConfigMap', ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'], {
    'secrets/key.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  annotations: { quoted: "yes" }\ndata:\n  web.pem: ${JSON.stringify(KEY)}\n`,
  }),
  hidden('a password in a comment beside what is wrong', [PASSWORD], {
    'secrets/comment.yaml': quoted().replace(
      'metadata:\n',
      `metadata: # password: ${PASSWORD}\n  # token=${PASSWORD}\n`,
    ),
  }),
  hidden('a password on the line that a suggestion replaces', [PASSWORD], {
    'secrets/flow.yaml': pod({}).replace(
      /containers:.*/s,
      `containers: [{ name: app, image: "nginx:1.27", env: [{ name: DB_PASSWORD, value: ${PASSWORD} }], securityContext: { privileged: true } }]\n`,
    ),
  }),
  hidden('a password between the lines that a suggestion replaces', [PASSWORD], {
    'secrets/between.yaml': `${pod({ two: 'yes' })}      env:\n        - name: DB_PASSWORD\n          value: ${PASSWORD}\n`,
  }),
  hidden('a Secret beside the lines that a patch changes', [PASSWORD, OLD], {
    'secrets/context.yaml': `${pod({})}      securityContext:\n        privileged: true\n---\nstringData: { word: ${PASSWORD} }\ndata: { old: ${OLD} }\nkind: Secret\napiVersion: v1\nmetadata: { name: web }\n`,
  }),
];

/** Files with a finding each, in which these texts are, and in no output. */
function hidden(tries: string, secrets: readonly string[], head: Files, base: Files = {}): HostileCase {
  return {
    tries,
    base,
    head,
    secrets,
    expect: (told: Told) => {
      for (const file of Object.keys(head)) foundIn(told, file);
    },
  };
}

function secret(rest: string, annotation = 'quoted'): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\n  annotations:\n    ${annotation}: "yes"\n${rest}`;
}

function quoted(): string {
  return pod({ quoted: 'yes' });
}
