import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that tests leave behind, databases of 40 MB among it, lies in one folder, which goes when they are done. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tidewaiter-tests-'));
  // PostgreSQL runs as a user of its own where tests run as root.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
