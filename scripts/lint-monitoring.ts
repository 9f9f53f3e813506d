import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isArray, isObject, type JsonValue } from '../src/base/json.ts';

const folder = fileURLToPath(new URL('../deploy/monitoring', import.meta.url));
const alarms = fileURLToPath(new URL('../test/bot/deploy/alarms.yaml', import.meta.url));

/** Every expression of the dashboard, with Grafana's variables filled in. */
export function expressionsOfDashboard(): readonly string[] {
  const dashboard: JsonValue = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8'));
  return findExpressions(dashboard).map((text) => text.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.+'));
}

function findExpressions(value: JsonValue): readonly string[] {
  if (isArray(value)) return value.flatMap(findExpressions);
  if (!isObject(value)) return [];
  const own = typeof value.expr === 'string' ? [value.expr] : [];
  return [...own, ...Object.values(value).flatMap(findExpressions)];
}

/** Has promtool, of Debian's package prometheus, read the rules and each expression of the dashboard, and play when which alarm rings. */
function main(): void {
  const place = mkdtempSync(join(tmpdir(), 'tidewaiter-rules-'));
  try {
    // promtool reads expressions in rules alone.
    const rules = expressionsOfDashboard().map((expr, index) => ({ record: `dashboard:expression_${index}`, expr }));
    const file = join(place, 'dashboard.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    execFileSync('promtool', ['check', 'rules', join(folder, 'rules.yaml'), file], { stdio: 'inherit' });
    execFileSync('promtool', ['test', 'rules', alarms], { stdio: 'inherit' });
  } finally {
    rmSync(place, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
