import type { JsonValue } from '../../base/json.ts';

/** A parsed expression. Every node knows where it starts in the text. */
export type Node =
  | { readonly kind: 'field'; readonly offset: number; readonly name: string }
  | { readonly kind: 'index'; readonly offset: number; readonly index: number }
  | { readonly kind: 'slice'; readonly offset: number; readonly parts: SliceParts }
  | { readonly kind: 'literal'; readonly offset: number; readonly value: JsonValue }
  | { readonly kind: 'current'; readonly offset: number }
  /** `left.right`, `left[0]`: the right one is evaluated on the left one's result. */
  | { readonly kind: 'subexpression'; readonly offset: number; readonly left: Node; readonly right: Node }
  | { readonly kind: 'pipe'; readonly offset: number; readonly left: Node; readonly right: Node }
  /** `left[].right`: the right one on every item, and on every item of those that are lists. */
  | { readonly kind: 'flatten-projection'; readonly offset: number; readonly left: Node; readonly right: Node }
  /** `left[*].right`: the right one on every item. */
  | { readonly kind: 'list-projection'; readonly offset: number; readonly left: Node; readonly right: Node }
  /** `left.*.right`: the right one on every value. */
  | { readonly kind: 'value-projection'; readonly offset: number; readonly left: Node; readonly right: Node }
  | {
      readonly kind: 'filter-projection';
      readonly offset: number;
      readonly left: Node;
      readonly condition: Node;
      readonly right: Node;
    }
  | { readonly kind: 'or' | 'and'; readonly offset: number; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not'; readonly offset: number; readonly operand: Node }
  | {
      readonly kind: 'comparison';
      readonly offset: number;
      readonly operator: ComparisonOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly kind: 'multi-select-list'; readonly offset: number; readonly items: readonly Node[] }
  | { readonly kind: 'multi-select-hash'; readonly offset: number; readonly members: readonly Member[] }
  | { readonly kind: 'call'; readonly offset: number; readonly name: string; readonly arguments: readonly Node[] }
  /** `&expression`: handed to a function unevaluated. */
  | { readonly kind: 'reference'; readonly offset: number; readonly operand: Node }
  | CommunityNode;

/** What only the grammar of the JMESPath community has. */
export type CommunityNode =
  /** `$name`; the name has no dollar. */
  | { readonly kind: 'variable'; readonly offset: number; readonly name: string }
  /** `$` alone. */
  | { readonly kind: 'root'; readonly offset: number }
  /** `let $name = value in body`. */
  | { readonly kind: 'let'; readonly offset: number; readonly bindings: readonly Member[]; readonly body: Node }
  | {
      readonly kind: 'arithmetic';
      readonly offset: number;
      readonly operator: ArithmeticOperator;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly kind: 'sign'; readonly offset: number; readonly operator: '+' | '-'; readonly operand: Node };

/** `//` divides and rounds down. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%';

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Member {
  readonly key: string;
  readonly value: Node;
}

/** `[start:stop:step]`, each of which may be left out. */
export type SliceParts = readonly [number | undefined, number | undefined, number | undefined];
