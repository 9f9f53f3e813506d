import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.ts';
import { NeedsOutside } from '../../../../src/engines/kyverno/functions/needs-outside.ts';
import { errorOf, evaluate } from './evaluate.ts';

describe('semver_compare', () => {
  it.each([
    // Examples of Kyverno's documentation.
    ['1.2.3', '1.2.4', false],
    ['4.1.3', '>=4.1.x', true],
    ['4.1.3', '!4.x.x', false],
    ['1.8.6', '>1.0.0 <2.0.0', true],
    ['2.1.5', '<2.0.0 || >=3.0.0', false],
    // Examples of the documentation of blang/semver.
    ['1.2.3', '1.2.x', true],
    ['1.3.0', '1.2.x', false],
    ['1.9.0', '1.x', true],
    ['2.0.0', '>1.x', true],
    ['1.9.0', '>1.x', false],
    ['1.3.0', '<=1.2.x', false],
    ['3.0.1-beta.1', '>3.0.0 !3.0.1-beta.1', false],
    ['1.0.0-rc.1', '<1.0.0', true],
    ['not a version', '<0.0.1', true],
    ['1.2.3', '> 1.2.2', true],
    // Its expandWildcardVersion drops an operator that it does not know.
    ['1.2.0', 'nginx:1.2', true],
    ['1.2.1', 'nginx:1.2', false],
  ])('%s in %s: %s', (version, range, included) => {
    expect(evaluate('semver_compare(@[0], @[1])', [version, range])).toBe(included);
  });

  it.each(['', '||', '>1.0.0 ||', '>foo', '=>1.0.0', '>1.0'])('refuses the range "%s"', (range) => {
    expect(errorOf('semver_compare(@[0], @[1])', ['1.0.0', range])).toContain("JMESPath function 'semver_compare'");
  });
});

describe('places', () => {
  it.each<[string, JsonValue]>([
    ["path_canonicalize('/var//lib///kubelet')", '/var/lib/kubelet'],
    ["path_canonicalize('/a/b/../c/./d/')", '/a/c/d'],
    ["path_canonicalize('/../a')", '/a'],
    ["path_canonicalize('')", ''],
    ["path_canonicalize('a/..')", '.'],
    ["path_canonicalize('/')", '/'],
    ["image_normalize('nginx')", 'docker.io/nginx:latest'],
    ["image_normalize('ghcr.io/kyverno/kyverno:v1')", 'ghcr.io/kyverno/kyverno:v1'],
    ["is_external_url('http://127.0.0.1/x')", false],
    ["is_external_url('https://10.1.2.3:8443')", false],
    ["is_external_url('https://172.32.0.1')", true],
    ["is_external_url('https://172.31.0.1')", false],
    ["is_external_url('https://8.8.8.8')", true],
    ["is_external_url('http://user:pass@192.168.0.1:80/')", false],
    ["is_external_url('http://[::1]:80/')", false],
    ["is_external_url('http://[fd00::1]/')", false],
    ["is_external_url('http://[2001:db8::1]/')", true],
    ["is_external_url('http://[::ffff:10.0.0.1]/')", false],
    ["is_external_url('http://localhost/')", false],
  ])('%s is %j', (text, value) => {
    expect(evaluate(text)).toEqual(value);
  });

  it('does not ask DNS, but says what would have to be asked', () => {
    expect(() => evaluate("is_external_url('https://example.com/x')")).toThrow(NeedsOutside);
    expect(errorOf("is_external_url('https://example.com/x')")).toContain('the addresses of example.com (DNS)');
  });

  it.each([
    ["is_external_url('example.com')", 'is no URL with a host'],
    ["image_normalize('A:B:C')", 'bad image'],
  ])('%s fails', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });
});
