import type { Matter, Order, Results } from '../orders/order.ts';
import type { ChangeCard, FilesCard, FilesRequest } from './files-over-port.ts';

/** An order without the files, which stay where they are. */
export type SentOrder = Order<Matter<ChangeCard, FilesCard | 'judged' | undefined>>;

/** What a thread says while it works on an order. */
export type Said =
  | { readonly kind: 'asks'; readonly request: FilesRequest }
  | { readonly kind: 'done'; readonly result: Results[Order['task']] }
  | { readonly kind: 'failed'; readonly error: unknown };
