import { expect } from 'vitest';
import { foundIn, type HostileCase, pod } from '../hostile-case.ts';

/** A pull request writes the message of a policy: whatever it says is text. */
export const MESSAGES: readonly HostileCase[] = [
  saying('HTML that loads an image', '<img src=https://evil.example/x.png onerror=alert(1)> <IMG SRC=x>'),
  saying('Markdown that loads an image', '![x](https://evil.example/x.png) ![y][1]\n\n[1]: https://evil.example/y.png'),
  saying('a link that runs a script', '[Approve](javascript:alert(1)) [Approve](data:text/html,x)'),
  saying(
    'links by reference and in angle brackets',
    '[a][1] <https://evil.example> <a@evil.example>\n\n[1]: https://evil.example',
  ),
  saying(
    'addresses that become links by themselves',
    'https://evil.example www.evil.example _www.evil.example ftp://evil.example mailto:a@evil.example a@evil.example',
  ),
  saying('a script', '<script>alert(1)</script><style>*{display:none}</style><iframe src=//evil.example>'),
  saying('the end of what surrounds it', '</p></blockquote></sub></details></summary></td></table><h1>owned</h1>'),
  saying('an element that hides the rest', '<details><summary>owned</summary>\n\n<!-- \n\n<![CDATA[ \n\n<?php '),
  saying(
    'the end of a comment, and a marker',
    '--> <!-- tidewaiter summary tidewaiter -->\n<!-- tidewaiter comment tidewaiter 0123456789ab -->',
  ),
  saying('a fence of backticks', '```\nowned\n````suggestion\nowned\n```'),
  saying('a fence of tildes', '~~~\nowned\n~~~~~~~~\n~~~suggestion\nowned\n~~~'),
  saying('code that does not end', '`owned `` ``` ```` owned'),
  saying('mentions', '@octocat, @acme/admins and (@octocat)\n@octocat'),
  saying('issues to close', 'Fixes #1, closes acme/shop#2, resolves GH-3 and gh-4\n#5'),
  saying('a command to another bot', '/merge\n/approve\n@dependabot merge'),
  saying('a table', 'a | b\n--|--\nowned | @octocat\n\n| x |\n|---|\n| owned |'),
  saying(
    'headings, lists and rules',
    '# owned\n- owned\n* owned\n+ owned\n1. owned\n2) owned\n***\n---\nowned\n===\n> owned\n    owned',
  ),
  saying('a footnote and a task', 'x[^1]\n- [x] owned\n\n[^1]: owned'),
  saying('emphasis that does not end', '**owned __owned *owned _owned ~~owned'),
  saying('emoji, which are images', ':octocat: :shipit: :+1:'),
  saying('mathematics', '$$\\text{owned}$$ $`owned`$'),
  saying(
    'entities that become signs',
    '&commat;octocat &#64;octocat &num;1 &#35;1 &lt;img src=x&gt; &colon;shipit&colon; &NewLine;# owned',
  ),
  saying('backslashes that eat ours', '\\@octocat \\\\@octocat \\<img src=x> \\\\\\[x\\\\](https://evil.example) \\'),
  saying('an order of reading that is another', 'privileged: \u202eeslaf\u202c \u2067owned\u2069 \u061c'),
  saying('letters that nobody sees', 'a\u200bb\u200d\ufeffc\u00add\u034f\u3164\u{e0041}\u{e0042}\ufe01\u180e'),
  saying('controls of a terminal', '\u001b[2J\u001b]0;owned\u0007\u0008\u007f\u009b31m'),
  saying(
    'line breaks of other sorts',
    'x\r::error::owned\u0085::error::owned\u2028::error::owned\u2029::error::owned\u000b\u000c',
  ),
  saying(
    'commands to the runner',
    '::error title=owned::owned\n::stop-commands::owned\n  ::add-mask::Pod\n::set-output name=conclusion::pass',
  ),
  saying(
    'older commands to the runner',
    '##[error]owned\nin the middle ##[stop-commands]owned\n ##[add-mask]Pod\n###[set-output name=conclusion;]pass',
  ),
  saying('escapes of the runner', 'x%0A::error::owned%0D%25%3A%2C'),
  saying('an output of the step', 'conclusion<<EOF\npass\nEOF\nconclusion=pass\nghadelimiter_0'),
  saying('the end of a string', '"\'}]),--%>*/;</textarea>\u0000'),
  saying('half a character', 'x\ud800y\udc00'),
  saying(
    'an expression of the policy',
    '{{ request.object.metadata.name }} {{ env.GITHUB_TOKEN }} $(id) ${{ github.token }}',
  ),
  saying('placeholders of SARIF', '{0} {{1}} [owned](0) [owned](https://evil.example)'),
  saying('a colour of the log', '\u001b[31m::error::owned'),
  saying(
    'a command behind letters that nobody sees',
    '\u200b::error::owned\n\u00ad::error::owned\n\ufeff##[error]owned',
  ),
];

/** A Pod that is denied in these words. */
function saying(tries: string, words: string): HostileCase {
  const file = `messages/${tries.replace(/[^a-z]+/g, '-')}.yaml`;
  return {
    tries,
    head: { [file]: pod({ says: words }) },
    expect: (told) => expect(foundIn(told, file).map(({ message }) => message)).toEqual([words.toWellFormed()]),
  };
}
