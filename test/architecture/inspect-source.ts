import { parseAst } from 'vitest/node';

/** What one file asks of others, and what it does beside computing. */
export interface Inspection {
  readonly imports: readonly Import[];
  /** The global things that it touches: `console`, `process`, `Date.now`, … */
  readonly effects: readonly Effect[];
}

export interface Import {
  readonly specifier: string;
  /** Erased before anything runs. */
  readonly isType: boolean;
  /** The names imported; `*` for all of them. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface Effect {
  readonly name: string;
  readonly line: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Globals of which any use is an effect; those written as `A.b` only with that member. `new Date()` is found on its own. */
const EFFECTS = new Set([
  'console',
  'process',
  'performance',
  'crypto',
  'fetch',
  'navigator',
  'WebSocket',
  'Worker',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'Date',
  'Date.now',
  'Math.random',
]);
const SURROUNDINGS = new Set(['globalThis', 'global']);

/** Reads a file of TypeScript or JavaScript; throws a SyntaxError where it cannot be parsed. */
export function inspectSource(file: string, text: string): Inspection {
  const program = parseAst(text, { lang: file.endsWith('.tsx') ? 'tsx' : 'ts', sourceType: 'module' }, file);
  const imports: Import[] = [];
  const effects: Effect[] = [];
  const line = (node: Node) => text.slice(0, node.start).split('\n').length;
  visit(program, undefined, '', (node, parent, key) => {
    const found = importOf(node);
    if (found) imports.push({ ...found, line: line(node) });
    const effect = effectOf(node, parent, key);
    if (effect !== undefined) effects.push({ name: effect, line: line(node) });
  });
  return { imports, effects };
}

function visit(
  value: unknown,
  parent: Node | undefined,
  key: string,
  tell: (node: Node, parent: Node | undefined, key: string) => void,
) {
  if (Array.isArray(value)) {
    for (const each of value) visit(each, parent, key, tell);
  } else if (isNode(value)) {
    tell(value, parent, key);
    for (const [name, child] of Object.entries(value)) visit(child, value, name, tell);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const specifier = literal(node.source);
      if (specifier === undefined) return undefined;
      const specifiers = nodesIn(node.specifiers);
      const isType =
        node.importKind === 'type' ||
        node.exportKind === 'type' ||
        (specifiers.length > 0 && specifiers.every((each) => each.importKind === 'type' || each.exportKind === 'type'));
      return { specifier, isType, names: namesOf(node, specifiers) };
    }
    case 'ImportExpression':
      return { specifier: literal(node.source) ?? '(computed)', isType: false, names: ['*'] };
    case 'TSImportType':
      return { specifier: literal(node.source) ?? literal(node.argument) ?? '(computed)', isType: true, names: ['*'] };
    case 'CallExpression':
      return required(node);
    default:
      return undefined;
  }
}

function namesOf(node: Node, specifiers: readonly Node[]): readonly string[] {
  if (node.type === 'ExportAllDeclaration' || specifiers.length === 0) return ['*'];
  return specifiers.map((each) => {
    const imported = node.type === 'ImportDeclaration' ? each.imported : each.local;
    return isNode(imported) && typeof imported.name === 'string' ? imported.name : '*';
  });
}

/** `require('x')`, `createRequire(…)('x')`, `process.getBuiltinModule('x')`. */
function required(node: Node): Omit<Import, 'line'> | undefined {
  const callee = isNode(node.callee) ? node.callee : undefined;
  const isRequire =
    nameOf(callee) === 'require' ||
    (callee?.type === 'CallExpression' && nameOf(callee.callee) === 'createRequire') ||
    (callee?.type === 'MemberExpression' && nameOf(callee.property) === 'getBuiltinModule');
  if (!isRequire) return undefined;
  return { specifier: literal(nodesIn(node.arguments)[0]) ?? '(computed)', isType: false, names: ['*'] };
}

function effectOf(node: Node, parent: Node | undefined, key: string): string | undefined {
  if (node.type === 'MemberExpression') {
    const [object, property] = [nameOf(node.object), nameOf(node.property) ?? literal(node.property)];
    if (object === undefined || property === undefined) return undefined;
    if (SURROUNDINGS.has(object)) return EFFECTS.has(property) ? property : undefined;
    return EFFECTS.has(`${object}.${property}`) ? `${object}.${property}` : undefined;
  }
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    return nodesIn(node.arguments).length === 0 ? 'new Date()' : undefined;
  }
  const name = nameOf(node);
  if (name === undefined || !EFFECTS.has(name) || !isUse(parent, key)) return undefined;
  // `new Date(x)`, `Date.UTC` and the rest compute; `Date()` and handing `Date` on do not.
  if (name === 'Date' && (parent?.type === 'MemberExpression' || parent?.type === 'NewExpression')) return undefined;
  return name;
}

/** Whether an identifier stands for the global of that name, and not for a key, a declaration or a type. */
function isUse(parent: Node | undefined, key: string): boolean {
  if (!parent) return false;
  if (
    parent.type.startsWith('TS') &&
    parent.type !== 'TSAsExpression' &&
    parent.type !== 'TSNonNullExpression' &&
    parent.type !== 'TSSatisfiesExpression'
  )
    return false;
  if (key === 'property') return parent.computed === true;
  if (key === 'key') return parent.computed === true;
  if (parent.type.endsWith('Specifier')) return false;
  return key !== 'id' && key !== 'params' && key !== 'label';
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : undefined;
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
