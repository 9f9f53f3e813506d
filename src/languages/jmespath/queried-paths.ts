import type { Node } from './ast.ts';

/** Where an expression reads: keys and indices from the data's root; null stands for every item of a list or every value of an object. */
export type QueriedPath = readonly (string | number | null)[];

/**
 * The paths that an expression reads, found without evaluating it, in the order of the text and each once: of
 * `request.object.spec.containers[?image == 'x'].name` these are `…containers[*].image` and `…containers[*].name`. What a function
 * returns has no path, so that a chain behind a call ends there. The whole data (`@`) is the empty path.
 */
export function queriedPaths(root: Node): readonly QueriedPath[] {
  const found = new Map<string, QueriedPath>();
  const read = (paths: readonly QueriedPath[]): void => {
    for (const path of paths) found.set(JSON.stringify(path), path);
  };

  /** Paths of the items of a list that was made of them: what comes behind a pipe is asked of that list. */
  const lists = new WeakSet<QueriedPath>();
  const asLists = (paths: readonly QueriedPath[]): readonly QueriedPath[] =>
    paths.map((path) => {
      if (!path.includes(null)) return path;
      const items = [...path];
      lists.add(items);
      return items;
    });
  const itemsOf = (paths: readonly QueriedPath[], step: number | null): readonly QueriedPath[] =>
    paths.map((path) => (lists.has(path) ? [...path] : [...path, step]));
  const every = (paths: readonly QueriedPath[]) => itemsOf(paths, null);

  /** The paths that a node's value may come from, given those of the value it is evaluated on. */
  const visit = (node: Node, current: readonly QueriedPath[]): readonly QueriedPath[] => {
    switch (node.kind) {
      case 'field':
        return current.map((path) => [...path, node.name]);
      case 'index':
        return itemsOf(current, node.index);
      case 'slice':
      case 'current':
        return current;
      case 'literal':
        return [];
      case 'subexpression':
        return visit(node.right, visit(node.left, current));
      case 'pipe':
        return visit(node.right, asLists(visit(node.left, current)));
      case 'flatten-projection':
        return visit(node.right, every(visitLists(node.left, current)));
      case 'list-projection':
      case 'value-projection':
        return visit(node.right, every(visit(node.left, current)));
      case 'filter-projection': {
        const items = every(visit(node.left, current));
        read(visit(node.condition, items));
        return visit(node.right, items);
      }
      case 'or':
      case 'and':
        return distinct([...visit(node.left, current), ...visit(node.right, current)]);
      case 'not':
        read(visit(node.operand, current));
        return [];
      case 'comparison':
        read(visit(node.left, current));
        read(visit(node.right, current));
        return [];
      case 'multi-select-list':
        for (const item of node.items) read(visit(item, current));
        return [];
      case 'multi-select-hash':
        for (const member of node.members) read(visit(member.value, current));
        return [];
      case 'call': {
        // `&name` is evaluated on the items of the lists beside it.
        const items: QueriedPath[] = [];
        for (const argument of node.arguments) {
          if (argument.kind === 'reference') continue;
          const paths = visit(argument, current);
          read(paths);
          items.push(...every(paths));
        }
        for (const argument of node.arguments) if (argument.kind === 'reference') read(visit(argument.operand, items));
        return [];
      }
      case 'reference':
        return visit(node.operand, current);
      case 'variable':
      case 'root':
        return [];
      case 'let':
        for (const { value } of node.bindings) read(visit(value, current));
        return visit(node.body, current);
      case 'arithmetic':
        read(visit(node.left, current));
        read(visit(node.right, current));
        return [];
      case 'sign':
        read(visit(node.operand, current));
        return [];
    }
  };

  /** The same for what is flattened: `[a, b][]` has the items of both. */
  const visitLists = (node: Node, current: readonly QueriedPath[]): readonly QueriedPath[] => {
    if (node.kind === 'multi-select-list') return distinct(node.items.flatMap((item) => visit(item, current)));
    if (node.kind === 'subexpression' || node.kind === 'pipe') return visitLists(node.right, visit(node.left, current));
    return visit(node, current);
  };

  read(visit(root, [[]]));
  return [...found.values()];
}

/** More places than this are no place; alternatives of alternatives would multiply without end. */
const MAX_PATHS = 200;

function distinct(paths: readonly QueriedPath[]): readonly QueriedPath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()].slice(0, MAX_PATHS);
}
