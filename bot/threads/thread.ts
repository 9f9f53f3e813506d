/** What a thread for orders runs: it has no files, no token and no environment, and asks whoever ordered for what it wants to read. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Matter } from '../orders/order.ts';
import { openPerforming, type Perform } from '../orders/perform.ts';
import type { Said, SentOrder } from './conversation.ts';
import { type FilesAnswer, FilesOverPort } from './files-over-port.ts';
import { type Packed, pack, unpack } from './pack.ts';

const perform = openPerforming();
parentPort?.on('message', ({ order, port }: { readonly order: Packed<SentOrder>; readonly port: MessagePort }) => {
  void answer(unpack(order), port, perform);
});

async function answer(order: SentOrder, port: MessagePort, perform: Perform): Promise<void> {
  const say = (said: Said) => port.postMessage(pack(said));
  const files = new FilesOverPort((request) => say({ kind: 'asks', request }));
  port.on('message', (told: Packed<FilesAnswer>) => files.take(unpack(told)));
  try {
    const result = await perform({ ...order, about: withFiles(order.about, files) });
    say({ kind: 'done', result });
  } catch (error) {
    say({ kind: 'failed', error });
  }
}

function withFiles({ change, gate, ...about }: SentOrder['about'], files: FilesOverPort): Matter {
  const { files: owners, ...owner } = gate.owner;
  return {
    ...about,
    change: files.changeOf(change),
    gate: { owner: { ...owner, files: typeof owners === 'object' ? files.filesOf(owners) : owners } },
  };
}
