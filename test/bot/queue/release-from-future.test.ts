import { expect, test } from 'vitest';
import { openQueue } from '../../../bot/queue/open-queue.ts';
import { releaseFromFuture } from '../../../bot/queue/release-from-future.ts';
import { describeOnEach } from '../describe-on-each.ts';
import { push, queued } from './jobs.ts';

describeOnEach('once a clock that was an hour ahead is set right', (database) => {
  const waiting = () =>
    database().query("select start_after > now() as waits from pgboss.job where name = 'judge' order by singleton_key");

  test('what was queued by it waits no longer, and what is to wait does', async () => {
    const queue = await openQueue(database(), { report: () => {} });
    await queue.enqueue([queued(push(1)), { job: push(2), priority: 'low', inSeconds: 600 }]);
    await database().query(
      `update pgboss.job set created_on = created_on + interval '1 hour', start_after = start_after + interval '1 hour'
      where singleton_key like '%#1'`,
    );
    expect(await waiting()).toEqual([{ waits: true }, { waits: true }]);
    await releaseFromFuture(database());
    expect(await waiting()).toEqual([{ waits: false }, { waits: true }]);
    await queue.stop(0);
  });

  test('what failed by it waits no longer for its next try, and what failed by the right one does', async () => {
    const queue = await openQueue(database(), { report: () => {} });
    await queue.enqueue([queued(push(3)), queued(push(4))]);
    await database().query(
      `update pgboss.job set state = 'retry', started_on = now(),
        start_after = now() + case when singleton_key like '%#3' then interval '1 hour 5 seconds' else interval '10 minutes' end
      where singleton_key like any('{%#3,%#4}')`,
    );
    await releaseFromFuture(database());
    expect((await waiting()).slice(-2)).toEqual([{ waits: false }, { waits: true }]);
    await queue.stop(0);
  });
});
