import type { GitHub } from '../../src/github/client.ts';
import type { RepositoryOfInstallation } from '../queue/job.ts';

/** The App that the bot is, at GitHub. */
export interface GitHubApp {
  readonly id: number;
  /** The login of its comments and checks: `tidewaiter[bot]`. */
  login(): Promise<string>;
  /** GitHub as the App itself: installations, deliveries. */
  asApp(): GitHub;
  /** GitHub with a token that reads pull requests and checks of all repositories of an installation, and writes nothing: for sweeps. */
  ofInstallation(installation: number): Promise<GitHub>;
  /** GitHub with a token of one repository alone and of the least permissions. `commits`: with `contents: write`, where the operator allows it. */
  ofRepository(repository: RepositoryOfInstallation, rights?: 'judge' | 'commits'): Promise<RepositoryAccess>;
}

export interface RepositoryAccess {
  readonly github: GitHub;
  /** For git over HTTPS; it reaches no argument, no file and no log. */
  readonly token: string;
}
