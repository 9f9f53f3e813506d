import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors/tidewaiter-error.ts';
import { reportToJunit } from '../../src/report/junit.ts';
import { checkJunit } from './check-junit.ts';
import { DEPLOYMENT, exemptionOf, findingOf, fullReview, manifestOf, reviewOf, verdictOf } from './sample-review.ts';

const web = manifestOf('deploy/web.yaml', DEPLOYMENT);
const IMAGE = ['spec', 'template', 'spec', 'containers', 0, 'image'];

describe('reportToJunit', () => {
  it('has a suite a policy and a case a rule and an object', () => {
    const review = reviewOf({
      findings: [
        findingOf(web, IMAGE, { policy: 'tags', policyId: 'ClusterPolicy/tags', rule: 'tag', message: 'No tag.' }),
      ],
      otherVerdicts: [
        verdictOf(web, { policy: 'tags', rule: 'latest' }),
        verdictOf(web, { policy: 'batch', rule: 'deadline', outcome: 'skip', reason: '"web" is not "job"' }),
      ],
    });
    expect(reportToJunit(review)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tidewaiter" tests="3" failures="1" errors="0" time="0.038">
  <testsuite name="ClusterPolicy/tags" tests="2" failures="1" errors="0" skipped="0" time="0.000">
    <testcase classname="ClusterPolicy/tags" name="tag: Deployment shop/web (deploy/web.yaml)" time="0.000">
      <failure type="enforce" message="No tag.">deploy/web.yaml:11:18: No tag.</failure>
    </testcase>
    <testcase classname="ClusterPolicy/tags" name="latest: Deployment shop/web (deploy/web.yaml)" time="0.000"/>
  </testsuite>
  <testsuite name="ClusterPolicy/batch" tests="1" failures="0" errors="0" skipped="1" time="0.000">
    <testcase classname="ClusterPolicy/batch" name="deadline: Deployment shop/web (deploy/web.yaml)" time="0.000">
      <skipped message="&quot;web&quot; is not &quot;job&quot;"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('follows junit-10.xsd with one of everything', () => {
    const root = checkJunit(reportToJunit(fullReview()));
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual([
      'ClusterPolicy/disallow-privileged',
      'ClusterPolicy/disallow-host-path',
      'ClusterPolicy/batch',
      'tidewaiter/not-judged',
    ]);
  });

  it('tells all findings of one rule and one object as one failure', () => {
    const findings = [0, 1].map((container) =>
      findingOf(web, ['spec', 'template', 'spec', 'containers', container, 'image'], {
        message: `container ${container}`,
      }),
    );
    const [suite] = checkJunit(reportToJunit(reviewOf({ findings }))).children;
    expect(suite?.children).toHaveLength(1);
    expect(suite?.children[0]?.children).toMatchObject([
      {
        name: 'failure',
        attributes: { type: 'enforce', message: 'container 0' },
        text: 'deploy/web.yaml:11:18: container 0\ndeploy/web.yaml:15:18: container 1',
      },
    ]);
  });

  it.each([
    ['fail', 'audit', 'failure', 'audit'],
    ['mutate', 'warn', 'failure', 'warn'],
    ['error', 'enforce', 'error', 'error'],
    ['unknown', 'enforce', 'error', 'unknown'],
  ] as const)('calls %s at %s a %s of type %s', (outcome, level, name, type) => {
    const { children } = checkJunit(reportToJunit(reviewOf({ findings: [findingOf(web, IMAGE, { outcome, level })] })));
    expect(children[0]?.children[0]?.children).toMatchObject([{ name, attributes: { type } }]);
  });

  it('skips what is exempted, and says why', () => {
    const exemption = { state: 'active', exemption: exemptionOf({ reason: 'it profiles' }) } as const;
    const { children } = checkJunit(reportToJunit(reviewOf({ findings: [findingOf(web, IMAGE, { exemption })] })));
    expect(children[0]?.children[0]?.children).toMatchObject([
      { name: 'skipped', attributes: { message: 'exempted until 2027-03-31: it profiles' } },
    ]);
  });

  it('never takes what could not be judged for a pass', () => {
    const review = reviewOf({
      problems: [new PolicyError('gone', { code: 'file/missing', remedy: 'Add it.' })],
      notJudged: [{ file: 'c.yaml', line: 2, code: 'manifest/helm-template', reason: 'a chart' }],
    });
    expect(checkJunit(reportToJunit(review)).children).toMatchObject([
      {
        attributes: { name: 'tidewaiter/problems', errors: '1' },
        children: [
          {
            attributes: { name: 'file/missing' },
            children: [{ name: 'error', attributes: { type: 'file/missing', message: 'gone' }, text: 'Add it.' }],
          },
        ],
      },
      {
        attributes: { name: 'tidewaiter/not-judged', skipped: '1' },
        children: [
          { attributes: { name: 'c.yaml:2' }, children: [{ name: 'skipped', attributes: { message: 'a chart' } }] },
        ],
      },
    ]);
  });

  it('keeps the text of hostile messages, and holds nothing that XML may not hold', () => {
    const message = '<a b="c">&amp;]]>\n\t\u0000\u000b\uffff\ud800 é😀';
    const [suite] = checkJunit(reportToJunit(reviewOf({ findings: [findingOf(web, IMAGE, { message })] }))).children;
    expect(suite?.children[0]?.children[0]?.attributes.message).toBe('<a b="c">&amp;]]>\n\t\\x00\\x0b\ufffd\ufffd é😀');
  });
});

describe('checkJunit', () => {
  const good = reportToJunit(fullReview());

  it.each([
    ['an attribute that the schema has not', good.replace('classname=', 'file="x" classname='), 'may not have file'],
    ['one that it wants', good.replace('<testsuite name="ClusterPolicy/batch"', '<testsuite'), 'has no name'],
    ['an element that it has not', good.replaceAll('skipped ', 'ignored '), 'may not hold ignored'],
    ['a wrong count', good.replace(/failures="\d+"/, 'failures="99"'), 'failures, not 99'],
    ['a time with more than three decimals', good.replace('time="0.038"', 'time="0.0384"'), 'time of testsuites'],
    ['an element that never ends', good.replace('</testsuites>', ''), 'no single element'],
    ['a control character', good.replace('Privileged', '\u0001'), 'may hold'],
    ['a bare ampersand', good.replace('Privileged', '&'), 'no reference'],
  ])('refuses %s', (_, text, complaint) => {
    expect(() => checkJunit(text)).toThrow(complaint);
  });
});
