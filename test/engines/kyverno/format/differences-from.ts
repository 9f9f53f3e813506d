import type { FieldType } from '../../../../src/engines/kyverno/format/field-type.ts';
import type { CrdField } from './crd-fields.ts';

/** Where the definition leaves open what Kyverno's Go types do not: conditions, loops in loops, attestors in attestors. */
const OPEN = /(?:\.preconditions|\.conditions|\.foreach\[\]\.foreach|\.anyPattern|\.attestor)$/;
/** What the definition leaves to the code of Kyverno and Kubernetes; and a policy without rules judges nothing. */
const STRICTER: readonly RegExp[] = [
  /^spec: ours is object, required rules, theirs object$/,
  /imeoutSeconds: ours is integer, minimum=1, maximum=30, theirs integer$/,
  /\.parameterNotFoundAction: ours is string, enum Allow\|Deny, theirs string$/,
  /\.matchExpressions\[\]\.operator: ours is string, enum DoesNotExist\|Exists\|In\|NotIn, theirs string$/,
  /onditions(?:\[\])?\.(?:any|all)\[\]: ours is object, required operator, theirs object$/,
];

/** In what the `spec` of a table of ours is otherwise than the fields of a definition of Kyverno's. */
export function differencesFrom(fields: ReadonlyMap<string, CrdField>, table: FieldType): readonly string[] {
  const differences: string[] = [];
  const compare = (path: string, type: FieldType) => {
    const field = fields.get(path);
    if (!field) differences.push(`${path} is ours alone`);
    else if (!OPEN.test(path) || field.type !== 'free') differences.push(...differencesOf(field, type, fields));
    else return;
    for (const [child, childType] of childrenOf(path, type)) compare(child, childType);
  };
  if (table.kind !== 'record' || !table.fields.spec) throw new Error('it is a record with a spec');
  compare('spec', table.fields.spec);
  return differences.filter((difference) => !STRICTER.some((known) => known.test(difference)));
}

function differencesOf(field: CrdField, type: FieldType, fields: ReadonlyMap<string, CrdField>): readonly string[] {
  const said = describe(type);
  const wanted = [
    field.type === 'object' && !hasProperties(field.path, fields) ? 'free' : field.type,
    ...(field.allowed ? [`enum ${field.allowed.toSorted().join('|')}`] : []),
    ...(field.required.length > 0 ? [`required ${field.required.toSorted().join('|')}`] : []),
    ...field.limits,
  ].join(', ');
  const known = new Set(childrenOf(field.path, type).map(([path]) => path));
  const missing = [...fields.keys()].filter((path) => isChild(path, field.path) && !known.has(path));
  return [...(said === wanted ? [] : [`${field.path}: ours is ${said}, theirs ${wanted}`]), ...missing];
}

function describe(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return [
        'string',
        ...(type.allowed ? [`enum ${type.allowed.toSorted().join('|')}`] : []),
        ...(type.maxLength === undefined ? [] : [`maxLength=${type.maxLength}`]),
      ].join(', ');
    case 'whole':
      return [
        'integer',
        ...(type.minimum === undefined ? [] : [`minimum=${type.minimum}`]),
        ...(type.maximum === undefined ? [] : [`maximum=${type.maximum}`]),
      ].join(', ');
    case 'flag':
      return 'boolean';
    case 'list':
      return 'array';
    case 'map':
      return 'map';
    case 'record': {
      const required = type.required.toSorted();
      return ['object', ...(required.length > 0 ? [`required ${required.join('|')}`] : [])].join(', ');
    }
    default:
      return type.kind;
  }
}

function childrenOf(path: string, type: FieldType): readonly (readonly [path: string, type: FieldType])[] {
  switch (type.kind) {
    case 'list':
      return [[`${path}[]`, type.of]];
    case 'map':
      return [[`${path}{}`, type.of]];
    case 'record':
      return Object.entries(type.fields).map(([name, field]) => [`${path}.${name}`, field]);
    default:
      return [];
  }
}

function hasProperties(path: string, fields: ReadonlyMap<string, CrdField>): boolean {
  return [...fields.keys()].some((key) => isChild(key, path));
}

function isChild(path: string, parent: string): boolean {
  return path.startsWith(parent) && /^(?:\.[^.[{]+|\[\]|\{\})$/.test(path.slice(parent.length));
}
