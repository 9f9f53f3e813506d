import { readFileSync } from 'node:fs';
import { parseXml, type XmlNode } from './parse-xml.ts';

/** What the schema says of one element, as far as junit-10.xsd says anything. */
interface Declaration {
  readonly attributes: ReadonlyMap<string, { readonly required: boolean; readonly pattern: RegExp | undefined }>;
  readonly children: ReadonlySet<string>;
  readonly hasText: boolean;
}

const schema = parseXml(readFileSync(new URL('./inputs/schemas/junit-10.xsd', import.meta.url), 'utf8'));
const patterns = new Map(childrenOf(schema, 'simpleType').map((type) => [type.attributes.name, patternOf(type)]));
const declarations = new Map(childrenOf(schema, 'element').map((element) => [element.attributes.name, read(element)]));

/** Reads a report of `-o junit`, and holds it to junit-10.xsd and to what its counts say. */
export function checkJunit(text: string): XmlNode {
  const root = parseXml(text);
  if (root.name !== 'testsuites') throw new Error(`the root is ${root.name}`);
  checkNode(root);
  checkCounts(root);
  for (const suite of root.children) checkCounts(suite);
  return root;
}

function checkNode(node: XmlNode): void {
  const declaration = declarations.get(node.name);
  if (!declaration) throw new Error(`no element ${node.name}`);
  for (const [name, { required }] of declaration.attributes) {
    if (required && !Object.hasOwn(node.attributes, name)) throw new Error(`${node.name} has no ${name}`);
  }
  for (const [name, value] of Object.entries(node.attributes)) {
    const attribute = declaration.attributes.get(name);
    if (!attribute) throw new Error(`${node.name} may not have ${name}`);
    if (attribute.pattern && !attribute.pattern.test(value)) throw new Error(`${name} of ${node.name} is ${value}`);
  }
  if (!declaration.hasText && node.text.trim() !== '') throw new Error(`${node.name} has text`);
  for (const child of node.children) {
    if (!declaration.children.has(child.name)) throw new Error(`${node.name} may not hold ${child.name}`);
    checkNode(child);
  }
}

function checkCounts({ name, attributes, children }: XmlNode): void {
  const cases = children.flatMap((child) => (child.name === 'testcase' ? [child] : child.children));
  const count = (answer: string) => cases.filter((each) => each.children.some((child) => child.name === answer)).length;
  const counted = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  for (const [key, number] of Object.entries(counted)) {
    if (attributes[key] !== undefined && attributes[key] !== String(number))
      throw new Error(`${name} has ${number} ${key}, not ${attributes[key]}`);
  }
}

function read(element: XmlNode): Declaration {
  const [type] = childrenOf(element, 'complexType');
  if (!type) return { attributes: new Map(), children: new Set(), hasText: true };
  const attributes = childrenOf(type, 'attribute').map(({ attributes: { name = '', use, type: of = '' } }) => {
    return [name, { required: use === 'required', pattern: patterns.get(of) }] as const;
  });
  return {
    attributes: new Map(attributes),
    children: new Set(referencesIn(type)),
    hasText: type.attributes.mixed === 'true',
  };
}

function referencesIn(node: XmlNode): readonly string[] {
  return node.children.flatMap((child) =>
    child.attributes.ref === undefined ? referencesIn(child) : [child.attributes.ref],
  );
}

function patternOf(type: XmlNode): RegExp {
  const [restriction] = childrenOf(type, 'restriction');
  const [pattern] = restriction ? childrenOf(restriction, 'pattern') : [];
  return new RegExp(`^(?:${pattern?.attributes.value})$`);
}

function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((child) => child.name === `xs:${name}`);
}
