import { describe, expect, it } from 'vitest';
import { formatPath } from '../../src/base/path.ts';
import { secretValues } from '../../src/manifests/secret-values.ts';
import { readWrittenObjects } from '../../src/manifests/written-objects.ts';

/** What of the first object of a text is hidden: `path = text`. */
function hidden(text: string): readonly string[] {
  const [written] = readWrittenObjects({ file: 'a.yaml', revision: 'head', text }).objects;
  if (!written) throw new Error('there is no object');
  return secretValues(written.object).map(({ path, text: value }) => `${formatPath(path)} = ${value}`);
}

const object = (kind: string, rest: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n${rest}`;
const container = (rest: string) =>
  object('Pod', `spec:\n  containers:\n  - name: web\n    image: acme/token:1\n${rest}`);

describe('secretValues', () => {
  it('are all the data of a Secret, whatever it is', () => {
    expect(
      hidden(object('Secret', 'data: {user: YWRtaW4=, port: 1}\nstringData: {x: "true"}\ntype: Opaque\n')),
    ).toEqual(['data.user = YWRtaW4=', 'data.port = 1', 'stringData.x = true']);
  });

  it('are the copy of a Secret that kubectl leaves in it', () => {
    const copy = 'metadata: {name: a, annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}}\n';
    const path = 'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]';
    expect(hidden(`apiVersion: v1\nkind: Secret\n${copy}`)).toEqual([`${path} = {}`]);
    expect(hidden(`apiVersion: v1\nkind: Pod\n${copy}`)).toEqual([]);
  });

  it('are the environment variables whose names say so', () => {
    const env = `    env:
    - {name: DB_PASSWORD, value: hunter2}
    - {name: DB_USER, value: shop}
    - {value: hunter3, name: API_KEY}
    - {name: TOKEN_FILE, value: /run/token}
    - {name: DEBUG_TOKEN, value: "false"}
    - {name: URL_TOKEN, value: $(OTHER)}
    - {name: SESSION_SECRET, valueFrom: {secretKeyRef: {name: session, key: secret}}}
`;
    expect(hidden(container(env))).toEqual([
      'spec.containers[0].env[0].value = hunter2',
      'spec.containers[0].env[2].value = hunter3',
    ]);
  });

  it('are what follows an option whose name says so', () => {
    const command =
      '    command: [serve, --port, "8080", --password, hunter2, --token, --verbose]\n    args: [--token=hunter3]\n';
    expect(hidden(container(command))).toEqual([
      'spec.containers[0].command[4] = hunter2',
      'spec.containers[0].args[0] = hunter3',
    ]);
  });

  it('are the keys of a ConfigMap whose names say so, and assignments in its texts', () => {
    const data =
      'data:\n  DB_PASSWORD: hunter2\n  DB_HOST: db\n  app.properties: |\n    user=shop\n    db.password=hunter3\n';
    expect(hidden(object('ConfigMap', data))).toEqual([
      'data.DB_PASSWORD = hunter2',
      'data["app.properties"] = hunter3',
    ]);
  });

  it('are found in kinds that nobody knows', () => {
    expect(
      hidden(object('Shop', 'spec: {adminPassword: hunter2, passwords: [a1b2, c3d4], pinCodeSecret: 83920174}\n')),
    ).toEqual([
      'spec.adminPassword = hunter2',
      'spec.passwords[0] = a1b2',
      'spec.passwords[1] = c3d4',
      'spec.pinCodeSecret = 83920174',
    ]);
  });

  it('are no references to Secrets', () => {
    const spec = `spec:
  automountServiceAccountToken: false
  imagePullSecrets: [{name: registry}]
  volumes:
  - {name: tls, secret: {secretName: web-tls}}
  - {name: t, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3600}}]}}
  containers:
  - name: web
    envFrom: [{secretRef: {name: env}}]
`;
    expect(hidden(object('Pod', spec))).toEqual([]);
  });
});
