import { describe, expect, it } from 'vitest';
import { requestOfChange } from '../../src/manifests/admission-request.ts';
import { identityOf } from '../../src/manifests/identity.ts';
import { type ManifestSettings, readManifestChanges } from '../../src/manifests/read-change-set.ts';
import type { Change } from '../../src/model/manifest.ts';
import { changeSetOf, treeOf } from '../change-set.ts';

const SETTINGS: ManifestSettings = {
  manifests: { include: ['**'], exclude: [] },
  limits: { documentBytes: 5_000_000, depth: 100 },
  defaultNamespace: 'default',
  clusters: [],
  fixtures: [],
  scope: 'changed-files',
  paths: [],
};

const configMap = (name: string, value: string, namespace = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${namespace && `  namespace: ${namespace}\n`}data:\n  key: ${value}\n`;

function describeChange({ before, after }: Change): string {
  const name = (after ?? before)?.reference.name;
  if (before && after) return `UPDATE ${name} ${before.origin.source.file} -> ${after.origin.source.file}`;
  return before ? `DELETE ${name}` : `CREATE ${name}`;
}

describe('pairing objects before and after', () => {
  it('knows created, updated and deleted objects by their identity, in one file', async () => {
    const base = `${configMap('a', '1')}---\n${configMap('b', '1')}`;
    const head = `${configMap('c', '1')}---\n${configMap('a', '2')}`;
    const { changes } = await readManifestChanges(
      changeSetOf({ base: { 'f.yaml': base }, head: { 'f.yaml': head } }),
      SETTINGS,
    );
    expect(changes.map(describeChange)).toEqual(['CREATE c', 'UPDATE a f.yaml -> f.yaml', 'DELETE b']);
  });

  it('sees an object that moved to another file as an update', async () => {
    const { changes } = await readManifestChanges(
      changeSetOf({ base: { 'old.yaml': configMap('a', '1') }, head: { 'new.yaml': configMap('a', '2') } }),
      SETTINGS,
    );
    expect(changes.map(describeChange)).toEqual(['UPDATE a old.yaml -> new.yaml']);
  });

  it('does not pair across files where the identity is there more than once', async () => {
    const { changes } = await readManifestChanges(
      changeSetOf({
        base: { 'a.yaml': configMap('a', '1'), 'b.yaml': configMap('a', '1') },
        head: { 'c.yaml': configMap('a', '2') },
      }),
      SETTINGS,
    );
    expect(changes.map(describeChange)).toEqual(['CREATE a', 'DELETE a', 'DELETE a']);
  });

  it('follows a renamed file first, even where another file has the same object', async () => {
    const sides = {
      base: { 'dev/a.yaml': configMap('a', '1'), 'prod/a.yaml': configMap('a', '9') },
      head: { 'staging/a.yaml': configMap('a', '1'), 'prod/a.yaml': configMap('a', '8') },
      renames: { 'staging/a.yaml': 'dev/a.yaml' },
    };
    const { changes } = await readManifestChanges(changeSetOf(sides), SETTINGS);
    expect(changes.map(describeChange).toSorted()).toEqual([
      'UPDATE a dev/a.yaml -> staging/a.yaml',
      'UPDATE a prod/a.yaml -> prod/a.yaml',
    ]);
  });

  it('keeps clusters of one repository apart', async () => {
    const sides = { base: { 'dev/a.yaml': configMap('a', '1') }, head: { 'prod/a.yaml': configMap('a', '1') } };
    const clusters = [
      { name: 'dev', paths: ['dev/**'] },
      { name: 'prod', paths: ['prod/**'] },
    ];
    const { changes } = await readManifestChanges(changeSetOf(sides), { ...SETTINGS, clusters });
    expect(changes.map(describeChange)).toEqual(['CREATE a', 'DELETE a']);
  });

  it('takes a new version of the same kind for the same object', async () => {
    const ingress = (version: string) => `apiVersion: ${version}\nkind: Ingress\nmetadata: {name: web}\n`;
    const { changes } = await readManifestChanges(
      changeSetOf({
        base: { 'i.yaml': ingress('networking.k8s.io/v1beta1') },
        head: { 'i.yaml': ingress('networking.k8s.io/v1') },
      }),
      SETTINGS,
    );
    expect(changes.map(describeChange)).toEqual(['UPDATE web i.yaml -> i.yaml']);
  });
});

describe('namespaces and scope', () => {
  const identities = async (texts: { [path: string]: string }, settings: Partial<ManifestSettings> = {}) =>
    (await readManifestChanges(treeOf(texts), { ...SETTINGS, ...settings })).changes.map((change) =>
      identityOf((change.after ?? change.before).reference),
    );

  it('gives the default namespace to what names none, and to the object that policies see', async () => {
    const { changes } = await readManifestChanges(treeOf({ 'a.yaml': configMap('a', '1') }), {
      ...SETTINGS,
      defaultNamespace: 'shop',
    });
    expect(changes[0]?.after?.object.metadata).toEqual({ name: 'a', namespace: 'shop' });
    expect(await identities({ 'a.yaml': configMap('a', '1', 'own') })).toEqual(['["","ConfigMap","own","a"]']);
  });

  it('gives none to a kind of cluster scope, even where the manifest names one', async () => {
    expect(
      await identities({ 'n.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, namespace: x}\n' }),
    ).toEqual(['["","Namespace","","shop"]']);
  });

  it('learns the scope and the resource of a custom kind from its definition in the repository', async () => {
    const definition =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: walruses.sea.example}\nspec: {group: sea.example, scope: Cluster, names: {kind: Walrus, plural: walruses}}\n';
    const { changes, settings, assumedScopes } = await readManifestChanges(
      treeOf({ 'crd.yaml': definition, 'w.yaml': 'apiVersion: sea.example/v1\nkind: Walrus\nmetadata: {name: w}\n' }),
      SETTINGS,
    );
    const walrus = changes.find((change) => change.after?.reference.kind === 'Walrus');
    expect(walrus && requestOfChange(walrus, settings.scopes)).toMatchObject({
      operation: 'CREATE',
      namespace: '',
      resource: { group: 'sea.example', version: 'v1', resource: 'walruses' },
    });
    expect(assumedScopes).toEqual([]);
  });

  it('names a kind whose scope nobody knows, and follows its metadata', async () => {
    const texts = { 'w.yaml': 'apiVersion: sea.example/v1\nkind: Walrus\nmetadata: {name: w, namespace: bay}\n' };
    const { assumedScopes } = await readManifestChanges(treeOf(texts), SETTINGS);
    expect(assumedScopes).toEqual([{ apiVersion: 'sea.example/v1', kind: 'Walrus', assumed: 'namespaced' }]);
    expect(await identities(texts)).toEqual(['["sea.example","Walrus","bay","w"]']);
  });
});

describe('what becomes no request', () => {
  const reasons = async (texts: { [path: string]: string }) => {
    const { notJudged, errors, changes } = await readManifestChanges(treeOf(texts), SETTINGS);
    return {
      notJudged: notJudged.map(({ file, code }) => `${file} ${code}`),
      errors: errors.map(({ code }) => code),
      objects: changes.length,
    };
  };

  it('looks into lists, also typed ones whose items leave their kind out', async () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n';
    const typed = 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: b}\n';
    const { changes } = await readManifestChanges(treeOf({ 'l.yaml': list, 't.yaml': typed }), SETTINGS);
    expect(changes.map(({ after }) => [after?.object.kind, after?.reference.name, after?.origin.prefix])).toEqual([
      ['ConfigMap', 'a', ['items', 0]],
      ['ConfigMap', 'b', ['items', 0]],
    ]);
  });

  it('lists templates of charts and patches of Kustomize roots', async () => {
    const answer = await reasons({
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\n',
      'chart/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
      'chart/crds/b.yaml': configMap('in-crds', '1'),
      'k/kustomization.yaml': 'resources: [a.yaml]\npatches:\n- path: patch.yaml\n',
      'k/a.yaml': configMap('a', '1'),
      'k/patch.yaml': configMap('a', '2'),
    });
    expect(answer).toEqual({
      notJudged: [
        'chart/Chart.yaml manifest/helm-template',
        'chart/templates/a.yaml manifest/helm-template',
        'k/kustomization.yaml manifest/kustomize-patch',
        'k/patch.yaml manifest/kustomize-patch',
      ],
      errors: [],
      objects: 2,
    });
  });

  it('makes an error of a manifest that cannot be read, and lists other broken files; neighbours are still judged', async () => {
    const answer = await reasons({
      'bad.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "a}\n',
      'list.yaml': `${configMap('a', '1')}---\nother: [\n`,
      'values.yaml': 'a: b\n',
    });
    expect(answer.errors).toHaveLength(1);
    expect(answer.notJudged.map((entry) => entry.split(' ')[0])).toEqual(['list.yaml']);
    expect(answer.objects).toBe(1);
  });

  it('makes an error of an object without a name', async () => {
    expect(
      (await reasons({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {labels: {a: b}}\n' })).errors,
    ).toEqual(['manifest/no-name']);
  });
});

describe('more text than can be judged', () => {
  it('is an error that names the first file that is too much, and what comes before it is judged', async () => {
    const filler = `${'#'.repeat(10_000_000)}\n`;
    const paths = Array.from({ length: 11 }, (_, index) => `${String(index).padStart(2, '0')}.yaml`);
    const head = Object.fromEntries(paths.map((path, index) => [path, `${configMap(`m${index}`, '1')}${filler}`]));
    const { changes, errors } = await readManifestChanges(changeSetOf({ base: {}, head }), {
      ...SETTINGS,
      limits: { documentBytes: 20_000_000, depth: 100 },
    });
    expect(errors.map(({ code, span }) => [code, span?.source.file])).toEqual([['file/too-large', '09.yaml']]);
    expect(errors[0]?.message).toContain('2 files');
    expect(changes).toHaveLength(9);
  });
});
