/** A change to the manifests of a branch. Numbers choose among what is there, so that any edit fits any state. */
export type Edit =
  | { readonly kind: 'add-object'; readonly path: number; readonly name: number; readonly traits: readonly Trait[] }
  | { readonly kind: 'remove-object'; readonly file: number; readonly object: number }
  | { readonly kind: 'move-object'; readonly file: number; readonly object: number; readonly path: number }
  | { readonly kind: 'toggle'; readonly file: number; readonly object: number; readonly trait: Trait }
  /** Shifts what is below. */
  | { readonly kind: 'add-lines'; readonly file: number; readonly object: number; readonly count: number }
  | { readonly kind: 'rename-file'; readonly file: number; readonly path: number }
  | { readonly kind: 'remove-file'; readonly file: number }
  /** From LF to CRLF, and back. */
  | { readonly kind: 'turn-line-ends'; readonly file: number };

/** What the policies look at, each of which can be there or not. */
export const TRAITS = ['privileged', 'host-network', 'team', 'seccomp', 'no-token'] as const;
export type Trait = (typeof TRAITS)[number];

/** The only files that edits touch. */
export const PATHS = ['apps/cart.yaml', 'apps/mail.yaml', 'apps/search.yaml', 'apps/web.yaml', 'jobs/clean-up.yaml'];
const NAMES = ['cart', 'mail', 'search', 'web'];

/** Texts by path. */
export type Manifests = ReadonlyMap<string, string>;

export function applyEdits(manifests: Manifests, edits: readonly Edit[]): Manifests {
  return edits.reduce(applyEdit, manifests);
}

function applyEdit(manifests: Manifests, edit: Edit): Manifests {
  if (edit.kind === 'add-object') {
    const object = edit.traits.reduce(toggle, deployment(NAMES[edit.name % NAMES.length] ?? ''));
    return withObjects(manifests, pick(PATHS, edit.path), (objects) => [...objects, object]);
  }
  const path = pick([...manifests.keys()], edit.file);
  const text = manifests.get(path);
  if (text === undefined) return manifests;
  switch (edit.kind) {
    case 'remove-object':
      return withObjects(manifests, path, (objects) => objects.toSpliced(edit.object % objects.length, 1));
    case 'move-object': {
      const moved = pick(objectsOf(text), edit.object);
      const without = withObjects(manifests, path, (objects) => objects.toSpliced(edit.object % objects.length, 1));
      return withObjects(without, pick(PATHS, edit.path), (objects) => [...objects, moved]);
    }
    case 'toggle':
      return withObjects(manifests, path, (objects) =>
        change(objects, edit.object, (object) => toggle(object, edit.trait)),
      );
    case 'add-lines':
      return withObjects(manifests, path, (objects) =>
        change(objects, edit.object, (object) => '# a line more\n'.repeat(edit.count) + object),
      );
    case 'rename-file':
      return new Map([...manifests].filter(([other]) => other !== path)).set(pick(PATHS, edit.path), text);
    case 'remove-file':
      return new Map([...manifests].filter(([other]) => other !== path));
    case 'turn-line-ends':
      return new Map(manifests).set(path, text.includes('\r\n') ? toLf(text) : toCrlf(text));
  }
}

function pick(list: readonly string[], number: number): string {
  return list[number % list.length] ?? '';
}

function change(list: readonly string[], number: number, by: (item: string) => string): readonly string[] {
  return list.map((item, index) => (index === number % list.length ? by(item) : item));
}

/** A file without objects is gone. */
function withObjects(
  manifests: Manifests,
  path: string,
  by: (objects: readonly string[]) => readonly string[],
): Manifests {
  const before = manifests.get(path) ?? '';
  const objects = by(before === '' ? [] : objectsOf(before));
  const others = new Map([...manifests].filter(([other]) => other !== path));
  const text = objects.join(SEPARATOR);
  return objects.length === 0 ? others : others.set(path, before.includes('\r\n') ? toCrlf(text) : text);
}

const SEPARATOR = '---\n';

function objectsOf(text: string): readonly string[] {
  return toLf(text).split(/^---\n/m);
}

function toLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** One that all policies are content with. */
export function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app: ${name}
    team: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      automountServiceAccountToken: false
      securityContext:
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: main
          image: registry.example.com/shop/${name}:1.0
          ports:
            - containerPort: 8080
`;
}

function toggle(object: string, trait: Trait): string {
  switch (trait) {
    case 'privileged':
      return (
        turn(object, 'privileged: ') ??
        after(object, /^ +image: .*\n/m, '          securityContext:\n            privileged: true\n')
      );
    case 'host-network':
      return turn(object, 'hostNetwork: ') ?? after(object, /^ {4}spec:\n/m, '      hostNetwork: true\n');
    case 'team':
      return without(object, '    team: web\n') ?? after(object, /^ {2}labels:\n/m, '    team: web\n');
    case 'seccomp':
      return without(object, SECCOMP) ?? after(object, /^ {4}spec:\n/m, SECCOMP);
    case 'no-token':
      return without(object, NO_TOKEN) ?? after(object, /^ {4}spec:\n/m, NO_TOKEN);
  }
}

const SECCOMP = '      securityContext:\n        seccompProfile:\n          type: RuntimeDefault\n';
const NO_TOKEN = '      automountServiceAccountToken: false\n';

function turn(object: string, field: string): string | undefined {
  if (object.includes(`${field}true`)) return object.replace(`${field}true`, `${field}false`);
  return object.includes(`${field}false`) ? object.replace(`${field}false`, `${field}true`) : undefined;
}

function without(object: string, lines: string): string | undefined {
  return object.includes(lines) ? object.replace(lines, '') : undefined;
}

function after(object: string, line: RegExp, lines: string): string {
  return object.replace(line, (found) => found + lines);
}
