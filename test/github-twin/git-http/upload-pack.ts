import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { GIT_ENVIRONMENT } from '../git/run-git.ts';
import type { GitAddress } from './git-address.ts';

export interface UploadPackRequest {
  readonly kind: GitAddress['kind'];
  /** The header Git-Protocol: `version=2`. */
  readonly protocol: string;
  readonly input: Buffer;
}

/** As GitHub has it: any commit that is there may be asked for, and filters for what is left out. */
const SETTINGS = ['uploadpack.allowAnySHA1InWant=true', 'uploadpack.allowFilter=true'].flatMap((it) => ['-c', it]);

const SERVICE = Buffer.from('001e# service=git-upload-pack\n0000');

/** Lets git answer one request. It runs beside all else, for it only reads. */
export async function uploadPack(folder: string, { kind, protocol, input }: UploadPackRequest): Promise<Buffer> {
  const options = kind === 'refs' ? ['--http-backend-info-refs'] : [];
  const git = spawn('git', [...SETTINGS, 'upload-pack', '--stateless-rpc', ...options, folder], {
    env: { ...GIT_ENVIRONMENT, GIT_PROTOCOL: protocol },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A client's mistake ends git early; what it wrote until then is the answer.
  git.stdin.on('error', () => {});
  git.stdin.end(input);
  const output = await buffer(git.stdout);
  // The protocol of before has a line about the service first; git leaves that to the server.
  return kind === 'refs' && protocol !== 'version=2' ? Buffer.concat([SERVICE, output]) : output;
}
