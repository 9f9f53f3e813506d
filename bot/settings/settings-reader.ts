import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ConfigError } from '../../src/errors/tidewaiter-error.ts';
import { SETTINGS, type SettingEntry, type SettingName } from './settings-table.ts';

export type Environment = { readonly [name: string]: string | undefined };

interface Mistake {
  readonly name: SettingName;
  readonly what: string;
  readonly remedy: string;
}

/** Reads one setting after the other and collects what is wrong, so that an operator learns of everything at once. */
export class SettingsReader {
  readonly #environment: Environment;
  readonly #stored: Environment;
  readonly #readFile: (path: string) => string;
  readonly #mistakes: Mistake[] = [];

  /** @param stored what holds where the environment says nothing */
  constructor(environment: Environment, stored: Environment, readFile: (path: string) => string) {
    this.#environment = environment;
    this.#stored = stored;
    this.#readFile = readFile;
  }

  mistake(name: SettingName, what: string, remedy: string): undefined {
    this.#mistakes.push({ name, what, remedy });
  }

  throwMistakes(): void {
    if (this.#mistakes.length === 0) return;
    const order = Object.keys(SETTINGS);
    const ordered = this.#mistakes.toSorted((left, right) => order.indexOf(left.name) - order.indexOf(right.name));
    const lines = ordered.map(({ name, what, remedy }) => `  ${name} ${what}. ${remedy}`);
    throw new ConfigError(`the settings are not in order:\n${lines.join('\n')}`, {
      code: 'bot/settings',
      remedy: 'docs/bot.md has the table of all settings.',
    });
  }

  /** Whether any of them is set, well or badly. */
  isGiven(...names: readonly SettingName[]): boolean {
    return names.some((name) => this.#sourceOf(name) !== undefined);
  }

  demand(name: SettingName, remedy: string): void {
    if (!this.isGiven(name)) this.mistake(name, 'is missing', remedy);
  }

  text(name: SettingName): string | undefined {
    const source = this.#sourceOf(name);
    if (source === undefined || source.kind === 'text') return source?.text;
    try {
      const text = this.#readFile(source.path).trim();
      if (text !== '') return text;
      return this.mistake(name, `is empty: ${source.path} holds nothing`, 'Write the secret into the file.');
    } catch {
      const remedy = 'Check the path, and that the user that the bot runs as may read it.';
      return this.mistake(name, `cannot be read from ${source.path}`, remedy);
    }
  }

  number(name: SettingName, { least, most }: { readonly least: number; readonly most: number }): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    return this.mistake(name, `is \`${text}\``, `It takes a whole number from ${least} to ${most}.`);
  }

  flag(name: SettingName): boolean | undefined {
    const text = this.oneOf(name, ['true', 'false']);
    return text === undefined ? undefined : text === 'true';
  }

  oneOf<Choice extends string>(name: SettingName, choices: readonly Choice[]): Choice | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const choice = choices.find((each) => each === text);
    return choice ?? this.mistake(name, `is \`${text}\``, `It takes one of: ${choices.join(', ')}.`);
  }

  list(name: SettingName): readonly string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }

  /** Without a slash at its end. */
  url(name: SettingName): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    const isPlain =
      url && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
    if (isPlain) return url.href.replace(/\/+$/, '');
    return this.mistake(name, 'is no address', 'It looks like https://tidewaiter.example.com.');
  }

  /** The key as PEM. In the environment its line breaks may be written as `\n`, or all of it in base64. */
  privateKey(name: SettingName): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const pem = text.includes('-----BEGIN')
      ? text.replaceAll('\\n', '\n')
      : Buffer.from(text, 'base64').toString('utf8');
    if (parseKey(pem)?.asymmetricKeyType === 'rsa') return pem.trim();
    const remedy = "Give the .pem file that GitHub made on the page of the App's settings, unchanged or in base64.";
    return this.mistake(name, 'is not an RSA private key', remedy);
  }

  webhookSecret(name: SettingName): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const isStrong = text.length >= 20 && new Set(text).size >= 8;
    if (isStrong) return text;
    const remedy = 'Make one with `openssl rand -hex 32`, and give the same one to the App, under Webhook.';
    return this.mistake(name, 'is too weak: it can be guessed, and then anybody may speak as GitHub', remedy);
  }

  #sourceOf(name: SettingName): Source | undefined {
    const entry: SettingEntry = SETTINGS[name];
    const path = entry.isSecret ? this.#environment[`${name}_FILE`]?.trim() : undefined;
    const text = this.#environment[name]?.trim();
    if (text) return { kind: 'text', text };
    if (path) return { kind: 'file', path };
    const stored = this.#stored[name];
    return stored ? { kind: 'text', text: stored } : undefined;
  }
}

type Source = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly path: string };

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
