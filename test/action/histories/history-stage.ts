import { Project } from '../../cli/project.ts';
import { startGitHub } from '../../github-twin/start-github.ts';
import type { GitHub, PullRequest, Repository } from '../../github-twin/twin.ts';
import { filesOf } from '../shop.ts';
import { applyEdits, deployment, type Edit, type Manifests, PATHS } from './edits.ts';
import type { Tally } from './tally.ts';

/** Where a history takes place. */
export interface HistoryStage extends AsyncDisposable {
  readonly github: GitHub;
  readonly shop: Repository;
  readonly pullRequest: PullRequest;
  /** An empty folder, for payloads. */
  readonly folder: string;
  /** Each commit that the pull request was at. */
  readonly heads: string[];
  /** The ids of comments that are not ours. */
  readonly foreign: Set<number>;
  /** What makes the base branch stricter, one after the other. */
  readonly stricter: { readonly [path: string]: string }[];
  readonly tally: Tally;
}

export async function openHistory(opening: readonly Edit[], tally: Tally): Promise<HistoryStage> {
  const github = await startGitHub();
  const folder = new Project({}, { git: false });
  const main = {
    ...POLICIES,
    'apps/cart.yaml': deployment('cart'),
    'apps/web.yaml': deployment('web').replace('    spec:\n', '    spec:\n      hostNetwork: true\n'),
  };
  const shop = github.createRepository('acme/shop', { files: main });
  // However its manifests come to be: without any change there would be no pull request.
  shop.push('topic', { 'README.md': 'The shop\n' });
  const pullRequest = shop.openPullRequest({ head: 'topic' });
  const stage = {
    github,
    shop,
    pullRequest,
    folder: folder.folder,
    heads: [pullRequest.headSha],
    foreign: new Set<number>(),
    stricter: [...STRICTER],
    tally,
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]();
      await github.stop();
    },
  };
  pushEdits(stage, 'topic', opening);
  return stage;
}

/** Commits edits to a branch; nothing where they come to nothing. */
export function pushEdits(
  { shop, heads }: HistoryStage,
  branch: 'main' | 'topic',
  edits: readonly Edit[],
  { amend = false } = {},
): void {
  const before = manifestsAt(shop, branch);
  const after = applyEdits(before, edits);
  const changed = PATHS.filter((path) => before.get(path) !== after.get(path));
  if (changed.length === 0) return;
  const commit = shop.push(branch, Object.fromEntries(changed.map((path) => [path, after.get(path) ?? null])), {
    amend,
  });
  if (branch === 'topic') heads.push(commit);
}

function manifestsAt(shop: Repository, branch: string): Manifests {
  return new Map(
    PATHS.flatMap((path) => {
      const text = shop.read(branch, path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

const CONFIGURATION = '.github/tidewaiter.yml';
const LENIENT = 'policies: ["policies/**"]\nmanifests: { include: ["apps/**", "jobs/**"] }\nkubernetes: "1.34"\n';
const OWNERSHIP = 'policies/ownership.yaml';
const HOST_NETWORK = 'policies/no-host-network.yaml';

const { [OWNERSHIP]: ownership = '', [HOST_NETWORK]: hostNetwork = '', ...others } = filesOf('main');

const POLICIES = {
  ...Object.fromEntries(Object.entries(others).filter(([path]) => path.startsWith('policies/'))),
  [CONFIGURATION]: LENIENT,
  [OWNERSHIP]: ownership.replace('Enforce', 'Audit'),
};

const STRICTER: HistoryStage['stricter'] = [
  { [HOST_NETWORK]: hostNetwork },
  { [OWNERSHIP]: ownership },
  { [CONFIGURATION]: `${LENIENT}report: changed-files\n` },
  { [CONFIGURATION]: `${LENIENT}report: changed-files\nmutations: enforce\n` },
];
