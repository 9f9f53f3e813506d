// The yardstick: reads the same objects as JSON, one a file, and parses them with what Node has built in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
for (const file of readdirSync(folder)) JSON.parse(readFileSync(join(folder, file), 'utf8'));
