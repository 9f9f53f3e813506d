import packageJson from '../package.json' with { type: 'json' };
import { githubRunner } from './github-runner.ts';
import { runAction } from './run.ts';

// Not `process.exit`: what is written to a pipe must arrive.
process.exitCode = await runAction(githubRunner(packageJson.version));
