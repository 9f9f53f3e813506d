import { describe, expect, it } from 'vitest';
import { findTokens } from '../../src/base/find-tokens.ts';
import { piecesOf } from './found-pieces.ts';

const found = (text: string) => piecesOf(text, findTokens(text));

/** Letters and digits that mean nothing. A token stands nowhere here as a whole, for it would be found by those who look for leaks. */
const noise = (length: number) => 'q7Xk2LmP9vRt4WzB8nYc3HdF6jGs5TaE'.repeat(20).slice(0, length);
const hexadecimal = (length: number) => '0123456789abcdef'.repeat(10).slice(0, length);
const upper = (length: number) => 'Q7XK2LMP5VRT4WZB'.repeat(10).slice(0, length);
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The forms are those that the issuers document. */
const TOKENS: readonly (readonly [string, string])[] = [
  ['the id of an AWS access key', `AKIA${upper(16)}`],
  ['the id of a temporary AWS access key', `ASIA${upper(16)}`],
  ['a personal token of GitHub', `ghp_${noise(36)}`],
  ['an OAuth token of GitHub', `gho_${noise(36)}`],
  ['a user token of GitHub', `ghu_${noise(36)}`],
  ['an installation token of GitHub', `ghs_${noise(36)}`],
  ['a longer installation token of GitHub', `ghs_12345_ey${'J'}${noise(30)}.ey${'J'}${noise(90)}.${noise(80)}`],
  ['a refresh token of GitHub', `ghr_${noise(76)}`],
  ['a fine-grained token of GitHub', `github_pat_${noise(22)}_${noise(59)}`],
  ['a personal token of GitLab', `glpat-${noise(20)}`],
  ['a routable token of GitLab', `glpat-${noise(27)}.01.${noise(9)}`],
  ['a runner token of GitLab', `glrt-${noise(20)}`],
  ['a bot token of Slack', `xoxb-${'123456789012'}-${'123456789012'}-${noise(24)}`],
  ['an app token of Slack', `xapp-1-A0123456789-${'1234567890123'}-${hexadecimal(64)}`],
  ['a hook of Slack', `hooks.slack.com/services/T01234567/B01234567/${noise(24)}`],
  ['an API key of Google', `AIza${noise(35)}`],
  ['a client secret of Google', `GOCSPX-${noise(28)}`],
  ['a live key of Stripe', `sk_live_${noise(24)}`],
  ['a restricted key of Stripe', `rk_live_${noise(24)}`],
  ['a token of npm', `npm_${noise(36)}`],
  ['a token of PyPI', `pypi-AgEIcHlwaS5vcmc${noise(120)}`],
  ['a key of SendGrid', `SG.${noise(22)}.${noise(43)}`],
  ['a key of Twilio', `SK${hexadecimal(32)}`],
  ['a client secret of Azure', `${noise(3)}8Q~${noise(34)}`],
  ['a key of OpenAI', `sk-proj-${noise(48)}`],
  ['a key of Anthropic', `sk-ant-api03-${noise(93)}`],
  ['a token of Vault', `hvs.${noise(90)}`],
  ['a token of Docker Hub', `dckr_pat_${noise(27)}`],
  ['a token of Hugging Face', `hf_${noise(34)}`],
  ['a token of DigitalOcean', `dop_v1_${hexadecimal(64)}`],
  ['a token of Databricks', `dapi${hexadecimal(32)}`],
  ['a token of Grafana', `glsa_${noise(32)}_${hexadecimal(8)}`],
  ['a token of Shopify', `shpat_${hexadecimal(32)}`],
  ['a secret key of age', `AGE-SECRET-KEY-1${upper(58)}`],
  ['a JSON Web Token', `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0NSJ9.${noise(43)}`],
  ['an encrypted JSON Web Token', `ey${'J'}hbGciOiJkaXIifQ..${noise(16)}.${noise(40)}.${noise(22)}`],
];

describe('a token', () => {
  it.each(TOKENS)('is found: %s', (_, token) => {
    for (const text of [token, `value: ${token}\n`, `["${token}"]`, `--key=${token},`, `https://x/?a=${token}&b`]) {
      expect(found(text).join(), text).toContain(token);
      expect(found(text).join().length).toBeLessThanOrEqual(token.length + 1);
    }
  });

  it.each(TOKENS)('is not seen in the middle of a word, nor when it is cut short: %s', (_, token) => {
    expect(found(`a${token.slice(0, 16)}`)).toEqual([]);
  });

  it('is found beside others', () => {
    const [one, other] = [`ghp_${noise(36)}`, `npm_${noise(36)}`];
    expect(found(`a: ${one}\nb: ${other}\n`)).toEqual([one, other]);
  });
});

describe('the secret of an AWS access key', () => {
  const secret = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;
  const id = `AKIA${'IOSFODNN7EXAMPLE'}`;

  it('is found near the id', () => {
    expect(found(`id: ${id}\nkey: ${secret}\n`)).toEqual([id, secret]);
    expect(found(`${secret} ${id}`)).toEqual([secret, id]);
  });

  it('is forty characters like any others without it', () => {
    expect(found(`commit: ${hexadecimal(40)}\nkey: ${secret}\n`)).toEqual([]);
  });
});

describe('a password in an address', () => {
  it.each([
    ['postgres://shop:hunter2@db:5432/shop', 'hunter2'],
    ['amqp://user:p%40ss@mq', 'p%40ss'],
    ['mongodb+srv://user:p@ss@cluster0.example.net/?retryWrites=true', 'p@ss'],
    ['redis://:hunter2@cache:6379/0', 'hunter2'],
    ['redis://:abc/def+ghi==@cache', 'abc/def+ghi=='],
    ['url: "https://bot:hunter2@git.example.com/a.git"', 'hunter2'],
    ['http://proxy:3128,http://user:hunter2@proxy:3128', 'hunter2'],
    [`https://${'0123456789abcdef'}0123456789abcdef@sentry.example.com/1`, '0123456789abcdef0123456789abcdef'],
  ])('is found: %s', (text, password) => {
    expect(found(text)).toEqual([password]);
  });

  it('is found for every one of several addresses', () => {
    expect(found('http://a:one@x http://b:two@y\nhttp://c:three@z').join()).toBe('one,two,three');
    expect(found('http://a:one@x,http://b:two@y').join()).toMatch(/one.*two/);
  });

  it.each([
    'https://example.com:8080/@scope/package',
    'oci://ghcr.io/acme/web:1.27@sha256:0123456789abcdef',
    'docker://registry:5000/acme/web@sha256:0123456789abcdef',
    'ssh://git@github.com:22/acme/shop.git',
    'https://user@example.com/',
    'mailto: someone@example.com',
    'postgres://$(USER):$(PASSWORD)@db',
    'postgres://user:${PASSWORD}@db',
    'postgres://user:{{.password}}@db',
    'postgres://user:<password>@db',
    'image: ghcr.io/acme/web:1.27@sha256:0123456789abcdef',
  ])('is not seen where there is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a connection string of Azure', () => {
  it('is covered where the key is', () => {
    const key = `${noise(86)}==`;
    const text = `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${key};EndpointSuffix=core.windows.net`;
    expect(found(text)).toEqual([`AccountKey=${key}`]);
    expect(found(`https://shop.blob.core.windows.net/c?sv=2024&sig=${noise(43)}%3D`)).toEqual([`sig=${noise(43)}%3D`]);
  });
});

describe('a header', () => {
  it.each([
    [`Authorization: Bearer ${noise(32)}`, noise(32)],
    [`curl -H "Authorization: Basic ${base64('shop:hunter2')}"`, base64('shop:hunter2')],
  ])('is found: %s', (text, token) => {
    expect(found(text)).toEqual([token]);
  });

  it.each(['Basic authentication is off', 'Bearer authentication', 'Basic c29tZXRoaW5n'])('is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a login of a registry', () => {
  const login = base64('robot:hunter2');

  it.each([
    `{"auths":{"ghcr.io":{"auth":"${login}"}}}`,
    `{\\"auth\\": \\"${login}\\"}`,
    `//npm.example.com/:_auth = ${login}`,
  ])('is found: %s', (text) => {
    expect(found(text)).toEqual([login]);
  });

  it.each(['auth: c29tZXRoaW5n', 'auth: kubernetes', 'oauth: enabledenabled'])('is none: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('a private key', () => {
  const dashes = '-'.repeat(5);
  const key = (kind: string) =>
    `a: |\n  ${dashes}BEGIN ${kind}${dashes}\n  ${noise(64)}\n  ${noise(20)}\n  ${dashes}END ${kind}${dashes}\nb: 1\n`;

  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    'is found: %s',
    (kind) => {
      expect(found(key(kind))).toEqual([`\n  ${noise(64)}\n  ${noise(20)}\n  `]);
    },
  );

  it('is covered to the end of the text when its own end is missing', () => {
    expect(found(`${dashes}BEGIN PRIVATE KEY${dashes}\n${noise(64)}\nb: 1`)).toEqual([`\n${noise(64)}\nb: 1`]);
  });

  it.each(['CERTIFICATE', 'PUBLIC KEY', 'CERTIFICATE REQUEST'])('is no %s', (kind) => {
    expect(found(key(kind))).toEqual([]);
  });
});

it.each([
  'image: nginx:1.27@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'helm.sh/chart: kube-prometheus-stack-58.2.1',
  'uid: 0f8fad5b-d9cd-469f-a165-70867728950e',
  'task-scheduler-for-a-very-long-name-of-a-deployment',
  'skaffold.dev/run-id: 1234',
  'name: sk-learn-inference-server',
  'AKIA is the prefix of the ids of access keys',
  'eyJ is where a token begins',
])('ordinary text stays: %s', (text) => {
  expect(found(text)).toEqual([]);
});

// Each of them takes minutes where a pattern reads the same run of characters from every one of its places on.
it.each([
  'a',
  'eyJ',
  'eyJaaaaaaaaaa.',
  'glpat-',
  '://',
  '://a:',
  '://a:b@',
  '@',
  'Bearer ',
  'auth"',
  'AKIA',
  '-----BEGIN ',
  '~~~1Q~',
  '\n',
])('any text is read in a time that grows with its length: %j', (piece) => {
  findTokens(piece.repeat(Math.ceil(2_000_000 / piece.length)));
});
