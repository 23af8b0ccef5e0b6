import type { ServerResponse } from 'node:http';

/** The path of a request target, still encoded; what stands after `?` or `#` is nothing to us. */
export function pathOf(target: string): string {
  return target.split(/[?#]/, 1)[0] ?? '/';
}

/** Answers with a status and one sentence. */
export function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${sentence}\n`);
}
