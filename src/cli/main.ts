#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import packageJson from '../../package.json' with { type: 'json' };

// Reading compiled code from a cache is what keeps the start of every later run short.
enableCompileCache();

const args = process.argv.slice(2);
// Nothing else is loaded for the version: scripts ask for it, and it shows how fast a start can be.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`tidewaiter ${packageJson.version}\n`);
} else {
  const [{ run }, { processSurroundings }] = await Promise.all([
    import('./run.ts'),
    import('./process-surroundings.ts'),
  ]);
  // Not `process.exit`: what is written to a pipe must arrive.
  process.exitCode = await run(args, processSurroundings(packageJson.version));
}
