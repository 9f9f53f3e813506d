import type { Database } from '../../bot/database/database.ts';
import { saveExemptions } from '../../bot/store/exemptions.ts';
import type { FindingCount, Judgement } from '../../bot/store/judgement.ts';
import { rememberState } from '../../bot/store/open-pull-requests.ts';
import { saveJudgement } from '../../bot/store/save-judgement.ts';
import { countOf } from '../../src/base/count-of.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { utcDayAfter } from '../../src/base/utc-day.ts';

const REPOSITORIES = ['acme/shop', 'acme/billing', 'acme/platform', 'acme/search'];
const POLICIES = [
  'disallow-privileged',
  'require-ro-rootfs',
  'require-limits',
  'disallow-latest-tag',
  'require-labels',
  'drop-capabilities',
  'require-probes',
];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A month of pull requests, the same each time: most bring something, most of that is mended after some pushes. */
export async function seedMonth(database: Database, now: number): Promise<void> {
  const random = seededRandom(17);
  const upTo = (most: number) => Math.floor(random() * most);
  for (let number = 101; number <= 200; number++) {
    const repository = REPOSITORIES[upTo(REPOSITORIES.length)] ?? '';
    let at = now - (200 - number) * 0.3 * DAY - upTo(600) * MINUTE;
    let findings = Array.from({ length: upTo(4) }, () => {
      const policy = POLICIES[Math.min(upTo(POLICIES.length), upTo(POLICIES.length))] ?? '';
      const count = 1 + upTo(3);
      return foundBy(policy, count, Math.min(count, upTo(4)));
    });
    findings = [...new Map(findings.map((finding) => [finding.policy, finding])).values()];
    for (let push = 0; push < 3; push++) {
      const headSha = Array.from({ length: 40 }, () => upTo(16).toString(16)).join('');
      const steps = { read: 200 + upTo(900), judge: 30 + upTo(160), publish: 300 + upTo(700) };
      await saveJudgement(database, judged({ repository, number, headSha, startedAt: new Date(at), steps }, findings));
      if (findings.length === 0) break;
      at += (4 + upTo(110)) * MINUTE;
      if (at > now) break;
      findings = findings.filter(() => random() < 0.6);
    }
    const isClosed = number < 196 && (findings.length === 0 || random() < 0.65);
    await rememberState(database, { repository, number, isOpen: !isClosed });
  }
  await seedExemptions(database, now);
}

async function seedExemptions(database: Database, now: number): Promise<void> {
  const shared = { baseBranch: 'main', readAt: new Date(now) };
  const proxy = 'the mesh runs its proxy so until it is replaced';
  await saveExemptions(database, {
    ...shared,
    repository: 'acme/shop',
    exemptions: [
      {
        policy: 'require-ro-rootfs',
        objects: 'Deployment shop/web',
        reason: 'it writes its cache there; #142 moves it',
        until: utcDayAfter(now, 5),
      },
      {
        policy: 'require-limits',
        objects: 'CronJob shop/report-*',
        reason: 'it is measured first',
        until: utcDayAfter(now, 73),
        approvedBy: 'octocat',
      },
      {
        policy: 'require-probes',
        objects: 'Deployment shop/mail',
        reason: 'the image has no shell to ask',
        until: utcDayAfter(now, -9),
      },
    ],
  });
  await saveExemptions(database, {
    ...shared,
    repository: 'acme/platform',
    exemptions: [
      {
        policy: 'drop-capabilities',
        objects: 'DaemonSet mesh/*',
        reason: proxy,
        until: utcDayAfter(now, 12),
        approvedBy: 'hubot',
      },
    ],
  });
}

function foundBy(policy: string, count: number, suggested: number): FindingCount {
  const level = policy === 'require-probes' ? 'audit' : policy === 'require-labels' ? 'warn' : 'enforce';
  return { policy, rule: 'validate', level, status: 'new', count, suggested, exempted: 0 };
}

type Known = Pick<Judgement, 'repository' | 'number' | 'headSha' | 'startedAt' | 'steps'>;

function judged(known: Known, findings: readonly FindingCount[]): Judgement {
  const blocking = findings.reduce((sum, { level, count }) => sum + (level === 'enforce' ? count : 0), 0);
  const decision = blocking > 0 ? 'block' : findings.length > 0 ? 'warn' : 'pass';
  const reasons = {
    block: countOf(blocking, 'new enforce finding'),
    warn: 'nothing that blocks',
    pass: 'nothing to mend',
  };
  return {
    ...known,
    baseBranch: 'main',
    baseSha: '0'.repeat(40),
    outcome: { kind: 'decided', decision, reasons: [reasons[decision]], blocking },
    findings,
    counts: { files: 2, objects: 5, policies: POLICIES.length, notJudged: 0 },
  };
}
