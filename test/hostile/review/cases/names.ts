import { expect } from 'vitest';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';

/** Names of files and objects are whatever a pull request calls them; git allows everything but a zero byte, and a manifest everything. */
export const NAMES: readonly HostileCase[] = [
  fileCalled('a path that ends code', 'code/``de`ploy``/`.yaml'),
  fileCalled('a path that ends a link', 'link/x](javascript:owned) ![y](www.evil.example/y.png)[.yaml'),
  fileCalled('a path that ends a cell', 'cell/a | owned \\| <img src=x> || \\\\| @octocat |.yaml'),
  fileCalled('a path of several lines', 'lines/a\n\n# owned\n- owned\n```\nowned\r\n.yaml'),
  fileCalled('a path that is HTML', 'html/<img src=x onerror=alert(1)>/<!--/<details>.yaml'),
  fileCalled('a path that a shell would run', 'shell/$(touch owned);`touch owned`&\'"; touch owned #.yaml'),
  fileCalled('a path that is an option', '-rf.yaml'),
  fileCalled('a path that is a long option', '--help=owned.yaml'),
  fileCalled('a path with properties of a command', 'props/a,title=owned,file=b::owned%0A::error::owned.yaml'),
  fileCalled('a path that is a command', '::error::owned/##[error]owned.yaml'),
  fileCalled('a path with mentions and references', 'mentions/@octocat/acme#1/GH-1/:shipit:.yaml'),
  fileCalled('a path that is read backwards', 'bidi/\u202elmay.doog\u202c\u2066.yaml'),
  fileCalled('a path with letters that nobody sees', 'unseen/a\u200b\u00ad\u{e0041}\ufeff.yaml'),
  fileCalled('a path with controls of a terminal', 'controls/\u001b[2J\u0007\u0008\u007f\u009b.yaml'),
  fileCalled('a path with line breaks of other sorts', 'breaks/a\u0085b\u2028c\u2029d\u000b\u000c.yaml'),
  fileCalled('a path that is encoded already', 'encoded/%2e%2e/%00/%0a&lt;img&gt;&#64;octocat?plain=0#L9.yaml'),
  fileCalled('a path with backslashes and quotes', 'quotes/a\\b"c\\n\\x41.yaml'),
  fileCalled('a path of blanks', 'blanks/ a\t .yaml'),
  fileCalled('a path in another script', 'scripts/größe-大小-حجم-😀.yaml'),
  fileCalled('a path that never ends', `long/${`${'@octocat<br>'.repeat(20)}/`.repeat(12)}x.yaml`),
  fileCalled('a path that looks like an address', 'https:/evil.example/javascript:alert(1)/x.yaml'),
  objectCalled('a name that ends code', '`<img src=x>`'),
  objectCalled('a name that ends a cell', 'a|owned\\|<img src=x>|@octocat'),
  objectCalled('a name of several lines', 'a\n\n# owned\n- owned\n\n```\nowned'),
  objectCalled('a name that ends a comment', '--> <!-- tidewaiter summary tidewaiter -->'),
  objectCalled('a name that is a command', '\n::error::owned\n##[error]owned'),
  {
    ...objectCalled('a name that nobody can read to its end', `\`${'n'.repeat(70_000)} <img src=x> @octocat`),
    // Kubernetes takes names of 253 characters.
    expect: (told) => expect(told.markdown.get('step summary')).toMatch(/`n{252}…/),
  },
  objectCalled('a name of nothing but backticks', '`'.repeat(3_000)),
  objectCalled('a name that is empty', ' '),
  {
    tries: 'a namespace that ends code',
    head: {
      'objects/namespace.yaml': pod({ says: 'no' }).replace(
        'metadata:\n',
        'metadata:\n  namespace: "`@octocat` <img src=x> | #1\\n# owned"\n',
      ),
    },
    expect: (told) => expect(foundIn(told, 'objects/namespace.yaml')).toHaveLength(1),
  },
  {
    tries: 'a kind that ends code',
    head: {
      'objects/kind.yaml': pod({ quoted: 'yes' })
        .replace('kind: Pod', 'kind: "Pod`@octocat` <img src=x> | #1\\n# owned"')
        .replace('apiVersion: v1', 'apiVersion: "`evil.example`<img src=x>/v1"'),
    },
    expect: ({ report }) => {
      const told = [...report.findings, ...report.notJudged, ...report.problems];
      expect(told.filter(({ file }) => file === 'objects/kind.yaml')).not.toEqual([]);
    },
  },
];

/** A file of this name with a Pod that is denied. */
function fileCalled(tries: string, file: string): HostileCase {
  return {
    tries,
    head: { [file]: pod({ says: 'no' }) },
    expect: (told) => expect(foundIn(told, file)).toHaveLength(1),
  };
}

/** A Pod of this name that is denied. */
function objectCalled(tries: string, name: string): HostileCase {
  const file = `objects/${tries.replace(/[^a-z]+/g, '-')}.yaml`;
  return {
    tries,
    head: { [file]: pod({ name, says: 'no' }) },
    expect: (told) => expect(foundIn(told, file).map(({ object }) => object.name)).toEqual([name]),
  };
}
