import { openPglite } from '../../../bot/database/open-pglite.ts';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import { push } from '../queue/jobs.ts';

/** Takes deliveries in for ever, and prints the name of each that it has acknowledged. For a test that kills it. */
const [, , folder = '', prefix = ''] = process.argv;
const database = await openPglite(folder);
const queue = await openQueue(database, { report: () => {} });
for (let number = 1; ; number += 1) {
  const id = `${prefix}-${number}`;
  const delivery = { id, event: 'pull_request', action: 'opened', installation: 1, repository: 'acme/shop' };
  await queue.ingest(delivery, [{ job: push(number, { repo: prefix }), priority: 'normal' }]);
  process.stdout.write(`${id}\n`);
}
