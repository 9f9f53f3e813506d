import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../src/errors/tidewaiter-error.ts';
import { reportToGithubCommands } from '../../src/report/github-commands.ts';
import { DEPLOYMENT, findingOf, fullReview, manifestOf, reviewOf } from './sample-review.ts';

describe('reportToGithubCommands', () => {
  it('writes a command a line', () => {
    expect(reportToGithubCommands(fullReview()).split('\n')).toEqual([
      '::error file=deploy/web.yaml,line=13,endLine=13,col=25,title=disallow-privileged/privileged-containers::Deployment shop/web: Privileged mode is disallowed.',
      expect.stringMatching(/^::error .*title=require-non-root\/run-as-non-root::/),
      expect.stringMatching(/^::warning .*title=baseline\/privileged::/),
      '::warning file=deploy/web.yaml,line=11,endLine=11,col=18,title=add-tag%3A admission would change this::Deployment shop/web: Admission sets image to "nginx:1.27".',
      expect.stringMatching(/^::notice file=charts\/web\/templates\/a.yaml,line=1,endLine=1,title=not judged::/),
      '',
    ]);
  });

  it('writes nothing where there is nothing to say', () => {
    expect(reportToGithubCommands(reviewOf())).toBe('');
  });

  // The escapes are those of the runner: % CR LF in messages, and : , in properties.
  it('escapes what would end a command or a property', () => {
    const manifest = manifestOf('a,b:c%0A.yaml', DEPLOYMENT);
    const finding = findingOf(manifest, ['kind'], {
      rule: 'x,file=y::z',
      message: '100%\n::error::pwned\r\n, and: so',
    });
    expect(reportToGithubCommands(reviewOf({ decision: 'block', findings: [finding] }))).toBe(
      '::error file=a%2Cb%3Ac%250A.yaml,line=2,endLine=2,col=7,title=disallow-privileged/x%2Cfile=y%3A%3Az::Deployment shop/web: 100%25%0A::error::pwned\\r%0A, and: so\n',
    );
  });

  it('lets no control character through to the log', () => {
    const problem = new ManifestError('\u001b[2Jclean\u202e', { code: 'yaml/syntax' });
    expect(reportToGithubCommands(reviewOf({ problems: [problem] }))).toBe(
      '::error title=could not judge%3A yaml/syntax::\\x1b[2Jclean\\u{202e}\n',
    );
  });
});
